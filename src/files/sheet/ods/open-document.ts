import type { FileRecord } from '../../../core/import/record-file.ts'
import { unreadable } from '../../unreadable.ts'
import type { Archive } from '../archive.ts'
import { collectElements } from '../collect-elements.ts'
import { parseXml } from '../parse-xml.ts'
import type { Sheet } from '../sheet.ts'
import { OdsReader } from './ods-reader.ts'

/** The part in which all sheets are. */
const content = 'content.xml'

/** Opens the sheets of an OpenDocument spreadsheet. They are read once to find them, and once more for their rows. */
export async function openDocument(archive: Archive): Promise<Sheet[]> {
  const manifest = await collectElements(archive.read('META-INF/manifest.xml'))
  if (manifest.some(({ name }) => name === 'encryption-data'))
    throw unreadable('the file is protected by a password: save it without one')
  const finder = new OdsReader()
  for await (const _ of parseXml(archive.read(content), finder));
  return finder.sheets.map(({ name, isHidden, isEmpty }, place) => ({
    name,
    isHidden,
    isEmpty: async () => isEmpty,
    async *records(): AsyncGenerator<readonly FileRecord[]> {
      const reader = new OdsReader(place)
      for await (const _ of parseXml(archive.read(content), reader)) {
        yield reader.rows.taken()
        if (reader.sheets.length - 1 > place) return
      }
    },
  }))
}
