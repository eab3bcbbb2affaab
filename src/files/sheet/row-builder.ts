import type { FileRecord } from '../../core/import/record-file.ts'
import { unreadable } from '../unreadable.ts'
import { refuseLongCell } from './refuse-long-cell.ts'

/** Rows and columns that a sheet may have: the rows of Excel, and more columns than any list. */
const mostRows = 1_048_576
const mostColumns = 1000

/** Cells that it may have altogether. */
const mostCells = 50_000_000

/** Puts the cells of a sheet together to records. Rows without a text are none. */
export class RowBuilder {
  #records: FileRecord[] = []
  #cells: string[] = []
  #isBlank = true
  #count = 0

  /** Sets a cell of the row that is being read; the first column is 0. */
  set(column: number, text: string): void {
    if (text === '') return
    if (column >= mostColumns) throw unreadable(`a row has more than ${mostColumns} columns: the file is no list`)
    refuseLongCell(text)
    while (this.#cells.length < column) this.#cells.push('')
    this.#cells[column] = text
    this.#isBlank &&= text.trim() === ''
  }

  /** Ends the row `line`, which stands `times` times in the sheet. */
  end(line: number, times = 1): void {
    const cells = this.#cells
    const isBlank = this.#isBlank
    this.#cells = []
    this.#isBlank = true
    if (isBlank) return
    if (line + times - 1 > mostRows) throw unreadable(`the sheet has more than ${mostRows} rows: save it as CSV`)
    this.#count += cells.length * times
    if (this.#count > mostCells) throw unreadable(`the sheet has more than ${mostCells} cells: the file is no list`)
    for (let each = 0; each < times; each++) this.#records.push({ line: line + each, cells })
  }

  taken(): readonly FileRecord[] {
    const records = this.#records
    this.#records = []
    return records
  }
}
