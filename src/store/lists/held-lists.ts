/** Lists that are held at the most, and entries of each: some megabytes together. */
const listsAtMost = 4000
const entriesAtMost = 64

/**
 * The tiny lists that were written or looked at last, as their codes: those of nothing but codes, in one chunk. A list version never
 * changes, so that the next write of its group compares with it and reads nothing.
 */
export class HeldLists {
  /** By account and list. The list that came last is the last one. */
  readonly #held = new Map<string, Float64Array>()

  /** Keeps the codes of a list, if they are few. */
  hold(accountId: number, listId: string, codes: Float64Array): void {
    if (codes.length > entriesAtMost) return
    this.#held.set(`${accountId} ${listId}`, codes)
    if (this.#held.size > listsAtMost) this.#held.delete(this.#held.keys().next().value ?? '')
  }

  /** The codes of a list; undefined where it must be read. */
  find(accountId: number, listId: string): Float64Array | undefined {
    return this.#held.get(`${accountId} ${listId}`)
  }

  /** Holds nothing any more: the book is another one. */
  forget(): void {
    this.#held.clear()
  }
}
