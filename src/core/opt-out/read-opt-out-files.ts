import { giveWay } from '../give-way.ts'
import { chooseNumberColumn } from '../import/choose-number-column.ts'
import { columnsOf, type FileColumns, nameOf } from '../import/file-columns.ts'
import type { ImportFile, ImportListener } from '../import/import-options.ts'
import type { ImportedFile } from '../import/import-report.ts'
import type { FileRecord } from '../import/record-file.ts'
import { Rejects } from '../import/rejects.ts'
import { sampled } from '../import/sample.ts'
import { isNumberTitle } from '../import/title.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { ClosedByChannel } from './closed-by-channel.ts'
import type { ClosedChannel } from './opt-out.ts'
import { addressesOf, OptOutLines } from './opt-out-lines.ts'
import { type OptOutColumns, optOutColumns, readOptOutLine } from './read-opt-out-line.ts'

/** The lines of files of people who are to be closed. */
export interface ReadOptOuts {
  /** Those that close somebody. */
  readonly lines: OptOutLines
  readonly total: number
  /** Lines whose person is closed already. */
  readonly unchanged: number
  readonly repeated: number
  readonly rejects: Rejects
  readonly files: readonly ImportedFile[]
  /** The reason to refuse the import for a file in which nothing can be taken. */
  readonly problem: string | undefined
}

/** All that the lines are judged by. */
export interface LineRules {
  readonly plan: NumberPlan
  readonly closed: ClosedByChannel
  /** The channel of lines that name none. */
  readonly channel: ClosedChannel
  /** The column of the numbers that somebody names. */
  readonly named: string | undefined
  readonly listener: ImportListener
  readonly now: number
}

/**
 * Reads files of numbers, or of opt-outs as they are exported.
 *
 * @throws Refusal `invalid_value` of `file` or `number`.
 */
export async function readOptOutFiles(sources: readonly ImportFile[], rules: LineRules): Promise<ReadOptOuts> {
  const { plan, closed, named, listener, now } = rules
  const lines = new OptOutLines()
  const seen = new ClosedByChannel(plan)
  const rejects = new Rejects(listener)
  const files: ImportedFile[] = []
  let [total, unchanged, repeated] = [0, 0, 0]
  let problem: string | undefined
  for (const { name, file } of sources) {
    const { sample, batches } = await sampled(file)
    const found = columnsOf(file, sample, isNumberTitle)
    const columns = optOutColumns(found, chooseNumberColumn(found, named))
    files.push(describe(name, file.format, found, columns))
    const titles = Array.from({ length: found.width }, (_, at) => nameOf(found, at))
    await listener.onFile?.(name, titles)
    const [before, rejectedBefore] = [total, rejects.count]
    let isTitle = found.isTitled
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
        const read = readOptOutLine(cells, columns, now)
        if ('problem' in read) {
          const value = cells[read.column] ?? ''
          const column = nameOf(found, read.column)
          await rejects.add({ file: name, line, column, value, reason: read.problem, cells })
          continue
        }
        const { channel = rules.channel } = read.line
        const person = addressesOf(read.line)
        if (seen.covers(person, channel)) repeated++
        else if (closed.covers(person, channel)) unchanged++
        else lines.add(read.line)
        seen.close(person, channel)
      }
      await listener.onProgress?.({ step: 'reading', lines: total, rejected: rejects.count })
      await giveWay()
    }
    if (total - before === rejects.count - rejectedBefore) {
      problem ??= nothingIn(name, total - before, first, columns.number)
    }
  }
  return { lines, total, unchanged, repeated, rejects, files, problem }
}

function describe(
  name: string,
  format: ImportedFile['format'],
  columns: FileColumns,
  { number, others }: OptOutColumns,
): ImportedFile {
  const isFilled = (column: number): boolean => columns.sample.some(({ cells }) => (cells[column] ?? '').trim() !== '')
  const taken = new Set([number, ...others.map(({ column }) => column)])
  const left = Array.from({ length: columns.width }, (_, at) => at).filter((at) => !taken.has(at) && isFilled(at))
  return {
    name,
    format,
    titles: columns.titles,
    number: nameOf(columns, number),
    columns: Object.fromEntries(others.map(({ title }) => [title, title])),
    left: left.map((at) => nameOf(columns, at)),
  }
}

function nothingIn(name: string, total: number, first: FileRecord | undefined, column: number): string {
  if (!first) return `${JSON.stringify(name)} has no line with a number`
  const shown = (first.cells[column] ?? '').slice(0, 60)
  return `no number found in ${total} ${total === 1 ? 'line' : 'lines'}; line ${first.line} has ${JSON.stringify(shown)}`
}
