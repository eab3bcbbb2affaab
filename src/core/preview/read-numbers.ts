import type { EntryDetails } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import type { ColumnTitles } from '../group/group.ts'
import { letterOf, nameOf } from '../import/file-columns.ts'
import type { ColumnChoice } from '../import/group-columns.ts'
import type { ImportedFile, ImportMode, Reject } from '../import/import-report.ts'
import { type NumberKey, NumberKeys } from '../import/number-keys.ts'
import { type LineTaker, readLinesInto } from '../import/read-lines.ts'
import type { FileRecord, RecordFile } from '../import/record-file.ts'
import type { EntryList } from '../list/entry-list.ts'
import { EntryListBuilder } from '../list/entry-list-builder.ts'
import type { PreviewColumn } from './preview.ts'

/** The import that a file is read for. */
export interface NumbersWish extends ColumnChoice {
  /** The name of the file. */
  readonly filename: string
  /** The titles of the columns of the group. */
  readonly titles: ColumnTitles
  readonly mode: ImportMode
  /** Texts that are taken though they are no numbers, since the group has them. */
  readonly oddPhones: ReadonlySet<string>
}

/** The numbers of a file. */
export interface FileNumbers {
  readonly columns: readonly PreviewColumn[]
  /** Titles that columns of the group get, which had none. */
  readonly titles: Partial<ColumnTitles>
  /** The numbers that were taken, each spelling once, with their columns. */
  readonly entries: EntryList
  /** Lines of the file, without its titles. */
  readonly lines: number
  /** Lines that were not taken. */
  readonly rejected: number
}

/** Records of which a preview shows the cells. */
const shownRecords = 5

/** Columns that a preview shows though nothing becomes of them. */
const shownColumns = 50

/** The longest text of a cell that is shown. */
const longestShown = 200

/** Each spelling of a number is its own key: the import compares by the plan of the account, when it meets the group. */
const keys = new NumberKeys({
  country: null,
  dialing: null,
  keyOf: (number) => number,
  spellingsOf: (number) => [number],
})

/**
 * Reads the numbers of a file for an import into a group. `onReject` is told of each line that is not taken, and may
 * throw.
 *
 * @throws Refusal `invalid_value` of `file` when the file is malformed or has no number; of `number` or `column` when
 * its columns are not clear.
 */
export async function readNumbers(
  file: RecordFile,
  { filename, titles, oddPhones, mode, ...choice }: NumbersWish,
  onReject: (reject: Reject) => void,
): Promise<FileNumbers> {
  const first: FileRecord[] = []
  const { lines, rejects, total, files, newTitles, problem } = await readLinesInto(
    new EntryTaker(),
    [{ name: filename, file: { ...file, batches: () => seen(file.batches(), first) } }],
    { titles, keys, oddPhones },
    { ...choice, mode, listener: { onReject } },
  )
  if (problem !== undefined) throw new Refusal('invalid_value', problem, 'file')
  const [read] = files
  return {
    columns: read ? columnsShown(file, read, first) : [],
    titles: newTitles,
    entries: lines.build(),
    lines: total,
    rejected: rejects.count,
  }
}

/** Passes records on, and keeps the first of them. */
async function* seen(
  batches: AsyncIterable<readonly FileRecord[]>,
  first: FileRecord[],
): AsyncGenerator<readonly FileRecord[]> {
  for await (const records of batches) {
    // One record more than is shown: the first may be the titles.
    if (first.length <= shownRecords) first.push(...records.slice(0, shownRecords + 1 - first.length))
    yield records
  }
}

/** Takes the lines of a file as entries of a list, each packed as it comes. */
class EntryTaker implements LineTaker {
  readonly #list = new EntryListBuilder('file')
  #fields: readonly (keyof EntryDetails)[] = []

  get count(): number {
    return this.#list.count
  }

  beginFile(fields: readonly (keyof EntryDetails)[]): void {
    this.#fields = fields
  }

  add(phone: string, _key: NumberKey, cells: readonly string[]): void {
    const details: { -readonly [Name in keyof EntryDetails]?: string } = {}
    for (const [index, field] of this.#fields.entries()) if (cells[index]) details[field] = cells[index]
    this.#list.add({ phone, details })
  }

  build(): EntryList {
    return this.#list.build()
  }
}

function columnsShown(file: RecordFile, read: ImportedFile, records: readonly FileRecord[]): PreviewColumn[] {
  const titled = read.titles !== null && file.titles === null
  const shown = titled ? records.slice(1) : records.slice(0, shownRecords)
  const width = Math.max(read.titles?.length ?? 0, ...shown.map(({ cells }) => cells.length))
  const becomes = new Map<string, PreviewColumn['becomes']>(
    Object.entries(read.columns).map(([field, name]) => [name, field as PreviewColumn['becomes']]),
  )
  becomes.set(read.number, 'number')
  return [...Array(width).keys()]
    .map((column) => ({
      letter: letterOf(column),
      title: read.titles?.[column] || null,
      becomes: becomes.get(nameOf(read, column)) ?? null,
      samples: shown.map(({ cells }) => shortened(cells[column] ?? '')),
    }))
    .filter(({ becomes }, column) => column < shownColumns || becomes !== null)
}

function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
