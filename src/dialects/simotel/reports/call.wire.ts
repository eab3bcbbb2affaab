import { Refusal } from '../../../core/errors.ts'
import { destinationOf, type LedgerCall } from '../../../core/ledger/call-record.ts'
import type { CallMatch, CallSortField } from '../../../core/ledger/ledger-port.ts'
import { decode, described, optional, type Reader, required, type Schema, schemaOf } from '../../fields.ts'
import { arrayOf, exactly, integer, type Members, string } from '../../schemas.ts'
import { id, jalali } from '../about.ts'
import { clockTime } from '../clock-time.ts'
import { extendedDate, jalaliDate } from '../dates.ts'
import { numberedId } from '../ids.ts'
import { gregorianDate, localTime } from '../local-time.ts'
import { paginationSchema, readConditions, type SortColumns, searchBody } from '../search.ts'

/** The columns of a report on calls by which it can be ordered. */
export const callColumns: SortColumns<CallSortField> = {
  _id: 'id',
  starttime: 'startedAt',
  start: 'startedAt',
  endtime: 'endedAt',
  src: 'from',
  dst: 'to',
  type: 'way',
  disposition: 'disposition',
}

const conditions = ['from', 'to', 'cuid'] as const

const range: Reader<object> = described({ type: 'object' }, (value) => {
  if (typeof value === 'object' && value !== null && (!Array.isArray(value) || value.length === 0)) return value
  throw new Refusal('invalid_value', 'date_range must be an object', 'date_range')
})

/**
 * Reads `conditions`, `alike` and `date_range` of a report on calls. A search for a `cuid` may do without a range where
 * `mayLackRange`, as one page prints it.
 */
export function readCallSearch(body: object, timeZone: string, mayLackRange: boolean): CallMatch {
  const { from, to, cuid } = readConditions(body, conditions)
  const isFree = mayLackRange && cuid !== undefined
  const { date_range: given = {} } = decode(body, { date_range: isFree ? optional(range) : required(range) })
  const time = localTime(timeZone)
  const isEmpty = isFree && Object.keys(given).length === 0
  const times = isEmpty ? undefined : decode(given, { from: required(time), to: required(time) })
  return {
    ...(from && { from }),
    ...(to && { to }),
    ...(cuid && { callId: cuid }),
    // A range names minutes, and the last one belongs to it.
    ...(times && { since: times.from, until: times.to + 60_000 }),
  }
}

/** The schema of a search for calls. The range may be left out in a search for a `cuid` where `mayLackRange`. */
export function callSearchBody(mayLackRange: boolean): Schema {
  const time = schemaOf(localTime('UTC'))
  const date_range = { type: 'object', properties: { from: time, to: time } }
  const range = mayLackRange
    ? { anyOf: [date_range, { type: 'array', maxItems: 0 }] }
    : { ...date_range, required: ['from', 'to'] }
  const { required, ...search } = searchBody(conditions, {
    date_range: range,
    pagination: paginationSchema(callColumns),
  }) as { required: readonly string[] }
  return { ...search, required: [...required, ...(mayLackRange ? [] : ['date_range'])] }
}

/** The `_id` of a call: the second in which it began, and its number in the ledger. */
export function callId({ startedAt, id }: Pick<LedgerCall, 'startedAt' | 'id'>): string {
  return numberedId(Math.floor(startedAt / 1e6), id)
}

/** The members of a row of the reports on calls. Those of {@link inSomeCalls} are only there where a call has them. */
const shownCall: Members = {
  ...{ _id: id, type: string, cuid: string, clid: string, src: string, dst: string, dcontext: string },
  ...{ channel: string, dstchannel: string, lastapp: string, lastdata: string, start: jalali, answer: string },
  ...{ duration: integer, billsec: integer, disposition: string, amaflags: string, accountcode: string },
  ...{ uniqueid: string, userfield: string, sequence: string, comment: string, v: integer },
  route: arrayOf(
    exactly({
      ...{ type: string, name: string, duration: integer },
      date: exactly({ $date: exactly({ $numberLong: string }) }),
    }),
  ),
  ...{ wait: integer, starttime: jalali, endtime: jalali, billsec_hhmmss: string, wait_hhmmss: string },
}

const inSomeCalls: Members = {
  ...{ did: string, entry_point: string, outgoing_point: string, record: string, originated_call_id: string },
  // A report counts calls by members that are named as their values.
  ...{ incoming: integer, outgoing: integer, local: integer, ANSWERED: integer, 'NO ANSWER': integer, BUSY: integer },
}

/** The schema of a row of the reports on calls. */
export const callRowSchema = exactly(
  { ...shownCall, ...inSomeCalls },
  ...Object.keys(inSomeCalls),
  // The vendor's shorter samples do not print them.
  ...['route', 'wait', 'starttime', 'endtime', 'billsec_hhmmss', 'wait_hhmmss'],
)

/** A row of the reports on calls, member for member as the vendor's samples have it. */
export function callRow(call: LedgerCall, timeZone: string): Readonly<Record<string, unknown>> {
  const { startedAt, answeredAt, endedAt, way } = call
  const [first, second] = call.legs
  const began = jalaliDate(ms(startedAt), timeZone)
  const billsec = answeredAt === null ? 0 : seconds(endedAt - answeredAt)
  const wait = seconds((answeredAt ?? endedAt) - startedAt)
  const disposition = call.disposition === 'FAILED' ? 'NO ANSWER' : call.disposition
  return {
    _id: callId(call),
    type: way,
    cuid: call.callId,
    clid: `"" <${call.from}>`,
    src: call.from,
    dst: destinationOf(call),
    ...{ dcontext: way === 'incoming' ? 'incoming' : 'main_routing', channel: first?.channel ?? '' },
    ...{ dstchannel: second?.channel ?? '', lastapp: second ? 'Dial' : 'Hangup', lastdata: '', start: began },
    answer: answeredAt === null ? '' : gregorianDate(ms(answeredAt), timeZone),
    ...{ duration: seconds(endedAt - startedAt), billsec, disposition, amaflags: 'DOCUMENTATION', accountcode: '' },
    ...{ uniqueid: call.callId, userfield: '', sequence: String(call.id), comment: call.doubts.join(' '), v: 2 },
    ...(way === 'incoming' && { did: call.to, entry_point: call.entry }),
    ...(call.exit !== '' && { outgoing_point: call.exit }),
    ...(call.recording !== '' && { record: call.recording }),
    ...(call.originateId !== '' && { originated_call_id: call.originateId }),
    route: call.steps.map(({ kind, at, by, to }) => ({
      ...{ type: stepNames[kind], name: `${by} ${to}`, duration: 0, date: extendedDate(ms(at)) },
    })),
    wait,
    starttime: began,
    endtime: jalaliDate(ms(endedAt), timeZone),
    [disposition]: 1,
    [way]: 1,
    billsec_hhmmss: clockTime(billsec),
    wait_hhmmss: clockTime(wait),
  }
}

const stepNames = {
  forward: 'Forward',
  pickup: 'Pickup',
  'blind-transfer': 'Transfer',
  'attended-transfer': 'Transfer',
} as const

function ms(microseconds: number): number {
  return Math.floor(microseconds / 1000)
}

function seconds(microseconds: number): number {
  return Math.round(microseconds / 1e6)
}
