import type {
  BookEvent,
  CallEnded,
  CampaignTargetEnded,
  EventKind,
  ExtensionState,
  ExtensionStateChanged,
  MessageEvent,
  TrunkEvent,
} from '../../../core/event/event.ts'
import type { TrunkState } from '../../../core/trunk/trunk-port.ts'
import { dispositionOf } from '../autodialer/dispositions.ts'
import { causeOf, seconds as secondsOf, tryIdOf, wordOf } from '../autodialer/reports/report.wire.ts'

/** The vendor's names of the events (docs/wire/simotel.md §6). */
export const eventNames = {
  'extension-added': 'ExtenAdded',
  'extension-removed': 'ExtenRemoved',
  'extension-state': 'NewState',
  'call-ended': 'Cdr',
  'incoming-call': 'IncomingCall',
  'outgoing-call': 'OutgoingCall',
  'push-wake': 'PushWake',
  'trunk-added': 'TrunkAdded',
  'trunk-removed': 'TrunkRemoved',
  'trunk-state': 'TrunkNewState',
  transfer: 'Transfer',
  'campaign-target': 'AutoDialerReport',
  ping: 'Ping',
} as const satisfies Partial<Record<EventKind, string>>

/** The events that the vendor has: those of the PBX and of campaigns. */
export type SimotelEvent = Exclude<BookEvent, MessageEvent>

const states: Readonly<Record<ExtensionState, string>> = {
  idle: 'Idle',
  'in-use': 'InUse',
  ringing: 'Ringing',
  unavailable: 'Unavailable',
}

/**
 * The ends of a call that the vendor knows (docs/wire/simotel.md §6). A call that the PBX could not place ends with `NO
 * ANSWER`.
 */
const dispositions = ['ANSWERED', 'NO ANSWER', 'BUSY']

/** The value of a member. Only an `AutoDialerReport` has a list. */
export type EventMember = string | number | readonly object[]

/** An event as the vendor's samples have it, member for member. */
export function eventPayload(event: SimotelEvent): Readonly<Record<string, EventMember>> {
  return { event_name: eventNames[event.kind], ...membersOf(event) }
}

function membersOf(event: SimotelEvent): Readonly<Record<string, EventMember>> {
  switch (event.kind) {
    case 'extension-added':
    case 'extension-removed':
      return { exten: event.extension, state: states.unavailable }
    case 'extension-state':
      return newState(event)
    case 'call-ended':
      return cdr(event)
    case 'incoming-call':
      return { number: event.number, ...uniqueId(event.callId), entry_point: event.trunk, ...moreOf(event) }
    case 'outgoing-call':
      return { number: event.number, ...uniqueId(event.callId), outgoing_point: event.trunk, ...moreOf(event) }
    case 'transfer':
      return {
        ...uniqueId(event.callId),
        ...{ transferer: event.extension, transferred_from: event.transferred, transferred_to: event.to },
        ...moreOf(event),
      }
    // Ours: the vendor tells its own softphones.
    case 'push-wake':
      return {
        exten: event.extension,
        ...(event.number !== '' && { participant: event.number }),
        ...uniqueId(event.callId),
      }
    case 'trunk-removed':
      return { trunk_name: event.trunk, date: event.at / 1000 }
    case 'trunk-added':
    case 'trunk-state':
      return trunkState(event)
    case 'campaign-target':
      return autoDialerReport(event)
    case 'ping':
      return {}
  }
}

const trunkStates: Readonly<Record<TrunkState, string>> = {
  ok: 'Ok',
  unavailable: 'Unavailable',
  deactivate: 'Deactivate',
}

/** The members of `TrunkAdded` and `TrunkNewState`. The vendor's tables have two times, in seconds (docs/wire/simotel.md §6). */
function trunkState({ trunk, state, at }: TrunkEvent): Record<string, string | number> {
  return {
    state: trunkStates[state],
    last_time: at / 1000,
    trunk_name: trunk,
    trunk_type: 'SIP',
    last_time_sec: 0,
    date: at / 1000,
  }
}

