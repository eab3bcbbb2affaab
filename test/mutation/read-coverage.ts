import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Mutant } from './mutant.ts'
import type { Workshop } from './workshop.ts'

interface Range {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

interface Report {
  readonly result: readonly { readonly url: string; readonly functions: readonly { readonly ranges: Range[] }[] }[]
}

/**
 * The mutants whose code ran. Node writes what ran at the end of each process and thread (`NODE_V8_COVERAGE`), so the server
 * that a test starts counts as well. Stripping types moves no text: the places are those of the source.
 */
export function readCoverage({ coverage, folder }: Workshop, mutants: readonly Mutant[]): Set<Mutant> {
  const byUrl = Map.groupBy(mutants, ({ file }) => pathToFileURL(join(folder, file)).href)
  const ran = new Set<Mutant>()
  for (const file of globSync('*.json', { cwd: coverage })) {
    const report = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as Report
    for (const { url, functions } of report.result) {
      const ranges = functions.flatMap((each) => each.ranges)
      for (const mutant of byUrl.get(url) ?? []) if (hasRun(ranges, mutant.start)) ran.add(mutant)
    }
  }
  return ran
}

/** The smallest range around a place says whether it ran: blocks lie in functions, functions in the file. */
function hasRun(ranges: readonly Range[], place: number): boolean {
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= place && place < endOffset)
  const size = ({ startOffset, endOffset }: Range) => endOffset - startOffset
  const [first, ...others] = around
  if (!first) return false
  return others.reduce((smallest, each) => (size(each) < size(smallest) ? each : smallest), first).count > 0
}
