import type { FileRecord } from '../../../core/import/record-file.ts'
import { unreadable } from '../../unreadable.ts'
import type { Archive } from '../archive.ts'
import { collectElements, type XmlElement } from '../collect-elements.ts'
import { parseXml } from '../parse-xml.ts'
import { hasNone, type Sheet } from '../sheet.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'
import { SharedStrings } from './shared-strings.ts'
import { XlsxReader } from './xlsx-reader.ts'

/** The parts that a part of the workbook names, by the ids of the relationships. */
interface Related {
  readonly id: string
  readonly type: string
  readonly part: string
}

/** Opens the sheets of an Excel workbook. */
export async function openWorkbook(archive: Archive): Promise<Sheet[]> {
  const workbook =
    (await relatedTo(archive, '')).find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml'
  const elements = await collectElements(archive.read(workbook))
  const parts = await relatedTo(archive, workbook)
  const partOf = (wanted: string): string => parts.find(({ type }) => type === wanted)?.part ?? ''
  const isMac = elements.some(
    ({ name, attributes }) => name === 'workbookPr' && /^(?:1|true)$/.test(attributes.date1904 ?? ''),
  )
  const formats = formatsOf(await collectElements(archive.read(partOf('styles'))), isMac)
  // The texts of all sheets are read once, and only where a sheet is.
  let strings: Promise<SharedStrings> | undefined
  async function* records(part: string): AsyncGenerator<readonly FileRecord[]> {
    strings ??= SharedStrings.read(archive, partOf('sharedStrings'))
    const reader = new XlsxReader(await strings, formats)
    for await (const _ of parseXml(archive.read(part), reader)) yield reader.rows.taken()
  }
  const sheets = elements.filter(({ name, parent }) => name === 'sheet' && parent === 'sheets')
  return sheets.flatMap(({ attributes }) => {
    const part = parts.find(({ id, type }) => id === attributes['r:id'] && type === 'worksheet')?.part
    if (part === undefined) return []
    if (!archive.has(part)) throw unreadable('the file is damaged: a sheet of it is missing; save it again')
    return {
      name: attributes.name ?? '',
      isHidden: /hidden/i.test(attributes.state ?? ''),
      records: () => records(part),
      isEmpty: () => hasNone(records(part)),
    }
  })
}

async function relatedTo(archive: Archive, part: string): Promise<Related[]> {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(part) ?? []
  const elements = await collectElements(archive.read(`${folder}_rels/${name}.rels`))
  return elements
    .filter((element) => element.name === 'Relationship')
    .map(({ attributes: { Id = '', Type = '', Target = '' } }) => ({
      id: Id,
      type: Type.slice(Type.lastIndexOf('/') + 1),
      part: new URL(Target, `file:///${folder}`).pathname.slice(1),
    }))
}

/** The formats of numbers, by their places in the styles. */
function formatsOf(elements: readonly XmlElement[], isMac: boolean): NumberFormat[] {
  const codes = new Map<string, string>()
  for (const { name, attributes } of elements)
    if (name === 'numFmt') codes.set(attributes.numFmtId ?? '', attributes.formatCode ?? '')
  return elements
    .filter(({ name, parent }) => name === 'xf' && parent === 'cellXfs')
    .map(({ attributes: { numFmtId = '0' } }) => numberFormat(Number(numFmtId), codes.get(numFmtId), isMac))
}
