import type { CallEnded } from '../../core/event/event.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'

/** The event of a call that is over. */
export function callEnded(call: CallRecord): CallEnded {
  const { entry, exit } = call
  const phones = call.legs.filter(({ trunk }) => trunk === '').map(({ party }) => party)
  return {
    kind: 'call-ended',
    extension: phones.includes(call.from) ? call.from : (phones[0] ?? ''),
    callId: call.callId,
    from: call.from,
    to: destinationOf(call),
    way: call.way,
    trunk: entry || exit,
    ...(entry !== '' && exit !== '' && { exit }),
    disposition: call.disposition,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    at: call.endedAt,
    ...(call.originateId !== '' && { originateId: call.originateId }),
    ...(call.recording !== '' && { recording: call.recording }),
  }
}

/** Whoever took the call; the number that was called where nobody did, and where it is one outside. */
export function destinationOf(call: Pick<CallRecord, 'taker' | 'to' | 'way' | 'steps'>): string {
  const isPlainOutgoing = call.way === 'outgoing' && call.steps.length === 0
  return isPlainOutgoing ? call.to : call.taker || call.to
}
