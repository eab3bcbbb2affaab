import type { FileHints, RecordFile } from '../../core/import/record-file.ts'
import type { Peeked } from '../bytes/peeked.ts'
import { unreadable } from '../unreadable.ts'
import { Archive } from './archive.ts'
import { chooseSheet } from './choose-sheet.ts'
import { openDocument } from './ods/open-document.ts'
import { openWorkbook } from './xlsx/open-workbook.ts'

/** Packed files that are no sheets or cannot be read, by a part of theirs. */
const others: readonly (readonly [part: string, reason: string])[] = [
  ['xl/workbook.bin', 'the file is a binary Excel workbook (.xlsb): save it as XLSX or CSV'],
  ['word/document.xml', 'the file is a Word document: save the list as plain text or CSV'],
  ['ppt/presentation.xml', 'the file is a presentation: save the list as CSV'],
  ['Index/Document.iwa', 'the file is one of Apple Numbers: export it as CSV or XLSX'],
]

/** Opens a packed file of sheets: an XLSX or an ODS. */
export async function readSheets({ pieces }: Peeked, hints: FileHints): Promise<RecordFile> {
  const archive = await Archive.open(pieces())
  for (const [part, reason] of others) if (archive.has(part)) throw unreadable(reason)
  const format = archive.has('xl/workbook.xml') || archive.has('[Content_Types].xml') ? 'xlsx' : 'ods'
  if (format === 'ods' && !archive.has('content.xml')) throw unreadable('the file is a ZIP archive: unpack it first')
  const sheets = format === 'xlsx' ? await openWorkbook(archive) : await openDocument(archive)
  const sheet = await chooseSheet(sheets, hints.sheet)
  return { format, titles: null, separator: null, batches: () => sheet.records() }
}
