import type { Filter } from '../../../core/filter/filter.ts'
import type { MessageField } from '../../../core/message/message.ts'
import { uncertainReason } from '../../../core/message/settle-message.ts'
import type { Sort } from '../../../core/page.ts'
import { boolean, integer, string } from '../../schemas.ts'
import { valuesOf } from '../filters.ts'
import { reports, statuses, stoppedByKey } from './sms.wire.ts'
import { hexIdOf } from './uuid.ts'

type Test = Filter<MessageField>
type Query = Readonly<Record<string, unknown>>

const nothing: Test = { kind: 'always', value: false }
const not = (of: Test): Test => ({ kind: 'not', of })
const both = (...of: readonly Test[]): Test => ({ kind: 'and', of })
const either = (...of: readonly Test[]): Test => ({ kind: 'or', of })
const equals = (field: MessageField, value: string | number): Test => ({ kind: 'compare', field, by: 'eq', value })
const hasNo = (field: MessageField): Test => ({ kind: 'isNull', field })
const holds = (field: MessageField, text: string): Test => ({ kind: 'text', field, test: 'contains', text })

const unsent = hasNo('sentAt')
const isUncertain = both(equals('state', 'failed'), equals('reason', uncertainReason))
const isStoppedByKey = both(equals('state', 'cancelled'), equals('reason', stoppedByKey))

/** The messages that show each `status_code`. */
const ofStatus = new Map<number, Test>([
  [statuses.new, equals('state', 'queued')],
  [statuses.sent, not(unsent)],
  [statuses.blocked, equals('state', 'skipped')],
  [statuses.tooLate, both(equals('state', 'expired'), unsent)],
  [statuses.stopped, both(equals('state', 'cancelled'), not(equals('reason', stoppedByKey)))],
  [statuses.refused, both(equals('state', 'failed'), unsent, not(isUncertain))],
  [statuses.uncertain, isUncertain],
  [statuses.stoppedByKey, isStoppedByKey],
])

/** The messages that show each `dlr_code`. */
const ofReport = new Map<number, Test>([
  [reports.none, either(equals('state', 'queued'), equals('state', 'cancelled'), isUncertain)],
  [reports.delivered, equals('state', 'delivered')],
  [reports.onItsWay, equals('state', 'sent')],
  [reports.expired, equals('state', 'expired')],
  [reports.rejected, either(equals('state', 'skipped'), both(equals('state', 'failed'), not(isUncertain)))],
])

const exact: Readonly<Record<string, (value: string) => Test>> = {
  uuid: (value) => equals('hexId', hexIdOf(value) ?? ''),
  iso2: (value) => equals('country', value.toUpperCase()),
  callback_data: (value) => equals('callbackData', value),
  dlr_code: (value) => (/^\d+$/.test(value) && ofReport.get(Number(value))) || nothing,
  status_code: (value) => (/^\d+$/.test(value) && ofStatus.get(Number(value))) || nothing,
  key_id: (value) => (isWhole(value) ? equals('credentialId', Number(value)) : nothing),
  bulk: (value) => (isWhole(value) ? equals('bulkId', Number(value)) : nothing),
}

const partial: Readonly<Record<string, MessageField>> = {
  text: 'text',
  phone: 'number',
  sender_id: 'sender',
  ip: 'address',
}

const flags: Readonly<Record<string, Test>> = { is_sent: not(unsent), is_unicode: equals('alphabet', 'unicode') }

/** The fields of numbers, and how many of ours make one of the vendor's: times are seconds there. */
const numbers: Readonly<
  Record<string, { readonly field: MessageField; readonly unit: number; readonly isZeroNone?: true }>
> = {
  created_at: { field: 'createdAt', unit: 1000 },
  gateway_sent_at: { field: 'sentAt', unit: 1000, isZeroNone: true },
  delivery_at: { field: 'plannedAt', unit: 1000, isZeroNone: true },
  chars_count: { field: 'characters', unit: 1 },
  parts_count: { field: 'parts', unit: 1 },
  source: { field: 'label', unit: 1, isZeroNone: true },
}

