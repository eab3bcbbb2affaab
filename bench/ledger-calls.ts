import type { CallRecord } from '../src/core/ledger/call-record.ts'
import type { Value } from '../src/store/engine/value.ts'

/** A ledger that is being filled. Indexes and triggers are made anew at the end: that takes minutes in place of an hour. */
export interface Ledger {
  /** Adds the rows of calls, and their keys: party, time of the beginning, id. */
  add(calls: readonly Readonly<Record<string, Value>>[], keys: readonly LedgerKey[]): Promise<void>
  /** Ends the filling by statements that each engine has, and closes the book. */
  finish(statements: readonly string[]): Promise<void>
}

export type LedgerKey = readonly [party: string, startedAt: number, callId: number]

/** The days over which the calls of the ledger are spread, as long as they are kept. */
export const ledgerDays = 400
const secondMicros = 1e6

/** A call of the ledger, of `count` that end before `now` (epoch milliseconds): a thousand extensions, a million numbers outside, three trunks. */
export function callAt(at: number, count: number, now: number): CallRecord {
  const extension = String(2000 + ((Math.floor(at / 10) * 7919) % 1000))
  const outside = `0912${String(1_000_000 + ((at * 104_729) % 1_000_000))}`
  const kind = at % 10
  const [way, from, to] =
    kind < 4
      ? (['incoming', outside, extension] as const)
      : kind < 7
        ? (['outgoing', extension, outside] as const)
        : (['local', extension, String(2000 + ((Math.floor(at / 10) * 31) % 1000))] as const)
  const trunk = way === 'local' ? '' : `trunk${at % 3}`
  const startedAt = Math.floor((now - (ledgerDays * 86_400_000 * (count - at)) / count) * 1000)
  const answered = at % 4 > 0
  return {
    ...{ callId: `${Math.floor(startedAt / secondMicros)}.${at}`, from, to, taker: answered ? to : '', way },
    ...{ entry: way === 'incoming' ? trunk : '', exit: way === 'outgoing' ? trunk : '', route: '', originateId: '' },
    ...{ campaign: '', digits: '', recording: '', disposition: answered ? 'ANSWERED' : 'NO ANSWER', startedAt },
    ...{ answeredAt: answered ? startedAt + 5 * secondMicros : null, endedAt: startedAt + 60 * secondMicros },
    ...{ legs: [], talks: [], steps: [], doubts: [] },
  }
}
