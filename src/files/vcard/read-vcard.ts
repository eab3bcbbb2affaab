import type { FileHints, FileRecord, RecordFile } from '../../core/import/record-file.ts'
import type { Peeked } from '../bytes/peeked.ts'
import { decodeText } from '../text/decode-text.ts'
import { linesOf, wholeLines } from '../text/whole-lines.ts'
import { unreadable } from '../unreadable.ts'
import { Card, cardTitles } from './card.ts'
import { type CardLine, CardLines } from './card-lines.ts'
import { readProperty } from './property.ts'

/** Opens a file of vCards 2.1 to 4.0. */
export function readVcard({ head, pieces }: Peeked, cards: FileHints['cards']): RecordFile {
  return {
    format: 'vcard',
    titles: cardTitles,
    separator: null,
    async *batches() {
      const lines = new CardLines()
      const reader = new CardReader(cards)
      for await (const text of wholeLines(decodeText(pieces(), head))) yield reader.take(lines.take(linesOf(text)))
      yield reader.take(lines.end())
      reader.end()
    },
  }
}

/** Reads the cards of a file. */
class CardReader {
  readonly #cards: FileHints['cards']
  #card: Card | null = null
  /** How deep the cards are that a card has within, as that of an assistant. They are gone over. */
  #depth = 0
  #isAgent = false

  constructor(cards: FileHints['cards']) {
    this.#cards = cards
  }

  take(lines: readonly CardLine[]): FileRecord[] {
    return lines.flatMap((line) => this.#takeLine(line))
  }

  end(): void {
    if (!this.#card) return
    throw unreadable(
      `the card that begins in line ${this.#card.line} has no END:VCARD: the file is not whole, export it again`,
    )
  }

  #takeLine(line: CardLine): FileRecord[] {
    const property = readProperty(line)
    if (!property) return []
    const wasAgent = this.#isAgent
    this.#isAgent = property.name === 'AGENT' && property.value.trim() === ''
    if (property.name === 'BEGIN') return this.#begin(line.line, wasAgent)
    if (property.name === 'END') return this.#endCard()
    if (this.#card === null && property.name === 'TEL')
      throw unreadable(
        `the number in line ${line.line} is in no card: begin its card with BEGIN:VCARD, or export the file again`,
      )
    if (this.#depth === 0) this.#card?.add(property)
    return []
  }

  /** Begins a card. One that lacks its end ends here, too. */
  #begin(line: number, isAgent: boolean): FileRecord[] {
    if (this.#card && (isAgent || this.#depth > 0)) {
      this.#depth++
      return []
    }
    const records = this.#endCard()
    this.#card = new Card(line)
    return records
  }

  #endCard(): FileRecord[] {
    if (this.#depth > 0) {
      this.#depth--
      return []
    }
    const records = this.#card?.records(this.#cards) ?? []
    this.#card = null
    return records
  }
}
