import type { Entry, EntryDetails, EntryDraft } from '../../../core/entry/entry.ts'
import type { EntryUpdate } from '../../../core/entry/update-entry.ts'
import { noCode, phoneCode } from '../../../core/list/phone-code.ts'
import { storedPhone } from '../../../core/list/stored-phone.ts'
import type { OptOut } from '../../../core/opt-out/opt-out.ts'
import { orNull, type Schema } from '../../fields.ts'
import { integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'
import { schemaOfText, type TextRule, violationOf } from '../constraints.ts'
import type { Violation } from '../errors.ts'
import { textMember } from '../members.ts'

const columns = ['a', 'b', 'c', 'd', 'e'] as const
const detailNames = [...columns, 'callbackData'] as const

const rules = {
  phone: { max: 30, isRequired: true, isPhone: true },
  column: { max: 1530, hasLines: true, isNullable: true },
  callbackData: { max: 36, isNullable: true },
} satisfies Record<string, TextRule>

/** A phone as a body describes it: absent members are absent, null ones are null. */
export interface GivenPhone {
  readonly phone?: string
  readonly details: { readonly [Name in keyof EntryDetails]?: string | null }
}

/**
 * Reads the members of a phone. `path` is the way to the phone, as `phones[0].`; empty where the phone is the whole
 * body.
 *
 * @throws Lox24Denial 400 for the first member of a wrong type.
 */
export function readPhone(body: object, path = ''): GivenPhone {
  const details: { -readonly [Name in keyof EntryDetails]?: string | null } = {}
  for (const column of columns) {
    const value = textMember(body, path, column, rules.column)
    if (value !== undefined) details[column] = value
  }
  const callbackData = textMember(body, path, 'callback_data', rules.callbackData)
  if (callbackData !== undefined) details.callbackData = callbackData
  return { ...readNumber(body, path), details }
}

/**
 * Reads the member `phone` alone.
 *
 * @throws Lox24Denial 400 for one of a wrong type.
 */
export function readNumber(body: object, path = ''): Pick<GivenPhone, 'phone'> {
  const phone = textMember(body, path, 'phone', rules.phone)
  return phone === undefined ? {} : { phone }
}

/** The members of a body that describes a phone. */
export function phoneBody(): Readonly<Record<string, Schema>> {
  return {
    phone: schemaOfText(rules.phone),
    ...Object.fromEntries(columns.map((column) => [column, schemaOfText(rules.column)])),
    callback_data: schemaOfText(rules.callbackData),
  }
}

/**
 * The violations of a phone. A `phone` that is given must not be empty; where it is absent, a new phone has a
 * violation.
 */
export function phoneViolations({ phone, details }: GivenPhone, isNew: boolean, path = ''): Violation[] {
  const violations = phone !== undefined || isNew ? violationOf(`${path}phone`, phone, rules.phone) : []
  for (const column of columns) violations.push(...violationOf(path + column, details[column], rules.column))
  violations.push(...violationOf(`${path}callback_data`, details.callbackData, rules.callbackData))
  return violations
}

/** A new phone as the book takes it. */
export function draftOf({ phone = '', details }: GivenPhone): EntryDraft {
  const given: { -readonly [Name in keyof EntryDetails]?: string } = {}
  for (const name of detailNames) {
    const value = details[name]
    if (value !== undefined && value !== null) given[name] = value
  }
  return { phone: storedPhone(phone), details: given }
}

/** The code and the details of a new phone. */
export interface PlainPhone {
  readonly code: number
  readonly details: EntryDetails
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const unusual = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/

/**
 * A new phone that breaks no rule, as most of a long list do: its phone is digits, and its columns are short and usual texts.
 * Undefined for any other, which has to be looked at member by member: that takes four times as long.
 */
export function plainPhoneOf(body: object): PlainPhone | undefined {
  const given = body as Readonly<Record<string, unknown>>
  const code = typeof given.phone === 'string' ? phoneCode(given.phone) : noCode
  if (code === noCode) return undefined
  const details: { -readonly [Name in keyof EntryDetails]?: string } = {}
  for (const column of columns) {
    const value = given[column]
    if (value === undefined) continue
    if (!isUsual(value, rules.column.max)) return undefined
    details[column] = value
  }
  if (given.callback_data !== undefined) {
    if (!isUsual(given.callback_data, rules.callbackData.max)) return undefined
    details.callbackData = given.callback_data
  }
  return { code, details }
}

function isUsual(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max && !unusual.test(value)
}

/** A changed phone as the book takes it. */
export function updateOf({ phone, details }: GivenPhone): EntryUpdate {
  return { ...(phone !== undefined && { phone: storedPhone(phone) }), details }
}

const column = orNull(string)

/** The members of a phone as it is answered. */
export const shownPhone = {
  id: string,
  phone: string,
  ...{ a: column, b: column, c: column, d: column, e: column },
  callback_data: column,
  subscribed_at: orNull(integer),
  unsubscribed_at: orNull(integer),
  unsubscribe_reason: orNull(integer),
}

/**
 * A phone as it is answered, with the opt-out that closes it for messages. Its id is a string, as the vendor's schema has
 * it.
 */
export function phoneResource({ id, phone, details }: Entry, optOut: OptOut | undefined): Resource {
  return {
    type: 'phones',
    iri: phoneIri(id),
    fields: {
      id: String(id),
      phone,
      a: details?.a ?? null,
      b: details?.b ?? null,
      c: details?.c ?? null,
      d: details?.d ?? null,
      e: details?.e ?? null,
      callback_data: details?.callbackData ?? null,
      subscribed_at: null,
      unsubscribed_at: optOut ? Math.floor(optOut.since / 1000) : null,
      unsubscribe_reason: optOut?.unsubscribeReason ?? null,
    } satisfies Shown<typeof shownPhone>,
  }
}

export function phoneIri(id: number): string {
  return `/phones/${id}`
}
