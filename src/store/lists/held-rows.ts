import type { ListRow } from './list-row.ts'

/** Rows at the most. The references of a list of a million take some 100 KB, which the versions on one base share. */
const rowsAtMost = 64

/**
 * The versions of long lists that were edited last, with their bases. A version never changes, so that the next edit reads neither its
 * row nor the one that names all chunks and leaves.
 */
export class HeldRows {
  /** By account and list. The row that was used last is the last one. */
  readonly #held = new Map<string, ListRow>()

  /** Keeps the row of a list of several chunks. */
  hold(accountId: number, listId: string, row: ListRow): void {
    if (row.index === null) return
    this.#held.set(`${accountId} ${listId}`, row)
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= rowsAtMost) break
      this.#held.delete(oldest)
    }
  }

  /** The row of a list of the account; undefined where it must be read. */
  find(accountId: number, listId: string): ListRow | undefined {
    const name = `${accountId} ${listId}`
    const row = this.#held.get(name)
    if (!row) return undefined
    this.#held.delete(name)
    this.#held.set(name, row)
    return row
  }
}