/** The test of all filters of a query; those that nobody knows have no effect. */
export function readFilter(query: Query): Test {
  const tests: Test[] = []
  const anyOf = (name: string, test: (value: string) => Test): void => {
    const values = valuesOf(query, name)
    if (values.length > 0) tests.push(either(...values.map(test)))
  }
  for (const [name, test] of Object.entries(exact)) anyOf(name, test)
  for (const [name, field] of Object.entries(partial)) {
    anyOf(name, (value) => holds(field, field === 'number' ? value.replace(/^ /, '+') : value))
  }
  for (const [name, test] of Object.entries(flags)) {
    anyOf(name, (value) => (/^(1|true)$/i.test(value) ? test : /^(0|false)$/i.test(value) ? not(test) : nothing))
  }
  for (const name of Object.keys(numbers)) {
    anyOf(name, (value) => rangeOf(name, value, value))
    for (const [by, bounds] of Object.entries(ranges)) {
      for (const value of valuesOf(query, `${name}[${by}]`, false)) tests.push(rangeOf(name, ...bounds(value)))
    }
  }
  return both(...tests)
}

/** The bounds of a range, both included; undefined for none. */
const ranges: Readonly<Record<string, (value: string) => readonly [from: string | undefined, to: string | undefined]>> =
  {
    gte: (value) => [value, undefined],
    gt: (value) => [isWhole(value) ? String(Number(value) + 1) : value, undefined],
    lte: (value) => [undefined, value],
    lt: (value) => [undefined, isWhole(value) ? String(Number(value) - 1) : value],
    between(value) {
      const [from = '', to = ''] = value.split('..')
      return [from, to]
    },
  }

function rangeOf(name: string, from: string | undefined, to: string | undefined): Test {
  const known = numbers[name]
  if (!known || [from, to].some((bound) => bound !== undefined && !isWhole(bound))) return nothing
  const { field, unit, isZeroNone } = known
  const [least, most] = [from ?? '-Infinity', to ?? 'Infinity'].map(Number) as [number, number]
  const tests: Test[] = []
  if (from !== undefined) tests.push({ kind: 'compare', field, by: 'ge', value: least * unit })
  if (to !== undefined) tests.push({ kind: 'compare', field, by: 'lt', value: (most + 1) * unit })
  const inRange = both(...tests)
  return isZeroNone && least <= 0 && most >= 0 ? either(inRange, hasNo(field)) : inRange
}

const orders: Readonly<Record<string, MessageField>> = {
  // Ids are given in the order in which messages are made.
  '_order[created_at]': 'id',
  '_order[gateway_sent_at]': 'sentAt',
  '_order[delivery_at]': 'plannedAt',
}

/** The order of a query: its own, or the newest first. */
export function readOrder(query: Query): readonly Sort<MessageField>[] {
  const asked = Object.keys(query).flatMap((name): Sort<MessageField>[] => {
    const by = orders[name]
    const [direction] = valuesOf(query, name, false)
    if (by === undefined || !/^(asc|desc)$/i.test(direction ?? '')) return []
    return [{ by, descending: direction?.toLowerCase() === 'desc' }]
  })
  return asked.length > 0 ? asked : [{ by: 'id', descending: true }]
}

function isWhole(text: string): boolean {
  return /^-?\d{1,12}$/.test(text)
}

/** The filters as parameters of the query. */
export const filterQuery = {
  ...Object.fromEntries([...Object.keys(exact), ...Object.keys(partial)].map((name) => [name, string])),
  ...Object.fromEntries(Object.keys(flags).map((name) => [name, boolean])),
  ...Object.fromEntries(
    Object.keys(numbers).flatMap((name) => [
      [name, integer],
      ...Object.keys(ranges).map((by) => [`${name}[${by}]`, string] as const),
    ]),
  ),
  ...Object.fromEntries(Object.keys(orders).map((name) => [name, { ...string, enum: ['asc', 'desc'] }])),
}
