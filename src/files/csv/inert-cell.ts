import { isGuarded } from './cell-text.ts'

/** The beginning of a formula, as spreadsheets take it (OWASP, CSV injection), the wide signs included. */
const beginsFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A number, as people write it: `+49 (30) 12-3`, `-5`. There is no letter and no operator of a formula in it. */
const number = /^[+-] ?\(?[0-9](?:[ ()./,-]?[ ()./,-]?[0-9])*\)?$/

/**
 * A cell that no spreadsheet runs, and that `cellText` reads as it was: one that would be a formula gets an apostrophe before it, and so
 * does one with apostrophes that would be taken for such. `=1+2` → `'=1+2`; `'0912` → `''0912`; `+4930123` stays.
 */
export function inertCell(cell: string): string {
  return isGuarded(cell) || (beginsFormula.test(cell) && !number.test(cell)) ? `'${cell}` : cell
}
