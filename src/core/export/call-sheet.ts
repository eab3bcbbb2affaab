import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { WrittenSheet } from '../import/record-file.ts'
import type { LedgerCall } from '../ledger/call-record.ts'
import { type CallSearch, callsAtMost, findCallPage } from '../ledger/find-calls.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { pagedSheet, type ShownColumn } from './paged-sheet.ts'

const columns: readonly ShownColumn<LedgerCall>[] = [
  { title: 'id', show: ({ id }) => String(id) },
  { title: 'call_id', show: ({ callId }) => callId },
  { title: 'started_at', show: ({ startedAt }) => iso(startedAt) },
  { title: 'answered_at', show: ({ answeredAt }) => (answeredAt === null ? '' : iso(answeredAt)) },
  { title: 'ended_at', show: ({ endedAt }) => iso(endedAt) },
  { title: 'from', show: ({ from }) => from },
  { title: 'to', show: ({ to }) => to },
  { title: 'taker', show: ({ taker }) => taker },
  { title: 'way', show: ({ way }) => way },
  { title: 'entry_trunk', show: ({ entry }) => entry },
  { title: 'exit_trunk', show: ({ exit }) => exit },
  { title: 'route', show: ({ route }) => route },
  { title: 'disposition', show: ({ disposition }) => disposition },
  { title: 'wait', show: ({ startedAt, answeredAt, endedAt }) => seconds((answeredAt ?? endedAt) - startedAt) },
  { title: 'billsec', show: ({ answeredAt, endedAt }) => seconds(answeredAt === null ? 0 : endedAt - answeredAt) },
  { title: 'originate_id', show: ({ originateId }) => originateId },
  { title: 'campaign', show: ({ campaign }) => campaign },
  { title: 'recording', show: ({ recording }) => recording },
  {
    title: 'talks',
    show: ({ talks }) =>
      talks.map(({ one, other, from, until }) => `${one}-${other} ${seconds(until - from)}`).join('; '),
  },
  { title: 'steps', show: ({ steps }) => steps.map(({ kind, by, to }) => `${kind} ${by}-${to}`).join('; ') },
  { title: 'doubts', show: ({ doubts }) => doubts.join(' ') },
]

/** The calls of the account that a search finds, as records in the order in which they began. */
export function callSheet(core: Core, caller: Caller, search: CallSearch): WrittenSheet {
  mustBeAllowed(caller, 'call.find')
  return pagedSheet(columns, async (after) => {
    const { calls, next } = await findCallPage(core, caller, search, { after, limit: callsAtMost })
    return { things: calls, next }
  })
}

function seconds(microseconds: number): string {
  return String(Math.round(microseconds / 1e6))
}

function iso(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString()
}
