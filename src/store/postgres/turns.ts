/** Turns of which only so many run at once. The next ones begin in the order in which they were asked for. */
export class Turns {
  readonly #longestMs: number
  readonly #waiting = new Set<(turn: () => void) => void>()
  #free: number

  /** `atOnce` turns run at the same time, and nobody waits longer than `longestMs` for one. */
  constructor(atOnce: number, longestMs: number) {
    this.#free = atOnce
    this.#longestMs = longestMs
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Resolves when the turn begins, with the function that ends it. Rejects when it does not begin in time. */
  take(): Promise<() => void> {
    if (this.#free > 0) {
      this.#free--
      return Promise.resolve(() => this.#next())
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(begin)
        reject(new Error(`no turn in ${this.#longestMs} ms`))
      }, this.#longestMs)
      const begin = (turn: () => void): void => {
        clearTimeout(timer)
        resolve(turn)
      }
      this.#waiting.add(begin)
    })
  }

  #next(): void {
    const [first] = this.#waiting
    if (!first) {
      this.#free++
      return
    }
    this.#waiting.delete(first)
    first(() => this.#next())
  }
}
