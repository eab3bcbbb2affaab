import { type CampaignCall, type CampaignCalls, NotBegun } from '../src/core/campaign/campaign-calls.ts'
import type { Clock } from '../src/core/environment.ts'
import type { CallRecord } from '../src/core/ledger/call-record.ts'
import { buildCall } from './campaign-builders.ts'

/** What becomes of a call: milliseconds up to its answer, and of talk; it rings until somebody ends it, or is never told of. */
export type Fate =
  | { readonly kind: 'answered'; readonly wait: number; readonly talk: number; readonly digits?: string }
  | { readonly kind: 'busy' | 'no-answer'; readonly wait: number }
  | { readonly kind: 'ringing' | 'vanishing' | 'refused' | 'doubtful' }

interface Live extends CampaignCall {
  readonly at: number
  readonly fate: Fate
}

/**
 * Calls of campaigns without a PBX, in the time of a clock. It passes the rules that the calls of Asterisk pass
 * (`test/campaign-calls-contract.ts`).
 */
export class StandInCalls implements CampaignCalls {
  /** Every call that was begun, with the time. */
  readonly begun: { readonly id: string; readonly number: string; readonly campaign: string; readonly at: number }[] =
    []
  /** The records of calls that are over and that the ledger has not been given. */
  records: CallRecord[] = []
  /** The most calls at once. */
  most = 0
  isAway = false
  readonly #clock: Clock
  readonly #fateOf: (number: string, time: number) => Fate
  readonly #live = new Map<string, Live>()
  readonly #listeners: ((id: string) => void)[] = []

  constructor(clock: Clock, fateOf: (number: string, time: number) => Fate) {
    this.#clock = clock
    this.#fateOf = fateOf
  }

  async begin(call: CampaignCall): Promise<void> {
    if (this.isAway) throw new NotBegun('the PBX is away')
    const isPlain =
      /^\+?\d+$/.test(call.number) && call.id.startsWith('orig.call.') && !/[, ]/.test(call.text + call.context)
    if (!isPlain) throw new NotBegun(`the PBX cannot call ${call.number}`)
    if (this.#live.has(call.id)) return
    const time = this.begun.filter(({ number }) => number === call.number).length + 1
    const fate = this.#fateOf(call.number, time)
    if (fate.kind === 'refused') throw new NotBegun('refused')
    const at = this.#clock.now()
    this.begun.push({ id: call.id, number: call.number, campaign: call.campaign, at })
    if (fate.kind === 'doubtful') throw new Error('no answer from the PBX')
    this.#live.set(call.id, { ...call, at, fate })
    this.most = Math.max(this.most, this.#live.size)
  }

  async present(): Promise<ReadonlySet<string>> {
    if (this.isAway) throw new Error('the PBX is away')
    return new Set(this.#live.keys())
  }

  async end(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const call = this.#live.get(id)
      if (call) this.#over(call, this.#clock.now(), { disposition: 'NO ANSWER', answeredAt: null })
    }
  }

  onEnded(listener: (id: string) => void): void {
    this.#listeners.push(listener)
  }

  /** The calls that go on. */
  get size(): number {
    return this.#live.size
  }

  /** When the next call ends by itself; undefined where none does. */
  nextEnd(): number | undefined {
    const ends = [...this.#live.values()].map(endOf).filter((at) => at !== undefined)
    return ends.length === 0 ? undefined : Math.min(...ends)
  }

  /** Ends the calls whose time has come by the clock. */
  tick(): void {
    for (const call of [...this.#live.values()]) {
      const at = endOf(call)
      if (at === undefined || at > this.#clock.now()) continue
      const { fate } = call
      if (fate.kind === 'answered') {
        const answeredAt = (call.at + fate.wait) * 1000
        this.#over(call, at, { disposition: 'ANSWERED', answeredAt, digits: fate.digits ?? '' })
      } else if (fate.kind === 'vanishing') this.#gone(call)
      else this.#over(call, at, { disposition: fate.kind === 'busy' ? 'BUSY' : 'NO ANSWER', answeredAt: null })
    }
  }

  #over(call: Live, at: number, fields: Partial<CallRecord>): void {
    const { id, campaign, number, trunk } = call
    const times = { startedAt: call.at * 1000, endedAt: at * 1000 }
    this.records.push(buildCall(id, { callId: `c.${id}`, campaign, to: number, exit: trunk, ...times, ...fields }))
    this.#gone(call)
  }

  #gone({ id }: Live): void {
    this.#live.delete(id)
    for (const listener of this.#listeners) listener(id)
  }
}

function endOf({ at, fate }: Live): number | undefined {
  if (fate.kind === 'answered') return at + fate.wait + fate.talk
  if (fate.kind === 'busy' || fate.kind === 'no-answer') return at + fate.wait
  return fate.kind === 'vanishing' ? at + 1 : undefined
}
