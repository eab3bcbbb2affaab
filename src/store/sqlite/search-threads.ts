import { availableParallelism } from 'node:os'
import { AccountTurns, type TurnRules } from '../account-turns.ts'
import type { ReadSession } from '../engine/engine.ts'
import { Searcher } from './searcher.ts'

/** Milliseconds for which a thread without a search is kept. Then it ends, and gives back its memory. */
const keptFor = 10_000

/** The bounds of searches. */
export interface SearchRules extends TurnRules {
  /** Milliseconds after which nobody waits for a statement any more. */
  readonly longestMs: number
}

/** As many threads as cores to spare. A search through the names of a million groups takes a tenth of a second. */
const usualRules: SearchRules = {
  atOnce: Math.max(1, availableParallelism() - 1),
  longestMs: 10_000,
  patienceMs: 10_000,
}

/**
 * The threads in which long reads run, so that nobody else waits for them. Accounts take turns, whatever the number
 * of their searches. A search whose client is gone ends in the line, or before its next statement.
 */
export class SearchThreads {
  readonly #file: string
  readonly #idle: Searcher[] = []
  readonly #turns: AccountTurns
  readonly #ends = new Map<Searcher, NodeJS.Timeout>()
  readonly #rules: SearchRules

  /** `file` is the database file. */
  constructor(file: string, rules: SearchRules = usualRules) {
    this.#file = file
    this.#rules = rules
    this.#turns = new AccountTurns(rules)
  }

  /** Runs reads in a thread. All of them see the same state. */
  async search<T>(accountId: number, work: (session: ReadSession) => Promise<T>): Promise<T> {
    const searcher = await this.#take(accountId)
    try {
      return await work(searcher)
    } finally {
      searcher.end()
    }
  }

  async close(): Promise<void> {
    for (const end of this.#ends.values()) clearTimeout(end)
    await Promise.all(this.#idle.splice(0).map((searcher) => searcher.close()))
  }

  async #take(accountId: number): Promise<Searcher> {
    await this.#turns.begin(accountId)
    const searcher = this.#idle.pop() ?? this.#make()
    clearTimeout(this.#ends.get(searcher))
    this.#ends.delete(searcher)
    return searcher
  }

  #make(): Searcher {
    const { longestMs } = this.#rules
    const searcher: Searcher = new Searcher(this.#file, { longestMs, onRest: () => this.#giveBack(searcher) })
    return searcher
  }

  #giveBack(searcher: Searcher): void {
    this.#idle.push(searcher)
    const end = setTimeout(() => void searcher.close(), keptFor).unref()
    this.#ends.set(searcher, end)
    this.#turns.end()
  }
}
