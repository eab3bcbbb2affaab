/**
 * The beginning of a formula, as spreadsheets take it (OWASP, CSV injection). The wide forms are signs of their own that
 * some spreadsheets read as the narrow ones.
 */
const beginsFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A number, as people write it: `+49 (30) 12-3`, `-5`, `+1.5`, `-1,234.50`. There is no letter and no operator of a formula in it. */
const number = /^[+-] ?\(?[0-9](?:[ ()./,-]?[ ()./,-]?[0-9])*\)?$/

/**
 * A cell that no spreadsheet runs: one that would be a formula gets an apostrophe before it, which has a spreadsheet take it for
 * text. `=1+2` → `'=1+2`; `+4930123` and `-5` stay as they are. One that has apostrophes before a formula gets one more, so that
 * a reader knows which is ours: `'=1` → `''=1`.
 */
export function inert(cell: string): string {
  const told = cell.replace(/^'+/, '')
  return beginsFormula.test(told) && !number.test(told) ? `'${cell}` : cell
}
