import type { Clock } from '../core/environment.ts'

/**
 * A clock that a test moves. One that was given a time stands still until it is moved: all dates of an answer are the same in
 * every run. Any other goes on like the clock of the machine.
 */
export class DevClock implements Clock {
  readonly #start: number | undefined
  #ahead = 0

  constructor(start: number | undefined) {
    this.#start = start
  }

  now(): number {
    return (this.#start ?? Date.now()) + this.#ahead
  }

  /** Moves the clock by some milliseconds. It never goes back: nothing in a book can be from a time that has not come. */
  advance(ms: number): void {
    this.#ahead += ms
  }

  /** Puts the clock back to its start, together with the book. */
  reset(): void {
    this.#ahead = 0
  }
}
