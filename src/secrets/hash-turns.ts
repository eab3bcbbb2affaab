import { Slowed } from '../core/errors.ts'

/** Milliseconds after which a client may try again that found too many waiting. */
const tryAgainMs = 5000

/** Turns of which only so many run at once. The next ones begin in the order in which they were asked for. */
export class HashTurns {
  readonly #waitingAtMost: number
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(atOnce: number, waitingAtMost: number) {
    this.#free = atOnce
    this.#waitingAtMost = waitingAtMost
  }

  /**
   * Runs `work` when its turn has come.
   *
   * @throws Slowed when too many wait already.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= this.#waitingAtMost)
      throw new Slowed('too many passwords wait to be checked', tryAgainMs)
    if (this.#free > 0) this.#free--
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
