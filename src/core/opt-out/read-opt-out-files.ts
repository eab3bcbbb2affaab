import { giveWay } from '../give-way.ts'
import { chooseNumberColumn } from '../import/choose-number-column.ts'
import { columnsOf, type FileColumns, nameOf } from '../import/file-columns.ts'
import type { ImportFile, ImportListener } from '../import/import-options.ts'
import type { ImportedFile } from '../import/import-report.ts'
import type { FileRecord } from '../import/record-file.ts'
import { Rejects } from '../import/rejects.ts'
import { sampled } from '../import/sample.ts'
import { isNumberTitle } from '../import/title.ts'
import { phoneCode } from '../list/phone-code.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { readNumber } from '../number/read-number.ts'
import { type ClosedKeys, placeOf } from './closed-keys.ts'

/** The lines of files of numbers that are to be closed. */
export interface ReadOptOuts {
  /** The numbers to close, packed, each once. */
  readonly codes: readonly number[]
  readonly total: number
  /** Lines whose number is closed already. */
  readonly unchanged: number
  readonly repeated: number
  readonly rejects: Rejects
  readonly files: readonly ImportedFile[]
  /** The reason to refuse the import for a file in which nothing is a number. */
  readonly problem: string | undefined
}

interface Rules {
  readonly plan: NumberPlan
  readonly closed: ClosedKeys
  /** The column of the numbers that somebody names. */
  readonly named: string | undefined
  readonly listener: ImportListener
}

/**
 * Reads files of numbers.
 *
 * @throws Refusal `invalid_value` of `file` or `number`.
 */
export async function readOptOutFiles(
  sources: readonly ImportFile[],
  { plan, closed, named, listener }: Rules,
): Promise<ReadOptOuts> {
  const codes: number[] = []
  const seen = new Set<number | string>()
  const rejects = new Rejects(listener)
  const files: ImportedFile[] = []
  let [total, unchanged, repeated] = [0, 0, 0]
  let problem: string | undefined
  for (const { name, file } of sources) {
    const { sample, batches } = await sampled(file)
    const columns = columnsOf(file, sample, isNumberTitle)
    const column = chooseNumberColumn(columns, named)
    const imported = describe(name, file.format, columns, column)
    files.push(imported)
    await listener.onFile?.(
      imported.name,
      Array.from({ length: columns.width }, (_, at) => nameOf(columns, at)),
    )
    const [before, rejectedBefore] = [total, rejects.count]
    let isTitle = columns.isTitled
    let first: FileRecord | undefined
    for await (const records of batches) {
      for (const { line, cells } of records) {
        if (isTitle) {
          isTitle = false
          continue
        }
        if (cells.every((cell) => cell.trim() === '')) continue
        first ??= { line, cells }
        total++
        const value = cells[column] ?? ''
        const read = readNumber(value)
        if ('problem' in read) {
          await rejects.add({ file: name, line, column: imported.number, value, reason: read.problem, cells })
          continue
        }
        const key = plan.keyOf(read.number)
        const place = placeOf(key)
        if (seen.has(place)) repeated++
        else if (closed.has(key)) unchanged++
        else codes.push(phoneCode(read.number))
        seen.add(place)
      }
      await listener.onProgress?.({ step: 'reading', lines: total, rejected: rejects.count })
      await giveWay()
    }
    if (total - before === rejects.count - rejectedBefore) problem ??= nothingIn(name, total - before, first, column)
  }
  return { codes, total, unchanged, repeated, rejects, files, problem }
}

function describe(name: string, format: ImportedFile['format'], columns: FileColumns, number: number): ImportedFile {
  const isFilled = (column: number): boolean => columns.sample.some(({ cells }) => (cells[column] ?? '').trim() !== '')
  const others = Array.from({ length: columns.width }, (_, at) => at).filter((at) => at !== number && isFilled(at))
  const left = others.map((at) => nameOf(columns, at))
  return { name, format, titles: columns.titles, number: nameOf(columns, number), columns: {}, left }
}

function nothingIn(name: string, total: number, first: FileRecord | undefined, column: number): string {
  if (!first) return `${JSON.stringify(name)} has no line with a number`
  const shown = (first.cells[column] ?? '').slice(0, 60)
  return `no number found in ${total} ${total === 1 ? 'line' : 'lines'}; line ${first.line} has ${JSON.stringify(shown)}`
}
