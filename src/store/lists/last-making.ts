import type { EntryList } from '../../core/list/entry-list.ts'
import type { PhoneKey } from './leaf.ts'
import { partsOf } from './sieve.ts'

/**
 * How a list version was made: of entries, or from another version, to which phones were added and from which some
 * went.
 */
export type Making = { readonly whole: EntryList } | { readonly from: string; readonly added: readonly PhoneKey[] }

/**
 * The list that a session made last, with its making. The group that will point at it gets its sieve from the making,
 * and the list is not read for it.
 */
export class LastMaking {
  #last: { readonly listId: string; readonly making: Making } | undefined

  /** Keeps the making of a list of `count` entries, unless the list is so long that it has no sieve. */
  remember(listId: string, count: number, making: Making): void {
    if (partsOf(count) > 0) this.#last = { listId, making }
  }

  /** Returns the making of the list, and forgets it. Undefined for any other list than the last one. */
  take(listId: string | null): Making | undefined {
    if (this.#last?.listId !== listId) return undefined
    const { making } = this.#last
    this.#last = undefined
    return making
  }
}
