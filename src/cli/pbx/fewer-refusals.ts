/** Milliseconds for which one line stands for all refusals of an address. */
const quietMs = 60_000

/** The most addresses that are remembered, so that a flood from forged addresses takes no more memory. */
const rememberedAtMost = 10_000

/**
 * A request that Asterisk has refused: `Request 'REGISTER' from '<sip:530@pbx>' failed for '192.0.2.1:5060' (callid: …) - Failed to authenticate`,
 * and `PJSIP: Endpoint 'away' is in maintenance mode; rejecting new REGISTER from 192.0.2.1` while the book cannot be read.
 */
const refusal =
  /(?:Request '.*' from '.*' failed for '(.+):\d+' \(callid: .*\) - |maintenance mode; rejecting new \w+ from (\S+)$)/

interface Refused {
  readonly since: number
  readonly left: number
}

/**
 * Leaves out all refusals of an address within a minute but the first. The next one that is let through says how many were left out.
 * All other lines pass.
 */
export class FewerRefusals {
  readonly #refused = new Map<string, Refused>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The line as it is to be shown; undefined for none. */
  pass(line: string): string | undefined {
    const [, failed, rejected] = refusal.exec(line) ?? []
    const address = failed ?? rejected
    if (address === undefined) return line
    const now = this.#now()
    const known = this.#refused.get(address)
    if (known && now - known.since < quietMs) {
      this.#refused.set(address, { since: known.since, left: known.left + 1 })
      return undefined
    }
    // The newest address is the last of the map.
    this.#refused.delete(address)
    this.#refused.set(address, { since: now, left: 0 })
    const [oldest] = this.#refused.keys()
    if (this.#refused.size > rememberedAtMost && oldest !== undefined) this.#refused.delete(oldest)
    return known && known.left > 0 ? `${line} (and ${known.left} before from ${address})` : line
  }
}
