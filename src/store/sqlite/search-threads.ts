import { availableParallelism } from 'node:os'
import { unavailable } from '../../core/errors.ts'
import { nobodyWaits, watchClient } from '../client-watch.ts'
import type { ReadSession } from '../engine/engine.ts'
import { Searcher } from './searcher.ts'

/** Milliseconds for which a thread without a search is kept. Then it ends, and gives back its memory. */
const keptFor = 10_000

/** The bounds of searches. */
export interface SearchRules {
  /** Threads. */
  readonly atOnce: number
  /** Milliseconds after which nobody waits for a statement any more. */
  readonly longestMs: number
  /** Milliseconds after which a search that waits for a thread is refused. */
  readonly patienceMs: number
}

/** As many threads as cores to spare. A search through the names of a million groups takes a tenth of a second. */
const usualRules: SearchRules = {
  atOnce: Math.max(1, availableParallelism() - 1),
  longestMs: 10_000,
  patienceMs: 10_000,
}

interface Waiter {
  readonly isGone: () => boolean
  readonly drop: () => void
  readonly begin: (searcher: Searcher) => void
}

/**
 * The threads in which long reads run, so that nobody else waits for them. Accounts take turns, whatever the number
 * of their searches. A search whose client is gone ends in the line, or before its next statement.
 */
export class SearchThreads {
  readonly #file: string
  readonly #idle: Searcher[] = []
  /** The waiting searches by account. The account that began last is the last one. */
  readonly #waiting = new Map<number, Waiter[]>()
  readonly #ends = new Map<Searcher, NodeJS.Timeout>()
  readonly #rules: SearchRules
  #free: number

  /** `file` is the database file. */
  constructor(file: string, rules: SearchRules = usualRules) {
    this.#file = file
    this.#rules = rules
    this.#free = rules.atOnce
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
    if (this.#free === 0) return this.#wait(accountId)
    this.#free--
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

  #wait(accountId: number): Promise<Searcher> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const left = this.#waiting.get(accountId)?.filter((each) => each !== waiter) ?? []
        if (left.length > 0) this.#waiting.set(accountId, left)
        else this.#waiting.delete(accountId)
      }
      const tooLate = setTimeout(() => {
        leave()
        reject(unavailable('too many searches are under way', undefined))
      }, this.#rules.patienceMs)
      const waiter: Waiter = {
        isGone: watchClient(),
        drop() {
          clearTimeout(tooLate)
          leave()
          reject(nobodyWaits())
        },
        begin: (searcher) => {
          clearTimeout(tooLate)
          leave()
          resolve(searcher)
        },
      }
      this.#waiting.set(accountId, [...(this.#waiting.get(accountId) ?? []), waiter])
    })
  }

  /** Gives a thread to the next that waits. Those whose clients are gone are dropped. */
  #giveBack(searcher: Searcher): void {
    for (const waiter of [...this.#waiting.values()].flat()) if (waiter.isGone()) waiter.drop()
    const [next] = this.#waiting
    if (next) {
      const [accountId, [waiter]] = next
      waiter?.begin(searcher)
      const others = this.#waiting.get(accountId)
      if (!others) return
      this.#waiting.delete(accountId)
      this.#waiting.set(accountId, others)
      return
    }
    this.#free++
    this.#idle.push(searcher)
    const end = setTimeout(() => void searcher.close(), keptFor).unref()
    this.#ends.set(searcher, end)
  }
}
