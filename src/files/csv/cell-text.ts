/**
 * The text of a cell, as a spreadsheet shows it: `="0912"` and `'0912` are `0912`. Spreadsheets write both for a text that would lose
 * its zeros as a number. An apostrophe counts before a digit and before the beginning of a formula only; `'t Hooft` keeps it. Of
 * several apostrophes one goes: `inertCell` puts one more before a cell that has them.
 */
export function cellText(cell: string): string {
  const first = cell.charCodeAt(0)
  if (first === 0x3d) return /^="((?:[^"]|"")*)"$/.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell
  if (first === 0x27 && isGuarded(cell)) return cell.slice(1)
  return cell
}

/** Whether the apostrophes at the beginning of a cell keep a spreadsheet from reading a number or a formula. */
export function isGuarded(cell: string): boolean {
  return /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20\p{Nd}(]/u.test(cell)
}
