import { NewestMap } from '../newest-map.ts'
import type { BlockRule } from './block.ts'

/** The most subjects whose bad sign-ins are counted. Those that were quiet for the longest time are forgotten. */
const subjectsAtMost = 50_000

/**
 * Counts bad sign-ins by subject: an address, or a user name. The counts are in memory: a server that starts again has
 * forgotten them.
 */
export class BadSignIns {
  readonly #rule: BlockRule
  readonly #times = new NewestMap<number[]>(subjectsAtMost)

  constructor(rule: BlockRule) {
    this.#rule = rule
  }

  /** The subjects that are counted now, also those whose last bad sign-in is long ago. */
  get subjects(): number {
    return this.#times.size
  }

  /** Counts one more bad sign-in of the subject. Returns true when it is one too many; its count then begins anew. */
  isTooMany(subject: string, now: number): boolean {
    const since = now - this.#rule.within
    const times = (this.#times.get(subject) ?? []).filter((at) => at > since)
    if (times.length >= this.#rule.attempts) {
      this.#times.delete(subject)
      return true
    }
    times.push(now)
    this.#times.set(subject, times)
    return false
  }
}
