import { CsvError, type Info } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { FileRecord } from '../../core/import/record-file.ts'
import { countLineEnds, wholeLinesOf } from '../text/whole-lines.ts'
import { unreadable } from '../unreadable.ts'
import { cellText } from './cell-text.ts'
import { csvOptions, longestRecord } from './csv-options.ts'

/** The records of some lines, and the text of the lines behind them: a record whose quote is closed in a later line. */
export interface ParsedLines {
  readonly records: FileRecord[]
  readonly rest: string
}

/**
 * Reads lines by csv-parse, which tells the line in which a row ends, and counts each CR and LF in quotes as a line. A record has the line
 * in which it begins, as an editor counts.
 */
export function parseLines(text: string, separator: string, linesBefore: number): ParsedLines {
  const records: FileRecord[] = []
  /** The line in which the last row ends: as csv-parse counts, and as an editor does. */
  let told = 0
  let line = 0
  const take = (row: string[], { lines }: Info): null => {
    const inQuotes = lines - told === 1 ? '' : row.join()
    const breaks = countLineEnds(inQuotes)
    const counted = inQuotes.replace(/[^\r\n]+/g, '').length
    line += lines - told - counted + breaks
    told = lines
    records.push({ line: linesBefore + line - breaks, cells: row.map(cellText) })
    return null
  }
  try {
    parse(text, { ...csvOptions(separator), on_record: take })
    return { records, rest: '' }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const rest = wholeLinesOf(text).slice(line).join('')
    if (error.code === 'CSV_QUOTE_NOT_CLOSED' && rest.length <= longestRecord) return { records, rest }
    throw unclosed(rest, linesBefore + line, error)
  }
}

/** The refusal of a record whose quote is not closed. It is the text behind `linesBefore`, blank lines before it included. */
export function unclosed(rest: string, linesBefore: number, cause?: unknown): Error {
  const line = linesBefore + 1 + countLineEnds(/^[\r\n]*/.exec(rest)?.[0] ?? '')
  if (rest.length > longestRecord)
    return unreadable(
      `the record that begins in line ${line} is longer than ${longestRecord} characters: a quote in it may not be closed`,
      cause,
    )
  return unreadable(
    `the quote that opens in line ${line} is never closed: close it, or write "" for a quote inside of a cell`,
    cause,
  )
}
