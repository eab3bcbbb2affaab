import type { Run } from '../campaign/run.ts'
import type { ListReader } from '../list/list-port.ts'

/** Some numbers of a run, and the place of the next one behind them. */
export interface NextNumbers {
  readonly phones: readonly string[]
  readonly next: Run['next']
}

/** Reads the lists of a run ahead: some numbers at a time, however long a list is. */
export class NumberSource {
  readonly #lists: Pick<ListReader, 'entries'>
  #listId = ''
  #first = 0
  #phones: readonly string[] = []

  constructor(lists: Pick<ListReader, 'entries'>) {
    this.#lists = lists
  }

  /**
   * The numbers from a place of the run on: at most `count`, and none only where there are no more. `ahead` are read at a time.
   *
   * @throws Refusal `damaged` for a list that is not as it was written.
   */
  async from({ accountId, listIds, next }: Run, count: number, ahead: number): Promise<NextNumbers> {
    for (let { list, entry } = next; list < listIds.length; list++, entry = 0) {
      const listId = listIds[list] as string
      const held = entry - this.#first
      if (listId !== this.#listId || held < 0 || held >= this.#phones.length) {
        const page = { start: entry, count: Math.max(count, ahead) }
        this.#phones = (await this.#lists.entries(accountId, listId, page)).map(({ phone }) => phone)
        this.#listId = listId
        this.#first = entry
      }
      const from = entry - this.#first
      const phones = this.#phones.slice(from, from + count)
      if (phones.length > 0) return { phones, next: { list, entry: entry + phones.length } }
    }
    return { phones: [], next }
  }
}
