import type { IncomingMessage } from 'node:http'
import type { StormFacts } from '../../dialects/weather.ts'
import type { Blow, Delay, Rule, Scenario, WebhookBlow, When } from './scenario.ts'

/** A blow that a call has met, and all that is drawn for it. */
export interface Met {
  readonly scenario: string
  readonly blow: Blow
  readonly facts: StormFacts
  readonly delayMs: number
  /** Draws a number from 0 to below 1. */
  readonly draw: () => number
}

/** A call as rules look at it. */
export interface SeenCall {
  readonly dialect: string | null
  readonly method: string
  readonly path: string
}

const minute = 60_000
const spans = { minute, day: 24 * 60 * minute }

/** Milliseconds that a storm lasts of which nothing else is said. */
const usualStorm = minute

/** A scenario that is on. It counts the calls, and draws by its own seed: the same calls meet the same in every run. */
export class Weather {
  readonly scenario: Scenario
  readonly #now: () => number
  readonly #since: number
  readonly #draw: () => number
  readonly #counts = new Map<object, number>()
  readonly #spans = new Map<object, { start: number; calls: number }>()

  constructor(scenario: Scenario, now: () => number) {
    this.scenario = scenario
    this.#now = now
    this.#since = now()
    this.#draw = drawing(scenario.seed)
  }

  /** The blow that a call meets; undefined in fair weather. */
  meet(call: SeenCall): Met | undefined {
    for (const rule of this.scenario.calls) {
      const { when, blow } = rule
      if (when.dialect !== undefined && when.dialect !== call.dialect) continue
      if (when.methods && !when.methods.includes(call.method)) continue
      if (when.path && !when.path.test(call.path)) continue
      if (!this.#befalls(rule)) continue
      const facts = { seconds: this.#secondsLeft(rule), limit: when.limit }
      return { scenario: this.scenario.name, blow, facts, delayMs: this.#delayOf(blow.delay), draw: this.#draw }
    }
    return undefined
  }

  /** The blow that a message to a webhook meets. */
  meetWebhook(): { readonly blow: WebhookBlow; readonly delayMs: number } | undefined {
    const rule = this.scenario.webhooks.find((each) => this.#befalls(each))
    return rule && { blow: rule.blow, delayMs: this.#delayOf(rule.blow.delay) }
  }

  /** Whether a rule befalls a call that fits it. Counts the call. */
  #befalls(rule: Rule<unknown>): boolean {
    const { nth, probability, during, limit }: When = rule.when
    if (during !== undefined && this.#now() >= this.#since + during) return false
    const count = (this.#counts.get(rule) ?? 0) + 1
    this.#counts.set(rule, count)
    if (nth && (count < nth.from || count > nth.to)) return false
    if (limit && !this.#isBeyond(rule, limit)) return false
    return probability === undefined || this.#draw() < probability
  }

  #isBeyond(rule: object, { calls, per }: NonNullable<When['limit']>): boolean {
    const now = this.#now()
    const known = this.#spans.get(rule)
    const span = known && now < known.start + spans[per] ? known : { start: now, calls: 0 }
    this.#spans.set(rule, span)
    span.calls++
    return span.calls > calls
  }

  #secondsLeft(rule: Rule<unknown>): number {
    const { during, limit } = rule.when
    const now = this.#now()
    const span = this.#spans.get(rule)
    const until =
      limit && span ? span.start + spans[limit.per] : during === undefined ? now + usualStorm : this.#since + during
    return Math.max(1, Math.ceil((until - now) / 1000))
  }

  #delayOf(delay: Delay | undefined): number {
    if (delay === undefined || typeof delay === 'number') return delay ?? 0
    return Math.round(delay.from + this.#draw() * (delay.to - delay.from))
  }
}

/** The blows that calls have met, by their requests. */
export type MetCalls = WeakMap<IncomingMessage, Met>

/** Draws numbers from 0 to below 1, the same ones of the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
