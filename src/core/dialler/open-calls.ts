import type { OpenTry } from './dial-log.ts'

/** Milliseconds for which the PBX must not have a call, and the ledger must be read, before the call counts as lost. */
export const lostAfterMs = 10_000

/** Milliseconds beyond its times after which a call is stuck: hosts of a trunk that say nothing take a minute. */
const stuckAfterMs = 70_000

/** A try without an end, as the dialler knows it. */
interface OpenCall {
  readonly managerId: number | null
  readonly campaignId: number
  /** The extension that whoever answers is connected to; empty for none. */
  readonly agent: string
  /** Whether the PBX is being asked for it. */
  isAsked: boolean
  /** Whether the PBX has said that it is over: its channels are free, and the ledger will tell how it ended. */
  isOver: boolean
  /** Since when the PBX has not had it; undefined while it has it, or may have it. */
  absentSince: number | undefined
}

/** The calls that take channels of trunk managers, from the moment at which their tries are in the book to their end. */
export class OpenCalls {
  readonly #calls = new Map<string, OpenCall>()
  /** Calls of the PBX that the book has no try for, and since when. */
  readonly #strays = new Map<string, number>()

  /** The calls of a trunk manager that may go on. */
  inUse(managerId: number): number {
    return this.#count((call) => call.managerId === managerId)
  }

  /** The calls of a campaign that may go on. */
  ofCampaign(campaignId: number): number {
    return this.#count((call) => call.campaignId === campaignId)
  }

  /** The calls that may go on to an extension. */
  ofAgent(agent: string): number {
    return this.#count((call) => call.agent === agent)
  }

  get size(): number {
    return this.#calls.size
  }

  /** Adds a try, before the PBX is asked for its call. */
  add(callId: string, of: Pick<OpenCall, 'managerId' | 'campaignId' | 'agent'>): void {
    this.#calls.set(callId, { ...of, isAsked: true, isOver: false, absentSince: undefined })
  }

  /** Notes that the PBX has answered, or cannot answer any more. */
  asked(callId: string): void {
    const call = this.#calls.get(callId)
    if (call) call.isAsked = false
  }

  /** Notes that a call is over. Tells whether it was one of these. */
  over(callId: string): boolean {
    const call = this.#calls.get(callId)
    if (!call) return false
    call.isOver = true
    return true
  }

  /** Drops a try that has its end. */
  drop(callId: string): void {
    this.#calls.delete(callId)
  }

  /**
   * Compares what is known with the tries that the book has open, and with the calls that the PBX has. Returns the tries that are
   * lost: the PBX has not had them for long enough, and the ledger, which is read up to `readUpTo`, does not have them either. And the
   * calls that shall end: of campaigns that are stopped, those that outlive all their times, which the PBX should have ended, and
   * those that no open try belongs to.
   */
  compare(
    open: readonly OpenTry[],
    present: ReadonlySet<string>,
    { now, readUpTo }: { readonly now: number; readonly readUpTo: number },
  ): { readonly lost: readonly string[]; readonly toEnd: readonly string[] } {
    const known = new Map(open.map((each) => [each.callId, each]))
    for (const [callId, { isAsked }] of this.#calls) if (!known.has(callId) && !isAsked) this.#calls.delete(callId)
    const lost: string[] = []
    const toEnd: string[] = []
    for (const { callId, trunkManagerId: managerId, campaignId, agent, isStopped, startedAt, longest } of open) {
      const fresh = { managerId, campaignId, agent, isAsked: false, isOver: false, absentSince: undefined }
      const call = this.#calls.get(callId) ?? fresh
      this.#calls.set(callId, call)
      if (present.has(callId)) {
        call.absentSince = undefined
        if (isStopped || now - startedAt > longest + stuckAfterMs) toEnd.push(callId)
      } else if (!call.isAsked) {
        call.absentSince ??= now
        const since = call.absentSince
        if (now - since >= lostAfterMs && readUpTo - since >= lostAfterMs / 2) lost.push(callId)
      }
    }
    for (const callId of this.#strays.keys()) if (!present.has(callId)) this.#strays.delete(callId)
    for (const callId of present) {
      if (known.has(callId) || this.#calls.has(callId)) continue
      const since = this.#strays.get(callId) ?? now
      this.#strays.set(callId, since)
      if (now - since >= lostAfterMs) toEnd.push(callId)
    }
    return { lost, toEnd }
  }

  forget(): void {
    this.#calls.clear()
    this.#strays.clear()
  }

  #count(fits: (call: OpenCall) => boolean): number {
    let count = 0
    for (const call of this.#calls.values()) if (!call.isOver && fits(call)) count++
    return count
  }
}
