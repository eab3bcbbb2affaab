import { lineTooLong } from '../line-too-long.ts'
import { longestLine } from '../text/whole-lines.ts'

/** A property of a card, as it is written: a line, and those by which it goes on. */
export interface CardLine {
  /** The line in which it begins. */
  readonly line: number
  /** What stands before the first colon: the name and its parameters. */
  readonly text: string
}

/** The properties that are read. All others, as photos of megabytes, are gone over and never kept. */
const wanted = /^(?:[\w-]+\.)?(?:BEGIN|END|VERSION|TEL|FN|N|EMAIL|ORG|NOTE|AGENT|X-ABLABEL)\s*[;:]/i

const quotedPrintable = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\s*[;:]/i

/** A line that begins or ends a card, also where a property before it seems to go on. */
const frame = /^(?:BEGIN|END)\s*:\s*VCARD\s*$/i

/**
 * Puts the lines of cards together again. A property goes on in the next line when that begins with white space (RFC 6350 §3.2), and
 * when it is quoted-printable and its line ends with `=`.
 */
export class CardLines {
  #line = 0
  #begun: { line: number; text: string; isWanted: boolean; isQuoted: boolean; isSoft: boolean } | null = null

  /** Takes the next lines, and gives the properties that are whole. */
  take(lines: readonly string[]): CardLine[] {
    const whole: CardLine[] = []
    for (const given of lines) {
      // Files that were put together have the mark of each at its beginning.
      const text = given.startsWith('\ufeff') ? given.slice(1) : given
      this.#line++
      if (!this.#goesOn(text)) {
        whole.push(...this.end())
        const isQuoted = quotedPrintable.test(text.slice(0, 1000))
        this.#begun = { line: this.#line, text: '', isWanted: wanted.test(text), isQuoted, isSoft: false }
        this.#add(text)
      } else if (this.#begun?.isSoft) this.#add(text)
      else this.#add(text.slice(1))
    }
    return whole
  }

  /** Gives the last property. */
  end(): CardLine[] {
    const begun = this.#begun
    this.#begun = null
    return begun?.isWanted ? [{ line: begun.line, text: begun.text }] : []
  }

  #goesOn(text: string): boolean {
    if (!this.#begun?.isSoft) return this.#begun !== null && (text.startsWith(' ') || text.startsWith('\t'))
    return text !== '' && !frame.test(text)
  }

  #add(text: string): void {
    const begun = this.#begun
    if (!begun) return
    begun.isSoft = begun.isQuoted && text.endsWith('=')
    if (!begun.isWanted) return
    begun.text += begun.isSoft ? text.slice(0, -1) : text
    if (begun.text.length > longestLine) throw lineTooLong(begun.line)
  }
}
