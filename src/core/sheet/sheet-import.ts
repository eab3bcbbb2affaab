import { Refusal } from '../errors.ts'
import type { ImportMode } from '../import/import-report.ts'
import type { ReadingOptions } from './read-rows.ts'
import type { SheetRow } from './sheet-row.ts'
import type { SheetReport, SheetTally } from './sheet-tally.ts'

/** How files become things of the book. */
export interface ImportOptions extends ReadingOptions {
  readonly mode: ImportMode
  /** Only say what would happen. */
  readonly dryRun?: boolean
  /** Whether one bad line refuses the whole import (as usual), or is left out. */
  readonly bad?: 'refuse' | 'skip'
}

/** What an import came to. */
export interface ImportOutcome extends SheetReport {
  /** The files, and the titles of their columns. */
  readonly files: readonly { readonly name: string; readonly titles: readonly string[] }[]
  readonly mode: ImportMode
  /** Whether the book has changed: not by a dry run, and not where nothing was to do. */
  readonly written: boolean
  /** Why nothing was written; null where the import was taken, or would be. */
  readonly refusal: string | null
}

/** Plans are made anew when another write came in between, so many times at the most. */
const triesAtMost = 3

/**
 * Makes a plan of the book as it is, and writes it; makes it anew where the book has changed in between.
 *
 * @throws Refusal `conflict` or `number_taken` when that happens again and again.
 */
export async function planAndWrite<Plan>(
  plan: () => Promise<Plan>,
  write: (plan: Plan) => Promise<void>,
): Promise<Plan> {
  for (let tries = 1; ; tries++) {
    const made = await plan()
    try {
      await write(made)
      return made
    } catch (error) {
      const isOutrun = error instanceof Refusal && (error.code === 'conflict' || error.code === 'number_taken')
      if (!isOutrun || tries === triesAtMost) throw error
    }
  }
}

/** The reason for which an import may not be written; null where it may. */
export function refusalOf(tally: SheetTally, noun: string, { mode, bad = 'refuse' }: ImportOptions): string | null {
  const { lines, rejected } = tally.report()
  const seen = `${rejected} of ${lines} lines`
  if (lines === 0) return `there is no line of ${noun} below the titles: nothing was changed`
  if (rejected === 0) return null
  if (rejected === lines) return `none of ${lines} lines can be taken: nothing was changed`
  if (mode === 'sync') {
    return `${seen} cannot be taken, and sync would remove what they name: mend them, or use --mode add; nothing was changed`
  }
  return bad === 'skip'
    ? null
    : `${seen} cannot be taken: mend them, or leave them out by --bad skip; nothing was changed`
}

/** The files of lines, each with the titles of its columns. */
export function filesOf(rows: readonly SheetRow[]): ImportOutcome['files'] {
  const titles = new Map(rows.map(({ place }) => [place.file, place.titles]))
  return [...titles].map(([name, of]) => ({ name, titles: of }))
}
