import { numberText } from '../number-text.ts'
import type { XmlReader } from '../parse-xml.ts'
import { refuseLongCell } from '../refuse-long-cell.ts'
import { RowBuilder } from '../row-builder.ts'
import { unescapeXml } from './escape-xml.ts'
import type { NumberFormat } from './number-format.ts'
import type { SharedStrings } from './shared-strings.ts'

/** Reads the rows of a sheet of Excel. */
export class XlsxReader implements XmlReader {
  readonly rows = new RowBuilder()
  readonly #strings: SharedStrings
  readonly #formats: readonly NumberFormat[]
  #row = 0
  #column = -1
  #type = ''
  #format: NumberFormat = numberText
  #value = ''
  #isValue = false
  #isPhonetic = false

  constructor(strings: SharedStrings, formats: readonly NumberFormat[]) {
    this.#strings = strings
    this.#formats = formats
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#isValue = name === 'v' || (name === 't' && !this.#isPhonetic)
    if (name === 'c') {
      this.#column = columnOf(attributes.r) ?? this.#column + 1
      this.#type = attributes.t ?? 'n'
      this.#format = this.#formats[Number(attributes.s ?? 0)] ?? numberText
      this.#value = ''
    } else if (name === 'row') {
      const row = Number(attributes.r)
      this.#row = Number.isSafeInteger(row) && row > 0 ? row : this.#row + 1
      this.#column = -1
    } else if (name === 'rPh') this.#isPhonetic = true
  }

  text(text: string): void {
    if (!this.#isValue) return
    this.#value += text
    refuseLongCell(this.#value)
  }

  close(name: string): void {
    this.#isValue = false
    if (name === 'c') this.rows.set(this.#column, this.#cellText())
    else if (name === 'row') this.rows.end(this.#row)
    else if (name === 'rPh') this.#isPhonetic = false
  }

  #cellText(): string {
    const value = this.#value
    if (value === '') return ''
    if (this.#type === 's') return this.#strings.at(Number(value))
    if (this.#type === 'n') return this.#format(value)
    if (this.#type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
    return unescapeXml(value)
  }
}

/** The place of a column, from 0: of `C7` it is 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
