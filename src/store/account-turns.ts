import { unavailable } from '../core/errors.ts'
import { nobodyWaits, watchClient } from './client-watch.ts'

interface Waiter {
  readonly isGone: () => boolean
  readonly drop: (why: Error) => void
  readonly begin: () => void
}

/** The bounds of turns. */
export interface TurnRules {
  /** Turns that run at the same time. */
  readonly atOnce: number
  /** Milliseconds after which a read that waits for its turn is refused. */
  readonly patienceMs: number
}

/**
 * Turns of reads, of which only so many run at once, so that they leave room for all else. Accounts take turns, whatever the number
 * of their reads. A read whose client is gone leaves the line.
 */
export class AccountTurns {
  readonly #rules: TurnRules
  /** The waiting reads by account. The account that began last is the last one. */
  readonly #waiting = new Map<number, Waiter[]>()
  #free: number

  constructor(rules: TurnRules) {
    this.#rules = rules
    this.#free = rules.atOnce
  }

  /** Resolves when a turn begins. {@link end} ends it. */
  async begin(accountId: number): Promise<void> {
    if (this.#free > 0) this.#free--
    else await this.#wait(accountId)
  }

  /** Gives the turn to the next that waits. Those that come to it and whose clients are gone are dropped. */
  end(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      if (!next.isGone()) {
        next.begin()
        return
      }
      next.drop(nobodyWaits())
    }
    this.#free++
  }

  /** Takes the first of the account whose turn it is out of the line, and puts the account behind all others. */
  #next(): Waiter | undefined {
    const [first] = this.#waiting
    if (!first) return undefined
    const [accountId, line] = first
    this.#waiting.delete(accountId)
    if (line.length > 1) this.#waiting.set(accountId, line)
    return line.shift()
  }

  #wait(accountId: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = this.#waiting.get(accountId) ?? []
      const tooLate = setTimeout(() => {
        line.splice(line.indexOf(waiter), 1)
        if (line.length === 0) this.#waiting.delete(accountId)
        waiter.drop(unavailable('too many reads are under way', undefined))
      }, this.#rules.patienceMs)
      const waiter: Waiter = {
        isGone: watchClient(),
        drop(why) {
          clearTimeout(tooLate)
          reject(why)
        },
        begin() {
          clearTimeout(tooLate)
          resolve()
        },
      }
      line.push(waiter)
      this.#waiting.set(accountId, line)
    })
  }
}
