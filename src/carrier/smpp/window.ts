import type { Connection } from './connection.ts'
import type { Link } from './link.ts'

const firstPauseMs = 250
const longestPauseMs = 5000

interface WindowParts {
  readonly size: number
  /** How long somebody waits to enter. */
  readonly waitMs: number
  readonly link: Link
}

/** Lets so many requests be without an answer at once, in the order in which they come, and none while the SMSC wants a pause. */
export class Window {
  readonly #parts: WindowParts
  readonly #waiting = new Set<(connection: Connection | undefined) => void>()
  #inside = 0
  #pauseMs = firstPauseMs
  #pausedUntil = 0
  #isClosed = false
  #isEmpty: () => void = () => undefined

  constructor(parts: WindowParts) {
    this.#parts = parts
  }

  /** Resolves with the connection to ask by, and with undefined where there was no place in time. */
  enter(): Promise<Connection | undefined> {
    return new Promise((resolve) => {
      const give = (connection: Connection | undefined): void => {
        clearTimeout(timer)
        this.#waiting.delete(give)
        if (connection) this.#inside += 1
        resolve(connection)
      }
      const timer = setTimeout(() => give(undefined), this.#parts.waitMs)
      this.#waiting.add(give)
      this.look()
    })
  }

  leave(): void {
    this.#inside -= 1
    if (this.#inside === 0) this.#isEmpty()
    this.look()
  }

  /** Lets in who may. */
  look(): void {
    if (!this.#isClosed && performance.now() < this.#pausedUntil) return
    for (const give of this.#waiting) {
      if (this.#isClosed) {
        give(undefined)
        continue
      }
      const connection = this.#parts.link.bound()
      if (!connection || this.#inside >= this.#parts.size) return
      give(connection)
    }
  }

  /** Lets nobody in for a while, which is longer each time. Returns how long. */
  slowDown(): number {
    const now = performance.now()
    // Others that were on their way are told the same.
    if (now < this.#pausedUntil) return this.#pauseMs
    const pause = this.#pauseMs
    this.#pausedUntil = now + pause
    this.#pauseMs = Math.min(pause * 2, longestPauseMs)
    setTimeout(() => this.look(), pause + 1).unref()
    return pause
  }

  /** The SMSC takes messages again. */
  goOn(): void {
    if (performance.now() >= this.#pausedUntil) this.#pauseMs = firstPauseMs
  }

  /** Sends away who waits, and resolves when nobody is inside any more, or after `ms`. */
  async close(ms: number): Promise<void> {
    this.#isClosed = true
    this.look()
    if (this.#inside === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#isEmpty = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
