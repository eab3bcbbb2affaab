import { comparePlaces, type PlaceKey } from './place-key.ts'

/** A row that went from one place of an order to another; `from` is null for a new row, `to` for a removed one. */
export interface Move {
  readonly from: PlaceKey | null
  readonly to: PlaceKey | null
}

/** A stretch of an order: the rows from a key on up to the key of the next stretch. */
export interface Stretch {
  readonly key: PlaceKey
  readonly count: number
}

/**
 * The stretches of an order, none of which is long, so that the row at any position is found in one of them. A stretch of 512 and
 * one of 500: the row at the position 600 is the 89th of the second. They never change: moves make others.
 */
export class Places {
  readonly total: number
  /** The first key is the least that a row can have. */
  readonly #keys: readonly PlaceKey[]
  readonly #counts: Float64Array

  constructor(keys: readonly PlaceKey[], counts: Float64Array) {
    this.#keys = keys
    this.#counts = counts
    this.total = counts.reduce((sum, count) => sum + count, 0)
  }

  get length(): number {
    return this.#keys.length
  }

  /** The stretches as the moves have left them, or, with a `sign` of -1, as they were before the moves. */
  moved(moves: readonly Move[], sign: 1 | -1 = 1): Places {
    if (moves.length === 0) return this
    const counts = this.#counts.slice()
    for (const { from, to } of moves) {
      if (from) add(counts, this.#stretchOf(from), -sign)
      if (to) add(counts, this.#stretchOf(to), sign)
    }
    return new Places(this.#keys, counts)
  }

  /** The stretch that has the row at a position below the total, and the rows of the stretch before it. */
  at(position: number): Stretch & { readonly offset: number } {
    let before = 0
    let place = 0
    while (before + (this.#counts[place] as number) <= position) before += this.#counts[place++] as number
    return { key: this.#keys[place] as PlaceKey, count: this.#counts[place] as number, offset: position - before }
  }

  /** The place of the last stretch that begins at the key or before it. */
  #stretchOf(key: PlaceKey): number {
    let low = 1
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (comparePlaces(this.#keys[middle] as PlaceKey, key) <= 0) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function add(counts: Float64Array, place: number, by: number): void {
  counts[place] = (counts[place] as number) + by
}
