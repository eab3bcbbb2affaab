import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Mutant, mutate } from './mutant.ts'
import type { Workshop } from './workshop.ts'

/** Does something while the sources of a workshop are broken, and repairs them. The mutants do not overlap. */
export async function withMutants<T>(
  { folder }: Workshop,
  mutants: readonly Mutant[],
  work: () => Promise<T>,
): Promise<T> {
  const sound = new Map<string, string>()
  try {
    for (const [file, own] of Map.groupBy(mutants, (mutant) => join(folder, mutant.file))) {
      const text = await readFile(file, 'utf8')
      sound.set(file, text)
      // From the end of the file to its beginning: so the places of the others stay right.
      const fromEnd = own.toSorted((one, other) => other.start - one.start)
      await writeFile(file, fromEnd.reduce(mutate, text))
    }
    return await work()
  } finally {
    for (const [file, text] of sound) await writeFile(file, text)
  }
}

/** Divides things with mutants into batches of some size in which no two of the mutants overlap. */
export function batchesOf<T extends { readonly mutant: Mutant }>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = []
  for (const item of items) {
    const batch = batches.find((each) => each.length < size && !each.some((one) => overlap(one.mutant, item.mutant)))
    if (batch) batch.push(item)
    else batches.push([item])
  }
  return batches
}

function overlap(one: Mutant, other: Mutant): boolean {
  return one.file === other.file && one.start < other.end && other.start < one.end
}
