import type { WrittenSheet } from '../../core/import/record-file.ts'
import { inertCell } from '../csv/inert-cell.ts'

/** Without it Excel takes UTF-8 for the code page of the machine, and names are broken. */
const byteOrderMark = '\ufeff'

/** Writes a csv as RFC 4180 has it, in UTF-8. */
export async function* writeCsv({ titles, rows }: WrittenSheet): AsyncGenerator<Buffer> {
  yield Buffer.from(byteOrderMark + csvLine(titles))
  for await (const batch of rows) yield Buffer.from(batch.map(csvLine).join(''))
}

/** A line of the file. A cell is quoted for every sign that might be taken for a separator, and for white space around it. */
function csvLine(cells: readonly string[]): string {
  const written = cells.map(inertCell)
  return `${written.map((cell) => (/[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
