/**
 * Turns of which each lane has one at a time. Those of a lane begin in the order in which they were asked for; no lane
 * waits for another.
 */
export class Lanes {
  readonly #waiting = new Map<string, (() => void)[]>()

  /** How many wait in the lane for their turn. */
  waiting(lane: string): number {
    return this.#waiting.get(lane)?.length ?? 0
  }

  /** The lanes in which a turn runs. */
  get running(): number {
    return this.#waiting.size
  }

  /** Runs `work` when the turns of the lane that were asked for before it are over. */
  async run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#waiting.get(lane)
    if (before) await new Promise<void>((begin) => before.push(begin))
    else this.#waiting.set(lane, [])
    try {
      return await work()
    } finally {
      const next = this.#waiting.get(lane)?.shift()
      if (next) next()
      else this.#waiting.delete(lane)
    }
  }
}
