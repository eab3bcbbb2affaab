import { unavailable } from '../core/errors.ts'
import { nobodyWaits, watchClient } from './client-watch.ts'

interface Waiter {
  readonly isGone: () => boolean
  readonly drop: () => void
  readonly begin: () => void
}

/** The bounds of turns. */
export interface TurnRules {
  /** Turns that run at the same time. */
  readonly atOnce: number
  /** Milliseconds after which a search that waits for its turn is refused. */
  readonly patienceMs: number
}

/**
 * Turns of searches, of which only so many run at once, so that they leave room for all else. Accounts take turns, whatever the number
 * of their searches. A search whose client is gone leaves the line.
 */
export class AccountTurns {
  readonly #rules: TurnRules
  /** The waiting searches by account. The account that began last is the last one. */
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

  /** Gives a turn to the next that waits. Those whose clients are gone are dropped. */
  end(): void {
    for (const waiter of [...this.#waiting.values()].flat()) if (waiter.isGone()) waiter.drop()
    const [next] = this.#waiting
    if (!next) {
      this.#free++
      return
    }
    const [accountId, [waiter]] = next
    waiter?.begin()
    const others = this.#waiting.get(accountId)
    if (!others) return
    this.#waiting.delete(accountId)
    this.#waiting.set(accountId, others)
  }

  #wait(accountId: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(tooLate)
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
          leave()
          reject(nobodyWaits())
        },
        begin() {
          leave()
          resolve()
        },
      }
      this.#waiting.set(accountId, [...(this.#waiting.get(accountId) ?? []), waiter])
    })
  }
}
