/** Lists of a generation, and entries of each, at the most: two generations take some megabytes. */
const listsAtMost = 2000
const entriesAtMost = 64

interface Held {
  readonly accountId: number
  readonly codes: Float64Array
}

/**
 * The tiny lists that were written or looked at last, as their codes: those of nothing but codes, in one chunk. A list version never
 * changes, so that the next write of its group compares with it and reads nothing. When a generation is full, the one before it goes:
 * taking the oldest list out of one map would pass over all places of those that went before.
 */
export class HeldLists {
  #young = new Map<string, Held>()
  #old = new Map<string, Held>()

  /** Keeps the codes of a list, if they are few: a copy, since they may be a view of much more. */
  hold(accountId: number, listId: string, codes: Float64Array): void {
    if (codes.length > entriesAtMost) return
    if (this.#young.size === listsAtMost) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(listId, { accountId, codes: codes.slice() })
  }

  /** The codes of a list of the account; undefined where it must be read. */
  find(accountId: number, listId: string): Float64Array | undefined {
    const held = this.#young.get(listId) ?? this.#old.get(listId)
    return held?.accountId === accountId ? held.codes : undefined
  }

  /** Holds nothing any more: the book is another one. */
  forget(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
