/** Index keys below this are kept as bits: 16 MB at the most. */
const mostBits = 2 ** 27

/** Other keys that are kept, as texts. */
const mostTexts = 10_000

/** The keys of a long object, to find one that is there twice. */
export class KeySet {
  #bits = new Uint8Array(1024)
  readonly #texts = new Set<string>()

  /** Whether there is no room for another key that is no index. */
  get isFull(): boolean {
    return this.#texts.size === mostTexts
  }

  /** Adds a key. Returns false when it is there already, or when there is no room for it. */
  add(key: string): boolean {
    const index = /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : mostBits
    if (index >= mostBits) return this.#addText(key)
    const place = index >> 3
    if (place >= this.#bits.length) this.#grow(place)
    const bit = 1 << (index & 7)
    const bits = this.#bits[place] as number
    this.#bits[place] = bits | bit
    return (bits & bit) === 0
  }

  #addText(key: string): boolean {
    if (this.#texts.has(key) || this.isFull) return false
    this.#texts.add(key)
    return true
  }

  #grow(place: number): void {
    const bits = new Uint8Array(Math.max(this.#bits.length * 2, place + 1))
    bits.set(this.#bits)
    this.#bits = bits
  }
}
