import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { Refusal } from '../../core/errors.ts'
import type { WrittenSheet } from '../../core/import/record-file.ts'
import { escapeXml } from '../sheet/xlsx/escape-xml.ts'
import { workbookParts } from './workbook-parts.ts'

/** Rows that a sheet of Excel has at the most. */
const mostRows = 1_048_576

/** How hard the sheet is packed. Harder packing takes three times as long, and saves a tenth. */
const compressionLevel = 3

/** Writes a workbook of one sheet, all cells of which are texts, so that numbers keep their zeros and their `+`. */
export async function* writeXlsx(sheet: WrittenSheet): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const rows = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 64 * 1024 })
  const output = zip.outputStream.pipe(new PassThrough())
  rows.on('error', (error) => output.destroy(error))
  for (const [name, text] of Object.entries(workbookParts)) zip.addBuffer(Buffer.from(text), name)
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', { compressionLevel })
  zip.end()
  try {
    for await (const piece of output) yield piece
  } finally {
    rows.destroy()
  }
}

async function* sheetXml({ titles, rows }: WrittenSheet): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
  let count = 1
  yield rowXml(titles)
  for await (const batch of rows) {
    count += batch.length
    if (count > mostRows)
      throw new Refusal('invalid_value', `an XLSX has ${mostRows} rows at the most: export as csv`, 'format')
    yield batch.map(rowXml).join('')
  }
  yield '</sheetData></worksheet>'
}

function rowXml(cells: readonly string[]): string {
  return `<row>${cells.map(cellXml).join('')}</row>`
}

function cellXml(text: string): string {
  if (text === '') return '<c/>'
  return `<c s="1" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
}
