import { unreadable } from '../../unreadable.ts'
import type { Archive } from '../archive.ts'
import { parseXml } from '../parse-xml.ts'
import { refuseLongCell } from '../refuse-long-cell.ts'
import { unescapeXml } from './escape-xml.ts'

/** Bytes that the texts of a workbook may have together. */
const longestTexts = 128 * 2 ** 20

/** The texts of a workbook, which its cells name by their places. A million names are packed into some ten megabytes. */
export class SharedStrings {
  #bytes = Buffer.alloc(64 * 1024)
  /** The place behind each text. */
  readonly #ends: number[] = []

  static async read(archive: Archive, part: string): Promise<SharedStrings> {
    const strings = new SharedStrings()
    let text = ''
    let isText = false
    /** How the text is spoken, beside a text in Japanese. It is no part of it. */
    let isPhonetic = false
    const reader = {
      open(name: string) {
        if (name === 'si') text = ''
        if (name === 'rPh') isPhonetic = true
        isText = name === 't' && !isPhonetic
      },
      text(piece: string) {
        if (!isText) return
        text += piece
        refuseLongCell(text)
      },
      close(name: string) {
        isText = false
        if (name === 'rPh') isPhonetic = false
        if (name === 'si') strings.#add(unescapeXml(text))
      },
    }
    for await (const _ of parseXml(archive.read(part), reader));
    return strings
  }

  /** The text at a place; none when there is no such text. */
  at(place: number): string {
    return this.#bytes.toString('utf8', place === 0 ? 0 : (this.#ends[place - 1] ?? 0), this.#ends[place] ?? 0)
  }

  #add(text: string): void {
    const start = this.#ends.at(-1) ?? 0
    const end = start + Buffer.byteLength(text)
    if (end > longestTexts) throw unreadable('the file has too many texts: save the list as CSV')
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(2 * end)
      this.#bytes.copy(larger, 0, 0, start)
      this.#bytes = larger
    }
    this.#bytes.write(text, start)
    this.#ends.push(end)
  }
}
