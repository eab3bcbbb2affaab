import { Refusal } from '../errors.ts'
import type { ImportFile } from '../import/import-options.ts'
import type { FileRecord } from '../import/record-file.ts'
import { type ChosenColumns, findColumns, type SheetField } from './find-columns.ts'
import { isEmpty, type SheetPlace, SheetRow } from './sheet-row.ts'

/** The things that a file can hold. */
export interface SheetKind {
  /** The word for them: `extensions`. */
  readonly noun: string
  readonly fields: readonly SheetField[]
  /** The titles of fields of which a file must have one, so that its lines can be told apart. */
  readonly keys: readonly string[]
}

/** How files are read. */
export interface ReadingOptions {
  readonly columns?: ChosenColumns
  /** Called with the lines read so far. It may throw to stop. */
  onProgress?(lines: number): void
}

/**
 * Reads all lines of files under their titles. Blank lines and titles are none.
 *
 * @throws Refusal `invalid_value` of `file` where a file has no titles that are known; of `column` as {@link findColumns}.
 */
export async function readRows(
  sources: readonly ImportFile[],
  kind: SheetKind,
  { columns, onProgress }: ReadingOptions,
): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for (const { name, file } of sources) {
    let place = file.titles && placeIn(name, file.titles, kind, columns, 1)
    for await (const batch of file.batches()) {
      for (const record of batch) {
        if (record.cells.every(isEmpty)) continue
        if (place) rows.push(new SheetRow(place, record.line, record.cells))
        else place = placeOf(name, record, kind, columns)
      }
      onProgress?.(rows.length)
    }
    if (!place) throw new Refusal('invalid_value', `${name} is empty: it has no line`, 'file')
  }
  return rows
}

function placeOf(
  filename: string,
  { line, cells }: FileRecord,
  kind: SheetKind,
  columns: ChosenColumns | undefined,
): SheetPlace {
  return placeIn(filename, cells, kind, columns, line)
}

function placeIn(
  file: string,
  titles: readonly string[],
  { noun, fields, keys }: SheetKind,
  chosen: ChosenColumns | undefined,
  line: number,
): SheetPlace {
  const columns = findColumns(fields, titles, chosen)
  if (!keys.some((key) => columns.places.has(key))) {
    const has = titles.map((title) => `'${title.slice(0, 40)}'`).join(', ')
    const wanted = keys.length === 1 ? keys[0] : `one of ${keys.join(', ')}`
    throw new Refusal(
      'invalid_value',
      `line ${line} of ${file} has no title of ${noun} that is known: it has ${has}; it must have ${wanted}, ` +
        `or say which column it is, as --column ${keys[0]}=TITLE`,
      'file',
    )
  }
  return { file, titles, columns }
}
