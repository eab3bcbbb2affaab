import { NewestMap } from '../../core/newest-map.ts'

/** Searches whose totals are remembered, at the most: some hundred bytes each. */
const rememberedAtMost = 2000
/** The longest search whose total is remembered, in characters. A client may look for a text of megabytes. */
const longestSearch = 2000

interface Known {
  /** The version of the account's texts of which the total is. */
  readonly version: number
  readonly total: number
}

/**
 * The totals of searches that find too much for the index, as long as no text of the account changes. Counting a million of names
 * takes a tenth of a second, and whoever pages through them asks again and again.
 */
export class KnownTotals {
  #known = new NewestMap<Known>(rememberedAtMost)

  /** The total of a search, of that version of the account's texts. */
  get(search: string, version: number): number | undefined {
    const known = this.#known.get(search)
    return known?.version === version ? known.total : undefined
  }

  /** Forgets all of them. */
  forget(): void {
    this.#known = new NewestMap<Known>(rememberedAtMost)
  }

  /** Whether a search has found more than that when it was last counted. */
  isAbove(search: string, few: number): boolean {
    return (this.#known.get(search)?.total ?? 0) > few
  }

  set(search: string, version: number, total: number): void {
    if (search.length <= longestSearch) this.#known.set(search, { version, total })
  }
}