/**
 * The members of `NewState`. The other party and the direction stand only beside the states of a call: `InUse` and
 * `Ringing`.
 */
function newState({ extension, state, call }: ExtensionStateChanged): Record<string, string> {
  const isCall = state === 'in-use' || state === 'ringing'
  return {
    exten: extension,
    state: states[state],
    ...(call && isCall && call.participant !== '' && { participant: call.participant }),
    ...(call && isCall && { direction: call.direction, ...dialled(call.isBegun) }),
    ...(call && uniqueId(call.id)),
  }
}

/** Whether the call is one that dialbook has begun. The vendor's table says `dialer`, a client reads `dialing`. */
function dialled(isBegun: boolean): Record<string, string> {
  const word = isBegun ? 'yes' : 'no'
  return { dialer: word, dialing: word }
}

/**
 * The members of `Cdr`. An answered call has `billsec`, any other has `duration`; `wait` is the time until the answer
 * or the end.
 */
function cdr(call: CallEnded): Record<string, string | number> {
  const { startedAt, answeredAt, endedAt } = call
  return {
    starttime: utcTime(startedAt),
    endtime: utcTime(endedAt),
    src: call.from,
    dst: call.to,
    type: call.way,
    disposition: dispositions.find((known) => known === call.disposition) ?? 'NO ANSWER',
    ...(answeredAt === null ? { duration: seconds(endedAt - startedAt) } : { billsec: seconds(endedAt - answeredAt) }),
    wait: seconds((answeredAt ?? endedAt) - startedAt),
    ...uniqueId(call.callId),
    ...(call.way === 'incoming' && { entry_point: call.trunk }),
    ...(call.way === 'outgoing' && { outgoing_point: call.trunk }),
    ...(call.exit !== undefined && { outgoing_point: call.exit }),
    ...(call.recording !== undefined && { record: call.recording }),
    ...moreOf(call),
  }
}

/** The members of `AutoDialerReport`: a report with plain ids, and times in UTC. */
function autoDialerReport({ campaign, target }: CampaignTargetEnded): Record<string, EventMember> {
  const at = (time: number | null): string => (time === null ? '' : utcTime(time * 1000))
  return {
    ...{ start: at(campaign.start), end: at(campaign.end), campaign_id: campaign.id, campaign: campaign.name },
    ...{ interface_context: campaign.context, interface_text: campaign.text, trunk_manager_id: campaign.trunkManager },
    ...{ announcement: campaign.sound, number: target.phone, disposition: wordOf(target), try: target.tries.length },
    ...{ repeat: target.repeat, billsec: secondsOf(target.talk), wait: secondsOf(target.wait), input: target.digits },
    ...(target.skipped !== '' && { skipped: target.skipped }),
    tries: target.tries.map((each) => ({
      cdr_id: tryIdOf(target.id, each),
      ...causeOf(each),
      starttime: utcTime(each.startedAt * 1000).slice(0, 19),
      disposition: each.outcome === null ? '' : dispositionOf[each.outcome],
      wait: secondsOf(each.wait),
    })),
  }
}

/** The id of a call that was asked for by `call/originate/act`, and the mark of an event that is told late. */
function moreOf({
  originateId,
  late,
}: {
  readonly originateId?: string
  readonly late?: true
}): Record<string, string> {
  return { ...(originateId !== undefined && { originated_call_id: originateId }), ...(late && { late: 'yes' }) }
}

/**
 * The id of a call, under both its names: the vendor's samples say `unique_id`, its tables `cuid`, its clients read
 * either.
 */
function uniqueId(id: string): Record<string, string> {
  return { unique_id: id, cuid: id }
}

function seconds(microseconds: number): number {
  return Math.round(microseconds / 1e6)
}

/** A time in UTC, to the microsecond: `2021-01-16 06:30:37.471398`. */
function utcTime(microseconds: number): string {
  const iso = new Date(Math.floor(microseconds / 1000)).toISOString()
  const rest = String(Math.floor(microseconds % 1000)).padStart(3, '0')
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${rest}`
}
