import type { WrittenSheet } from '../../core/import/record-file.ts'
import { inertCell } from '../csv/inert-cell.ts'

/** Without it Excel takes UTF-8 for the code page of the machine, and names are broken. */
const byteOrderMark = '\ufeff'

/** Writes a csv as RFC 4180 has it, in UTF-8. */
export async function* writeCsv({ titles, rows }: WrittenSheet): AsyncGenerator<Buffer> {
  yield Buffer.from(byteOrderMark + csvLine(titles))
  for await (const batch of rows) yield Buffer.from(batch.map(csvLine).join(''))
}

/** A line of the file. */
function csvLine(cells: readonly string[]): string {
  let line = ''
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place] as string
    if (place > 0) line += ','
    if (cell !== '') line += usual.test(cell) ? cell : csvCell(cell)
  }
  return `${line}\r\n`
}

/** Cells that are written as they are, as most are: numbers and words. */
const usual = /^(?:\+?[0-9]+|[0-9A-Za-z](?:[^",;|\t\r\n]*[^",;|\s])?)$/

/** A cell that is quoted for every sign that might be taken for a separator, and for white space around it. */
function csvCell(given: string): string {
  const cell = inertCell(given)
  return /[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
