import { longestText, type NewBulk } from '../../../core/bulk/send-bulk.ts'
import { entryListOfPhones } from '../../../core/list/entry-list-builder.ts'
import { senderForm } from '../../../core/message/new-message.ts'
import { orNull, type Schema } from '../../fields.ts'
import { arrayOf, boolean, integer, string } from '../../schemas.ts'
import type { ParsedBody } from '../body.ts'
import { schemaOfText, violationOf } from '../constraints.ts'
import { denials } from '../errors.ts'
import { flagMember, memberOf, phpType, resourceOf, textMember, wholeMember } from '../members.ts'
import { notValid, numberViolations, sharedFields } from '../sms/sms-body.ts'

const rules = {
  text: { max: longestText, isRequired: true, hasLines: true },
  sender_id: { max: 16, isRequired: true, form: senderForm },
  service_code: { max: 30, isNullable: true },
  voice_lang: { max: 2, isNullable: true, form: /^[A-Z]{2}$/ },
  callback_data: { max: 36, isNullable: true },
} as const

const longestPhone = 30

/** The members of a body that sends a bulk. */
export const bulkBody: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, schemaOfText(rule)])),
  phones: orNull(arrayOf({ ...string, maxLength: longestPhone })),
  msg_groups: orNull(arrayOf({ ...integer, minimum: 0 })),
  delivery_at: orNull({ ...integer, minimum: 0 }),
  is_unicode: orNull(boolean),
  source: orNull(integer),
}

/**
 * Reads a bulk that a body describes.
 *
 * @throws Lox24Denial 400 for a value of a wrong type, and with all violations.
 */
export function readBulk({ value, isLinked }: ParsedBody): NewBulk {
  const body = resourceOf(value, 'bulks')
  if (isLinked && memberOf(body, '@id') !== undefined) throw denials.updateOnly()
  const texts = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, textMember(body, '', name, rule)]),
  ) as Partial<Record<keyof typeof rules, string | null>>
  const phones = arrayMember(body, 'phones', 'string', (item) => typeof item === 'string')
  const groups = arrayMember(body, 'msg_groups', 'int', Number.isInteger)
  const deliveryAt = wholeMember(body, 'delivery_at')
  const source = wholeMember(body, 'source')
  const isUnicode = flagMember(body, 'is_unicode')
  const violations = Object.entries(rules).flatMap(([name, rule]) =>
    violationOf(name, texts[name as keyof typeof rules], rule),
  )
  violations.push(...numberViolations(deliveryAt, source))
  for (const [at, phone] of phones.entries()) {
    if ([...phone].length > longestPhone) violations.push(notValid(`phones[${at}]`))
  }
  for (const [at, id] of groups.entries()) {
    if (id < 0 || !Number.isSafeInteger(id)) violations.push(notValid(`msg_groups[${at}]`))
  }
  if (violations.length > 0) throw denials.violations(violations)
  return {
    groups: groups.map((id) => ({ id })),
    // A phone in which nobody finds a number is skipped, and says so.
    entries: entryListOfPhones(phones, { field: 'entries', allows: () => true }),
    ...sharedFields(texts, { isUnicode, deliveryAt, source }),
  }
}

interface Items {
  readonly string: string
  readonly int: number
}

function arrayMember<T extends keyof Items>(
  body: object,
  name: string,
  type: T,
  fits: (item: unknown) => boolean,
): readonly Items[T][] {
  const value = memberOf(body, name) ?? []
  if (!Array.isArray(value)) throw denials.type(name, 'array', phpType(value))
  for (const [at, item] of value.entries()) {
    if (!fits(item)) throw denials.type(`${name}[${at}]`, type, phpType(item))
  }
  return value
}
