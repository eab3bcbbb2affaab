import type { BlockRule } from './block.ts'

/** The most addresses that are remembered, so that strangers cannot fill the memory. */
const largest = 100_000

/** Counts bad sign-ins by address. The counts are in memory: a server that starts again has forgotten them. */
export class BadSignIns {
  readonly #rule: BlockRule
  readonly #times = new Map<string, number[]>()

  constructor(rule: BlockRule) {
    this.#rule = rule
  }

  /** Counts one more bad sign-in of the address. Returns true when it is one too many; its count then begins anew. */
  isTooMany(address: string, now: number): boolean {
    const since = now - this.#rule.within
    const times = (this.#times.get(address) ?? []).filter((at) => at > since)
    times.push(now)
    // Each bad sign-in moves its address to the end of the map. So the first address is the one that was quiet for the
    // longest time.
    this.#times.delete(address)
    if (times.length > this.#rule.attempts) return true
    this.#times.set(address, times)
    const [oldest] = this.#times.keys()
    if (this.#times.size > largest && oldest !== undefined) this.#times.delete(oldest)
    return false
  }
}
