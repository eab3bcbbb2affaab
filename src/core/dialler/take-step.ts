import { microsecondsOf } from '../campaign/call-id.ts'
import type { Run } from '../campaign/run.ts'
import type { Core } from '../core.ts'
import type { BegunTry, LookedAt, RunningCampaign } from './dial-log.ts'
import { lookAtNumbers } from './look-at-numbers.ts'
import { NumberSource } from './number-source.ts'

/** What may be taken of a campaign. */
export interface Wanted {
  /** The most calls. */
  readonly most: number
  /** The time at which they begin, in epoch milliseconds. */
  readonly at: number
  /** Numbers that are read of a list at a time. */
  readonly ahead: number
}

/** The most numbers that are looked at for one call, before the others have their turn: a long list may be closed as a whole. */
const mostLooked = 2000
const mostInStep = 500

/** Takes the next calls of campaigns: first those that are due again, then new numbers. */
export class CampaignSteps {
  readonly #core: Core
  readonly #sources = new Map<number, NumberSource>()
  /** The places of runs at which their lists have turned out to be at their ends. */
  readonly #ends = new Map<number, string>()
  #lastCall = 0
  #isCut = false

  constructor(core: Core) {
    this.#core = core
  }

  /** Whether the last look ended before it found enough, though there are more numbers. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Has the ids of calls go on behind this one. */
  behind(callId: string | undefined): void {
    this.#lastCall = Math.max(this.#lastCall, (callId === undefined ? undefined : microsecondsOf(callId)) ?? 0)
  }

  /** Forgets what was read ahead of campaigns other than these. */
  keepOnly(campaignIds: ReadonlySet<number>): void {
    for (const id of this.#sources.keys()) {
      if (campaignIds.has(id)) continue
      this.#sources.delete(id)
      this.#ends.delete(id)
    }
  }

  /** Whether a run has no number left in its lists, whatever is counted. */
  isAtEnd(run: Run): boolean {
    return this.#ends.get(run.campaignId) === placeOf(run)
  }

  /**
   * Brings the next calls of a campaign into the book, and returns them: fewer than wanted where there are no more, or where very
   * many numbers are not to be called.
   */
  async take({ campaign, run: first }: RunningCampaign, { most, at, ahead }: Wanted): Promise<BegunTry[]> {
    const { dialLog, lists } = this.#core.store
    const { accountId } = campaign
    const plan = await this.#core.numberPlans.of(first.country)
    const source = this.#sources.get(campaign.id) ?? new NumberSource(lists)
    this.#sources.set(campaign.id, source)
    const begun: BegunTry[] = []
    let run = first
    let looked = 0
    this.#isCut = false
    for (let width = 1; begun.length < most; width *= 4) {
      if (looked >= mostLooked) {
        this.#isCut = true
        break
      }
      const wanted = most - begun.length
      const due = await dialLog.due(run, at, wanted)
      const count = due.length === wanted ? 0 : Math.min(Math.max(wanted - due.length, width), mostInStep)
      const found = count === 0 ? { phones: [], next: run.next } : await source.from(run, count, ahead)
      if (count > 0 && found.phones.length === 0) this.#ends.set(campaign.id, placeOf(run))
      if (due.length + found.phones.length === 0) break
      const phones = [...due.map(({ phone }) => phone), ...found.phones]
      const seen = await lookAtNumbers(this.#core, accountId, phones, { plan, at })
      const again = seen.slice(0, due.length)
      const fresh = seen.slice(due.length)
      const all = upToCalls(fresh, wanted - callsIn(again))
      const next = { ...found.next, entry: found.next.entry - (fresh.length - all.length) }
      const tries = await dialLog.step({
        ...{ run, looked: all, next, at: this.#core.clock.now(), calls: this.#calls(callsIn(again) + callsIn(all)) },
        again: due.map((target, index) => ({ target, skipped: again[index]?.skipped ?? '' })),
      })
      if (!tries) break
      begun.push(...tries)
      run = { ...run, next }
      looked += due.length + all.length
    }
    return begun
  }

  /** The ids of calls, as microseconds: no two are alike. */
  #calls(count: number): number[] {
    const first = Math.max(this.#lastCall + 1, this.#core.clock.now() * 1000)
    this.#lastCall = first + count - 1
    return Array.from({ length: count }, (_, at) => first + at)
  }
}

function callsIn(looked: readonly LookedAt[]): number {
  return looked.filter(({ skipped }) => skipped === '').length
}

/** The numbers up to the last one that may be called, where more may be than are wanted. */
function upToCalls(looked: readonly LookedAt[], wanted: number): readonly LookedAt[] {
  let calls = 0
  const behind = looked.findIndex(({ skipped }) => skipped === '' && ++calls > wanted)
  return behind < 0 ? looked : looked.slice(0, behind)
}

function placeOf({ repeat, next }: Run): string {
  return `${repeat} ${next.list} ${next.entry}`
}
