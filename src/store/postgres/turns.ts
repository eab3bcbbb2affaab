/** Lets so many in at once; the others wait for their turn, in the order in which they came. */
export class Turns {
  readonly #longestMs: number
  readonly #waiting = new Set<(turn: () => void) => void>()
  #free: number

  /** `longestMs` is how long anybody waits at the most. */
  constructor(atOnce: number, longestMs: number) {
    this.#free = atOnce
    this.#longestMs = longestMs
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Resolves when the turn has come, with the function that ends it. Rejects when it does not come in time. */
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
