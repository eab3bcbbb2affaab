import { giveWay } from '../give-way.ts'
import type { ColumnTitles } from '../group/group.ts'
import { noCode, phoneCode } from '../list/phone-code.ts'
import { readNumber } from '../number/read-number.ts'
import { nameOf } from './file-columns.ts'
import { type ChosenColumns, chooseGroupColumns, isOfRejects } from './group-columns.ts'
import { ImportLines } from './import-lines.ts'
import type { ImportFile, ImportOptions } from './import-options.ts'
import type { ImportedFile } from './import-report.ts'
import type { NumberKeys } from './number-keys.ts'
import type { FileRecord } from './record-file.ts'
import { Rejects } from './rejects.ts'
import { sampled } from './sample.ts'

/** All that the lines of an import are judged by. */
export interface LineRules {
  readonly titles: ColumnTitles
  readonly keys: NumberKeys
  /** The texts of the group's entries that are no number as they stand. */
  readonly oddPhones: ReadonlySet<string>
}

/** The lines of all files of an import. */
export interface ReadLines<Lines = ImportLines> {
  readonly lines: Lines
  readonly rejects: Rejects
  /** All lines, also those that were rejected. */
  readonly total: number
  readonly files: readonly ImportedFile[]
  /** Titles that columns of the group get. */
  readonly newTitles: Partial<ColumnTitles>
  /** The reason to refuse the import for a file in which nothing is a number. */
  readonly problem: string | undefined
}

/** Takes the lines of files, one at a time. */
export type LineTaker = Pick<ImportLines, 'beginFile' | 'add' | 'count'>

/** Reads the files of an import, one after another. */
export function readLines(files: readonly ImportFile[], rules: LineRules, options: ImportOptions): Promise<ReadLines> {
  return readLinesInto(new ImportLines(), files, rules, options)
}

/** Reads the files of an import into whatever takes their lines. */
export async function readLinesInto<Lines extends LineTaker>(
  lines: Lines,
  files: readonly ImportFile[],
  { titles, keys, oddPhones }: LineRules,
  { mode = 'add', listener = {}, ...choice }: ImportOptions,
): Promise<ReadLines<Lines>> {
  const rejects = new Rejects(listener)
  const told: ImportedFile[] = []
  let newTitles: Partial<ColumnTitles> = {}
  let total = 0
  let problem: string | undefined
  for (const { name, file } of files) {
    const { sample, batches, close } = await sampled(file)
    let columns: ChosenColumns
    try {
      columns = chooseGroupColumns(file, sample, { ...titles, ...newTitles }, mode, choice)
    } catch (error) {
      await close()
      throw error
    }
    newTitles = { ...newTitles, ...columns.newTitles }
    await listener.onFile?.(name, rejectTitlesOf(columns))
    lines.beginFile(columns.fields.map(({ field }) => field))
    const before = { taken: lines.count, total }
    let first: FileRecord | undefined
    let isTitle = columns.isTitled
    // Columns that are not taken, and hold nothing so far.
    let empty = columns.left
    for await (const records of batches) {
      for (const record of records) {
        if (isTitle) {
          isTitle = false
          continue
        }
        if (record.cells.every((cell) => cell.trim() === '')) continue
        first ??= record
        total++
        if (empty.some((column) => isFilled(record, column)))
          empty = empty.filter((column) => !isFilled(record, column))
        const reason = take(record, columns)
        if (reason === undefined) continue
        const value = record.cells[columns.number] ?? ''
        const { line, cells } = record
        await rejects.add({ file: name, line, column: nameOf(columns, columns.number), value, reason, cells })
      }
      await listener.onProgress?.({ step: 'reading', lines: total, rejected: rejects.count })
      await giveWay()
    }
    told.push(describeFile(name, file.format, columns, empty))
    if (lines.count === before.taken) problem ??= nothingIn(name, total - before.total, first, columns)
  }
  return { lines, rejects, total, files: told, newTitles, problem }

  /** Takes a line, or returns the reason for which it cannot be taken. */
  function take({ cells }: FileRecord, { number, fields }: ChosenColumns): string | undefined {
    const cell = cells[number] ?? ''
    const values = fields.map(({ column }) => cells[column] ?? '')
    const odd = [cell, cell.trim()].find((text) => oddPhones.has(text))
    if (odd !== undefined) {
      lines.add(odd, keys.ofEntry(noCode, odd), values)
      return undefined
    }
    const read = readNumber(cell)
    if ('problem' in read) return read.problem
    lines.add(read.number, keys.ofNumber(read.number, phoneCode(read.number)), values)
    return undefined
  }
}

function isFilled({ cells }: FileRecord, column: number): boolean {
  return (cells[column] ?? '').trim() !== ''
}

function describeFile(
  name: string,
  format: ImportedFile['format'],
  columns: ChosenColumns,
  empty: readonly number[],
): ImportedFile {
  const fields = columns.fields.map(({ field, column }) => [field, nameOf(columns, column)])
  return {
    name,
    format,
    titles: columns.titles,
    number: nameOf(columns, columns.number),
    columns: Object.fromEntries(fields),
    left: columns.left.filter((column) => !empty.includes(column)).map((column) => nameOf(columns, column)),
  }
}

/** The titles of the original columns in a file of rejects. A file without titles gets those by which they are taken for the same. */
function rejectTitlesOf(columns: ChosenColumns): string[] {
  const own = [...Array(columns.width).keys()].filter((column) => !isOfRejects(columns, column))
  return own.map((column) => {
    if (columns.titles) return columns.titles[column] ?? ''
    if (column === columns.number) return 'number'
    const field = columns.fields.find((each) => each.column === column)?.field
    return field === 'callbackData' ? 'callback_data' : (field ?? nameOf(columns, column))
  })
}

function nothingIn(name: string, total: number, first: FileRecord | undefined, columns: ChosenColumns): string {
  if (!first) return `${JSON.stringify(name)} has a line of titles and nothing below it`
  const text = first.cells.filter((cell) => cell.trim() !== '').join(' ')
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
  const where = columns.width > 1 ? ` (column ${nameOf(columns, columns.number)})` : ''
  return `no number found in ${total} ${total === 1 ? 'line' : 'lines'}${where}; line ${first.line} has ${shown}`
}
