import { CsvError, type Info, type Parser, parse } from 'csv-parse'
import type { FileRecord } from '../../core/import/record-file.ts'
import { countLineEnds } from '../text/whole-lines.ts'
import { unreadable } from '../unreadable.ts'
import { cellText } from './cell-text.ts'
import { csvOptions, longestRecord } from './csv-options.ts'

/**
 * Reads a csv with quotes by csv-parse. The rows are taken as they are made, without the stream's own queue, which doubles the speed.
 * csv-parse tells the line in which a row ends, and counts each CR and LF in quotes as a line; a record has the line in which it
 * begins, as an editor counts.
 */
export class QuotedReader {
  readonly #parser: Parser
  /** Lines that stand before the text. */
  readonly #linesBefore: number
  #records: FileRecord[] = []
  /** The line in which the last row ends, and the blank lines above, as csv-parse counts. */
  #line = 0
  #blankLines = 0
  /** Lines that csv-parse counts and an editor does not: `"a⏎b"` with CR LF is 3 lines for csv-parse. */
  #surplus = 0

  constructor(separator: string, linesBefore: number) {
    this.#linesBefore = linesBefore
    this.#parser = parse({ ...csvOptions(separator), on_record: (row: string[], info) => this.#take(row, info) })
    // The callbacks of `write` and `end` get the error too.
    this.#parser.on('error', () => undefined)
    this.#parser.resume()
  }

  /** The line behind all that was read. */
  get line(): number {
    return this.#parser.info.lines + this.#linesBefore - this.#surplus
  }

  /** Takes the next text, and gives the records that end in it. */
  async write(text: string): Promise<readonly FileRecord[]> {
    await this.#done((end) => this.#parser.write(text, end))
    return this.#taken()
  }

  async end(): Promise<readonly FileRecord[]> {
    await this.#done((end) => this.#parser.end(end))
    return this.#taken()
  }

  #take(row: readonly string[], { lines, empty_lines }: Info): null {
    const text = lines - this.#line === 1 ? '' : row.join()
    const breaks = countLineEnds(text)
    this.#surplus += text.replace(/[^\r\n]+/g, '').length - breaks
    this.#line = lines
    this.#blankLines = empty_lines
    this.#records.push({ line: this.#linesBefore + lines - this.#surplus - breaks, cells: row.map(cellText) })
    return null
  }

  #taken(): readonly FileRecord[] {
    const records = this.#records
    this.#records = []
    return records
  }

  #done(work: (end: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      work((error) => (error ? reject(this.#explained(error)) : resolve()))
    })
  }

  #explained(error: Error): Error {
    if (!(error instanceof CsvError)) return error
    const line =
      this.#linesBefore + this.#line + 1 - this.#surplus + (Number(error.empty_lines) - this.#blankLines || 0)
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      return unreadable(
        `the quote that opens in line ${line} is never closed: close it, or write "" for a quote inside of a cell`,
        error,
      )
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      return unreadable(
        `the record that begins in line ${line} is longer than ${longestRecord} bytes: a quote in it may not be closed`,
        error,
      )
    return unreadable(`the csv is malformed at line ${line}: ${error.code}`, error)
  }
}
