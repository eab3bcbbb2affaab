import { textWidth } from './text-width.ts'

/**
 * A column of a table. A title alone is that of a column which is never cut, as one of ids that people copy. Counts stand at
 * the right end of theirs. A column that gives way becomes narrower where the table is wider than the terminal.
 */
export type Column = string | { readonly title: string; readonly isCount?: true; readonly givesWay?: true }

/** The width down to which a column gives way, in places of the terminal. */
const narrowest = 8

/** The places between two columns. */
const gap = 2

/**
 * Lays rows out in columns under their titles. Whatever stands in the cells, each row is one line of harmless text. `width` is
 * that of the terminal; null where there is none, and nothing is cut.
 */
export function table(
  columns: readonly Column[],
  given: readonly (readonly string[])[],
  width: number | null = null,
): string {
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.title))
  const rows = [titles, ...given].map((cells) => cells.map(harmless))
  const wanted = titles.map((_, place) => Math.max(...rows.map((row) => textWidth(row[place] ?? ''))))
  const widths = fit(columns, wanted, width)
  return rows
    .map((cells) => cells.map((cell, place) => laid(cell, columns[place], widths[place] ?? 0)))
    .map((cells) => cells.join(' '.repeat(gap)).trimEnd())
    .join('\n')
}

/** The widths of the columns: the widest that gives way does so first, until the table fits or none gives way any more. */
function fit(columns: readonly Column[], wanted: readonly number[], width: number | null): readonly number[] {
  const widths = [...wanted]
  const giving = columns.flatMap((column, place) => (typeof column !== 'string' && column.givesWay ? [place] : []))
  let over = width === null ? 0 : widths.reduce((sum, each) => sum + each + gap, -gap) - width
  for (; over > 0; over--) {
    const widest = giving.reduce(
      (one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one),
      giving[0] ?? -1,
    )
    if ((widths[widest] ?? 0) <= narrowest) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function laid(cell: string, column: Column | undefined, width: number): string {
  const shown = cut(cell, width)
  const space = ' '.repeat(Math.max(width - textWidth(shown), 0))
  return typeof column === 'object' && column.isCount ? space + shown : shown + space
}

/** The text, or its beginning and an ellipsis where it is wider. A letter keeps its marks, and an emoji all of its parts. */
function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  const segmenter = new Intl.Segmenter()
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    if (textWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** The line under a page of a list that goes on; nothing under the last one. */
export function pageHint(next: number | null): string {
  return next === null ? '' : `\nthere are more: add --after ${next}`
}

/** A moment for people and programs: ISO 8601, UTC. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

/**
 * Text that a terminal prints and does not obey. Control characters, and those that turn the direction of text, become
 * `\\u001b`.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
