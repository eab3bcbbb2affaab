import type { BlockRule } from './block.ts'

/** Addresses that are remembered at the most: strangers must not fill the memory. */
const largest = 100_000

/** Counts bad sign-ins by address, in memory: a server that starts again has forgotten them. */
export class BadSignIns {
  readonly #rule: BlockRule
  readonly #times = new Map<string, number[]>()

  constructor(rule: BlockRule) {
    this.#rule = rule
  }

  /** Counts one more. Returns whether it is one too many; the count then begins anew. */
  isTooMany(address: string, now: number): boolean {
    const since = now - this.#rule.within
    const times = (this.#times.get(address) ?? []).filter((at) => at > since)
    times.push(now)
    // Put at the end, so that the first of the map is who was quiet for the longest time.
    this.#times.delete(address)
    if (times.length > this.#rule.attempts) return true
    this.#times.set(address, times)
    const [oldest] = this.#times.keys()
    if (this.#times.size > largest && oldest !== undefined) this.#times.delete(oldest)
    return false
  }
}
