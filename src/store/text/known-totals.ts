import { NewestMap } from '../../core/newest-map.ts'
import type { FoundGroups, FoundInStretches, OrderedGroups } from './found-groups.ts'

/** Searches whose totals are remembered, at the most: some hundred bytes each. */
const rememberedAtMost = 2000
/** The longest search whose total is remembered, in characters. A client may look for a text of megabytes. */
const longestSearch = 2000
/** Searches whose groups are remembered, and the most groups of one: some ten bytes each, and as many in an order, so that all take 20 MB at the most. */
const searchesWithHits = 80
const hitsAtMost = 12_000

/** Searches whose groups are remembered in an order that moves: some fifty bytes each, so that all take 20 MB at the most. */
const searchesInOrder = 32

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
  #hits = new NewestMap<{ readonly version: number; readonly hits: FoundGroups }>(searchesWithHits)
  #ordered = new NewestMap<{ readonly version: number; readonly ids: readonly number[] }>(searchesWithHits)
  #moving = new NewestMap<{ readonly version: number; readonly groups: OrderedGroups }>(searchesInOrder)
  #stretches = new NewestMap<{ readonly version: number; readonly found?: FoundInStretches }>(searchesInOrder)
  #known = new NewestMap<Known>(rememberedAtMost)

  /** The total of a search, of that version of the account's texts. */
  get(search: string, version: number): number | undefined {
    const known = this.#known.get(search)
    return known?.version === version ? known.total : undefined
  }

  /** Forgets all of them. */
  forget(): void {
    this.#hits = new NewestMap(searchesWithHits)
    this.#ordered = new NewestMap(searchesWithHits)
    this.#moving = new NewestMap(searchesInOrder)
    this.#stretches = new NewestMap(searchesInOrder)
    this.#known = new NewestMap(rememberedAtMost)
  }

  /** Whether a search has found more than that when it was last counted. */
  isAbove(search: string, few: number): boolean {
    return (this.#known.get(search)?.total ?? 0) > few
  }

  /** The groups that a search finds, of that version of the account's texts. */
  hits(search: string, version: number): FoundGroups | undefined {
    const known = this.#hits.get(search)
    return known?.version === version ? known.hits : undefined
  }

  setHits(search: string, version: number, hits: FoundGroups): void {
    if (search.length <= longestSearch && hits.count <= hitsAtMost) this.#hits.set(search, { version, hits })
  }

  /** The ids of these groups in an order. */
  ordered(name: string, version: number): readonly number[] | undefined {
    const known = this.#ordered.get(name)
    return known?.version === version ? known.ids : undefined
  }

  setOrdered(name: string, version: number, ids: readonly number[]): void {
    if (name.length <= longestSearch && ids.length <= hitsAtMost) this.#ordered.set(name, { version, ids })
  }

  /** The same in an order that moves with updates, as they were at a moment. */
  moving(name: string, version: number): OrderedGroups | undefined {
    const known = this.#moving.get(name)
    return known?.version === version ? known.groups : undefined
  }

  setMoving(name: string, version: number, groups: OrderedGroups): void {
    if (name.length <= longestSearch && groups.places.length <= hitsAtMost) this.#moving.set(name, { version, groups })
  }

  /** Whether somebody has asked for these stretches before: to read them takes as long as some pages. */
  isAskedAgain(name: string, version: number): boolean {
    if (this.#stretches.get(name)?.version === version) return true
    if (name.length <= longestSearch) this.#stretches.set(name, { version })
    return false
  }

  /** How many rows of each stretch of an order a search finds that finds many, as it was at a moment. */
  stretches(name: string, version: number): FoundInStretches | undefined {
    const known = this.#stretches.get(name)
    return known?.version === version ? known.found : undefined
  }

  setStretches(name: string, version: number, found: FoundInStretches): void {
    if (name.length <= longestSearch) this.#stretches.set(name, { version, found })
  }

  set(search: string, version: number, total: number): void {
    if (search.length <= longestSearch) this.#known.set(search, { version, total })
  }
}
