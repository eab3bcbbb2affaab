import { deepest, mostBeside, ScanProblem } from './list-scanner.ts'

/** Members and items that a long body without a list may have, at every depth. The length of its texts does not count. */
const mostMembers = 10_000

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

/**
 * Gathers a long JSON body that holds no list. It is long by its texts, then: every member of it takes memory once it is
 * parsed, and is copied from thread to thread.
 */
export class PlainScanner {
  readonly #pieces: Uint8Array[] = []
  #length = 0
  #members = 0
  #depth = 0
  #isInText = false
  #isEscaped = false

  /** @throws ScanProblem for a body with too many bytes, members or levels. */
  write(piece: Uint8Array): void {
    this.#length += piece.length
    if (this.#length > mostBeside) throw new ScanProblem('size', `the body has more than ${mostBeside} bytes`)
    for (const byte of piece) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (this.#isInText) {
        if (byte === quote) this.#isInText = false
        else if (byte === backslash) this.#isEscaped = true
      } else if (byte === quote) this.#isInText = true
      else if (byte === comma) this.#members++
      else if (byte === 0x5b || byte === 0x7b) this.#open()
      else if (byte === 0x5d || byte === 0x7d) this.#depth--
    }
    if (this.#members > mostMembers) throw new ScanProblem('size', `the body has more than ${mostMembers} members`)
    this.#pieces.push(piece)
  }

  /** The whole body. */
  end(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  #open(): void {
    this.#members++
    this.#depth++
    if (this.#depth > deepest) throw new ScanProblem('depth', `the body has more than ${deepest} levels`)
  }
}
