import type { EntryList } from '../../core/list/entry-list.ts'
import type { PhoneKey } from './leaf.ts'
import { partsOf } from './sieve.ts'

/** How a list version was made: of these entries, or by adding phones to another version and taking some out. */
export type Making =
  | { readonly whole: EntryList }
  | { readonly from: string | null; readonly added: readonly PhoneKey[] }

/** The list that a session made last. The group that will point at it gets its sieve without reading the list again. */
export class LastMaking {
  #last: { readonly listId: string; readonly making: Making } | undefined

  /** Keeps how a list of `count` entries was made, unless it is so short that it needs no sieve. */
  remember(listId: string, count: number, making: Making): void {
    if (partsOf(count) > 0) this.#last = { listId, making }
  }

  /** Returns how the list was made and forgets it; undefined for any other list. */
  take(listId: string | null): Making | undefined {
    if (this.#last?.listId !== listId) return undefined
    const { making } = this.#last
    this.#last = undefined
    return making
  }
}
