import { giveWay } from '../give-way.ts'
import type { EntryDetails } from './entry.ts'

/** Bytes that are taken at a time for details. */
const pageBytes = 1024 * 1024

/** Details of one phone that are merged before other requests are served. */
const atOnce = 1000

/** Ends the details of one draft. JSON has no such byte. */
const end = 10

/** Bytes that a UTF-16 unit of JSON takes in UTF-8 at the most. */
const longestUnit = 3

/**
 * The details that the drafts of a long batch give to phones, by the rank of the phone. They are kept as JSON, one
 * behind another: as objects a million would take four times the memory. The drafts of one phone are linked in their
 * order.
 */
export class DraftDetails {
  readonly #pages: Uint8Array[] = []
  /** The bytes of the last page that are taken. */
  #taken = pageBytes
  #count = 0
  /** Of each draft, the place at which its details begin: its page × {@link pageBytes}, and the byte in the page. */
  readonly #places: Float64Array
  /** Of each draft, the next one of its phone; of the last one, the first. */
  readonly #next: Uint32Array
  /** The last draft of each phone, counted from 1; 0 for a phone without any. */
  readonly #last: Uint32Array

  /** `drafts` have details at the most, of phones with ranks below `ranks`. Memory that is not used is never touched. */
  constructor(drafts: number, ranks: number) {
    this.#places = new Float64Array(drafts + 1)
    this.#next = new Uint32Array(drafts + 1)
    this.#last = new Uint32Array(ranks)
  }

  /** Adds the details of the next draft of a phone. */
  add(rank: number, details: EntryDetails): void {
    const draft = ++this.#count
    const last = this.#last[rank] as number
    this.#places[draft] = this.#write(JSON.stringify(details))
    this.#next[draft] = last === 0 ? draft : (this.#next[last] as number)
    if (last > 0) this.#next[last] = draft
    this.#last[rank] = draft
  }

  /** The details of all drafts of a phone, where a later one wins; undefined when none has any. */
  async of(rank: number): Promise<EntryDetails | undefined> {
    const last = this.#last[rank] as number
    if (last === 0) return undefined
    const merged: EntryDetails = {}
    let draft = last
    for (let count = 1; ; count++) {
      draft = this.#next[draft] as number
      Object.assign(merged, this.#read(this.#places[draft] as number))
      if (draft === last) return merged
      if (count % atOnce === 0) await giveWay()
    }
  }

  #write(text: string): number {
    if (this.#taken + longestUnit * text.length + 1 > pageBytes) {
      this.#pages.push(new Uint8Array(Math.max(pageBytes, longestUnit * text.length + 1)))
      this.#taken = 0
    }
    const page = this.#pages.at(-1) as Uint8Array
    const place = (this.#pages.length - 1) * pageBytes + this.#taken
    const { written } = new TextEncoder().encodeInto(text, page.subarray(this.#taken))
    this.#taken += written
    page[this.#taken++] = end
    return place
  }

  #read(place: number): EntryDetails {
    const page = this.#pages[Math.floor(place / pageBytes)] as Uint8Array
    const start = place % pageBytes
    return JSON.parse(new TextDecoder().decode(page.subarray(start, page.indexOf(end, start))))
  }
}
