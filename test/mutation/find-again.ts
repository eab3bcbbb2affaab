import { basename } from 'node:path'
import { isDead, type Mutant, type Verdict } from './mutant.ts'

/** The mutants of an earlier report that lived, among today's: known by their text, since files and lines move. */
export function findAgain(
  earlier: readonly Verdict[],
  mutants: readonly Mutant[],
): { found: Mutant[]; gone: Verdict[] } {
  const today = Map.groupBy(mutants, keyOf)
  const found: Mutant[] = []
  const gone: Verdict[] = []
  for (const verdict of earlier.filter((each) => !isDead(each))) {
    const alike = today.get(keyOf(verdict)) ?? []
    // The same text may stand in several files of one name, as in add.ts: the nearest path is meant.
    const [nearest] = alike.toSorted((one, other) => nearness(other, verdict) - nearness(one, verdict))
    if (nearest) found.push(nearest)
    else gone.push(verdict)
  }
  return { found, gone }
}

function keyOf({ file, mutator, context, original, replacement }: Mutant): string {
  return JSON.stringify([basename(file), mutator, context, original, replacement])
}

/** How many folders two paths have in common, and then how close the lines are. */
function nearness(one: Mutant, other: Mutant): number {
  const folders = new Set(one.file.split('/'))
  const common = other.file.split('/').filter((folder) => folders.has(folder)).length
  return common - Math.min(0.9, Math.abs(one.line - other.line) / 1000) - Math.abs(one.column - other.column) / 1e6
}
