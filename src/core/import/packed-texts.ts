/** Characters of texts that are put together in one string. */
const blockSize = 64 * 1024

/** Places that a block may have: a long text makes its block longer than {@link blockSize}. */
const placesOfBlock = 2 ** 32

/** Ends a text. It stands in none. */
const end = '\u0000'

/**
 * Texts without the character U+0000, thousands of them in one string: as strings of their own a million would take several times the
 * memory, and each would keep the file alive that it was cut from.
 */
export class PackedTexts {
  readonly #blocks: string[] = []
  #open: string[] = []
  #size = 0

  /** Adds a text, and returns its place: its block × {@link placesOfBlock}, and where it begins in the block. */
  add(text: string): number {
    if (this.#size >= blockSize) this.#close()
    const place = this.#blocks.length * placesOfBlock + this.#size
    this.#open.push(text)
    this.#size += text.length + end.length
    return place
  }

  /** The text at a place. */
  get(place: number): string {
    const number = Math.floor(place / placesOfBlock)
    if (number === this.#blocks.length) this.#close()
    const block = this.#blocks[number] ?? ''
    const start = place % placesOfBlock
    return block.slice(start, block.indexOf(end, start))
  }

  #close(): void {
    this.#blocks.push(this.#open.join(end) + end)
    this.#open = []
    this.#size = 0
  }
}
