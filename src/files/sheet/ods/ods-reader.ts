import { numberText } from '../number-text.ts'
import type { XmlReader } from '../parse-xml.ts'
import { refuseLongCell } from '../refuse-long-cell.ts'
import { RowBuilder } from '../row-builder.ts'

/** Spaces that are written as a number of them at the most. */
const mostSpaces = 1000

/** A sheet, as the reader finds it. */
export interface FoundSheet {
  readonly name: string
  readonly isHidden: boolean
  isEmpty: boolean
}

/** Reads the sheets of an OpenDocument spreadsheet: the rows of one, and the names of all. */
export class OdsReader implements XmlReader {
  readonly rows = new RowBuilder()
  readonly sheets: FoundSheet[] = []
  /** The place of the sheet whose rows are read; without one the sheets are only found. */
  readonly #wanted: number | undefined
  readonly #hiddenStyles = new Set<string>()
  #style = ''
  #row = 0
  #rowTimes = 1
  #column = 0
  #cell: Readonly<Record<string, string>> | null = null
  #text = ''
  #paragraphs = 0
  /** How deep the reader is in a comment, which is no part of the cell. */
  #comment = 0

  constructor(wanted?: number) {
    this.#wanted = wanted
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#comment > 0 || name === 'annotation') this.#comment++
    else if (this.#cell) this.#openInCell(name, attributes)
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#cell = attributes
      this.#text = ''
      this.#paragraphs = 0
    } else if (name === 'table-row') {
      this.#rowTimes = timesOf(attributes['table:number-rows-repeated'])
      this.#column = 0
    } else if (name === 'table') {
      const isHidden = this.#hiddenStyles.has(attributes['table:style-name'] ?? '')
      this.sheets.push({ name: attributes['table:name'] ?? '', isHidden, isEmpty: true })
      this.#row = 1
    } else if (name === 'style') this.#style = attributes['style:name'] ?? ''
    else if (name === 'table-properties' && attributes['table:display'] === 'false') this.#hiddenStyles.add(this.#style)
  }

  text(text: string): void {
    if (this.#paragraphs === 0 || this.#comment > 0) return
    this.#text += text
    refuseLongCell(this.#text)
  }

  close(name: string): void {
    if (this.#comment > 0) this.#comment--
    else if (this.#cell && (name === 'table-cell' || name === 'covered-table-cell')) this.#endCell(this.#cell)
    else if (name === 'table-row' && this.sheets.length > 0) {
      if (this.#isWanted) this.rows.end(this.#row, this.#rowTimes)
      this.#row += this.#rowTimes
    }
  }

  get #isWanted(): boolean {
    return this.sheets.length - 1 === this.#wanted
  }

  #openInCell(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'p' && ++this.#paragraphs > 1) this.#text += '\n'
    if (name === 's') this.#text += ' '.repeat(Math.min(timesOf(attributes['text:c']), mostSpaces))
    if (name === 'tab') this.#text += '\t'
    if (name === 'line-break') this.#text += '\n'
  }

  #endCell(cell: Readonly<Record<string, string>>): void {
    const text = cellText(cell, this.#text)
    const times = timesOf(cell['table:number-columns-repeated'])
    this.#cell = null
    const sheet = this.sheets.at(-1)
    if (sheet && text.trim() !== '') {
      sheet.isEmpty = false
      if (this.#isWanted) for (let each = 0; each < times; each++) this.rows.set(this.#column + each, text)
    }
    this.#column += times
  }
}

/** The text of a cell. A number that is shown with other digits before it keeps these: `0912` for 912. */
function cellText(cell: Readonly<Record<string, string>>, shown: string): string {
  const type = cell['office:value-type'] ?? 'string'
  const value = cell['office:value'] ?? ''
  if (type === 'float') return /^\+?[0-9]+$/.test(shown) && Number(shown) === Number(value) ? shown : numberText(value)
  if (type === 'date') return (cell['office:date-value'] ?? shown).replace('T', ' ').replace(/ 00:00:00(?:\.0*)?$/, '')
  return shown || (cell['office:string-value'] ?? '')
}

function timesOf(text: string | undefined): number {
  const times = Number(text ?? 1)
  return Number.isSafeInteger(times) && times > 0 ? times : 1
}
