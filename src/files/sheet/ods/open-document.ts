import type { FileRecord } from '../../../core/import/record-file.ts'
import { unreadable } from '../../unreadable.ts'
import type { Archive } from '../archive.ts'
import { collectElements } from '../collect-elements.ts'
import { parseXml } from '../parse-xml.ts'
import { hasNone, type Sheet } from '../sheet.ts'
import { OdsReader } from './ods-reader.ts'

/** The part in which all sheets are. */
const content = 'content.xml'

/** How a sheet begins, in bytes. */
const tableTag = Buffer.from('<table:table ')

/** Opens the sheets of an OpenDocument spreadsheet. Where there are several, they are read once more to find which have a text. */
export async function openDocument(archive: Archive): Promise<Sheet[]> {
  const manifest = await collectElements(archive.read('META-INF/manifest.xml'))
  if (manifest.some(({ name }) => name === 'encryption-data'))
    throw unreadable('the file is protected by a password: save it without one')
  const isOnly = (await countTables(archive.read(content))) === 1
  const finder = new OdsReader()
  for await (const _ of parseXml(archive.read(content), finder)) if (isOnly && finder.sheets.length > 0) break
  return finder.sheets.map((sheet, place) => ({
    name: sheet.name,
    isHidden: sheet.isHidden,
    isEmpty: async () => (isOnly ? hasNone(readRows(archive, place)) : sheet.isEmpty),
    records: () => readRows(archive, place),
  }))
}

async function* readRows(archive: Archive, place: number): AsyncGenerator<readonly FileRecord[]> {
  const reader = new OdsReader(place)
  for await (const _ of parseXml(archive.read(content), reader)) {
    yield reader.rows.taken()
    if (reader.sheets.length - 1 > place) return
  }
}

/** Counts the sheets by their tags, which is much faster than reading them. */
async function countTables(pieces: AsyncIterable<Buffer>): Promise<number> {
  let count = 0
  let rest = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece])
    for (let place = bytes.indexOf(tableTag); place >= 0; place = bytes.indexOf(tableTag, place + 1)) count++
    rest = bytes.subarray(1 - tableTag.length)
  }
  return count
}
