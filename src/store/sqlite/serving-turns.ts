import { nextTick } from 'node:process'
import { AccountTurns } from '../account-turns.ts'
import { accountOfClient } from '../client-watch.ts'

const rules = { atOnce: 1, patienceMs: 10_000 }

/** Milliseconds of a turn of the event loop in which another read may begin. */
const readingMs = 1

/**
 * Turns of the reads that run in the thread that serves: one after the other, accounts in turns, and for a millisecond in each turn
 * of the event loop. What comes meanwhile is taken then: else it waits for all the pages that came before it at once.
 */
export class ServingTurns {
  readonly #turns = new AccountTurns(rules)
  #since = 0

  /** Waits for the turn of the client for which this is read. What no client waits for goes at once. */
  async begin(): Promise<void> {
    const accountId = accountOfClient()
    if (accountId === undefined) return
    await this.#turns.begin(accountId)
    // A read waits for nothing but promises that are kept at once. The next tick comes when all of them are through.
    queueMicrotask(() => nextTick(this.#goOn))
  }

  readonly #goOn = (): void => {
    if (performance.now() - this.#since < readingMs) this.#turns.end()
    else setImmediate(this.#inNextTurn)
  }

  readonly #inNextTurn = (): void => {
    this.#since = performance.now()
    this.#turns.end()
  }
}
