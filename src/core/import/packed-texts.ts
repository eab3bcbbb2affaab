/** Bytes that are taken at a time. */
const pageBytes = 1024 * 1024

/** Bytes that a UTF-16 unit takes in UTF-8 at the most. */
const longestUnit = 3

/** Ends a text. It stands in none. */
const end = 0

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Texts without the character U+0000, as bytes one behind another: as strings a million would take several times the memory. */
export class PackedTexts {
  readonly #pages: Uint8Array[] = []
  /** The bytes of the last page that are taken. */
  #taken = pageBytes

  /** Adds a text, and returns its place: its page × {@link pageBytes}, and the byte in the page. */
  add(text: string): number {
    const most = longestUnit * text.length + 1
    if (this.#taken + most > pageBytes) {
      this.#pages.push(new Uint8Array(Math.max(pageBytes, most)))
      this.#taken = 0
    }
    const page = this.#pages.at(-1) as Uint8Array
    const place = (this.#pages.length - 1) * pageBytes + this.#taken
    this.#taken += encoder.encodeInto(text, page.subarray(this.#taken)).written
    page[this.#taken++] = end
    return place
  }

  /** The text at a place. */
  get(place: number): string {
    const page = this.#pages[Math.floor(place / pageBytes)] as Uint8Array
    const start = place % pageBytes
    return decoder.decode(page.subarray(start, page.indexOf(end, start)))
  }
}
