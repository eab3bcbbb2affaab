import { Refusal } from '../../../core/errors.ts'
import type { NewMessage } from '../../../core/message/new-message.ts'
import { senderForm } from '../../../core/message/new-message.ts'
import { mostCharacters, write } from '../../../core/message/parts.ts'
import { orNull, type Schema } from '../../fields.ts'
import { boolean, integer } from '../../schemas.ts'
import type { ParsedBody } from '../body.ts'
import { schemaOfText, violationOf } from '../constraints.ts'
import { denials, type Violation } from '../errors.ts'
import { flagMember, memberOf, resourceOf, textMember, wholeMember } from '../members.ts'

/** A text is measured in parts, and the body by its size. */
const anyLength = 1_000_000

const rules = {
  text: { max: anyLength, isRequired: true, hasLines: true },
  sender_id: { max: 16, isRequired: true, form: senderForm },
  phone: { max: 30, isRequired: true, isPhone: true },
  service_code: { max: 30, isNullable: true },
  voice_lang: { max: 2, isNullable: true, form: /^[A-Z]{2}$/ },
  callback_data: { max: 36, isNullable: true },
} as const

/** The members of a body that sends a message. */
export const smsBody: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, schemaOfText(rule)])),
  text: {
    type: 'string',
    minLength: 1,
    description: 'At most 10 parts: 1530 characters of GSM 03.38, or 670 of Unicode',
  },
  delivery_at: orNull({ ...integer, minimum: 0 }),
  is_unicode: orNull(boolean),
  source: orNull(integer),
  is_text_deleted: orNull(boolean),
  is_delete_text: orNull(boolean),
}

const codes = {
  service: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3',
  tooLong: 'd94b19cc-114f-4f44-9cc4-4138e80a87b9',
  notBlank: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3',
  notValid: 'de1e3db3-5ed4-4941-aae4-59f3667cc3a3',
  tooSmall: '76454e69-502c-46c5-9643-f447d837c4d5',
} as const

/** A value that breaks a rule without a name. */
export const notValid = (propertyPath: string): Violation => ({
  propertyPath,
  message: 'This value is not valid.',
  code: codes.notValid,
})

/**
 * Reads a message that a body describes.
 *
 * @throws Lox24Denial 400 for a value of a wrong type, and with all violations.
 */
export function readSms({ value, isLinked }: ParsedBody): NewMessage {
  const body = resourceOf(value, 'sms')
  if (isLinked && memberOf(body, '@id') !== undefined) throw denials.updateOnly()
  const texts = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, textMember(body, '', name, rule)]),
  ) as Partial<Record<keyof typeof rules, string | null>>
  const deliveryAt = wholeMember(body, 'delivery_at')
  const source = wholeMember(body, 'source')
  const isUnicode = flagMember(body, 'is_unicode')
  const forgetsText = flagMember(body, 'is_text_deleted') ?? flagMember(body, 'is_delete_text') ?? false
  const violations = Object.entries(rules).flatMap(([name, rule]) =>
    violationOf(name, texts[name as keyof typeof rules], rule),
  )
  violations.push(...numberViolations(deliveryAt, source))
  if (violations.length > 0) throw denials.violations(violations)
  return {
    number: texts.phone ?? '',
    ...sharedFields(texts, { isUnicode, deliveryAt, source }),
    forgetsText,
  }
}

/** The fields that a message and a bulk have alike. */
export function sharedFields(
  texts: Readonly<
    Partial<Record<'sender_id' | 'text' | 'service_code' | 'callback_data' | 'voice_lang', string | null>>
  >,
  given: { readonly isUnicode: boolean | null; readonly deliveryAt: number | null; readonly source: number | null },
): Omit<NewMessage, 'number' | 'forgetsText' | 'address'> {
  const { isUnicode, deliveryAt, source } = given
  return {
    sender: texts.sender_id ?? '',
    text: texts.text ?? '',
    alphabet: isUnicode === null ? null : isUnicode ? 'unicode' : 'gsm',
    route: texts.service_code ?? null,
    plannedAt: deliveryAt ? deliveryAt * 1000 : null,
    callbackData: texts.callback_data ?? null,
    label: source,
    language: texts.voice_lang ?? null,
  }
}

/** What is wrong with the two numbers of a body. */
export function numberViolations(deliveryAt: number | null, source: number | null): Violation[] {
  const violations: Violation[] = []
  if (deliveryAt !== null && deliveryAt < 0) {
    violations.push({ propertyPath: 'delivery_at', message: 'This value should be 0 or more.', code: codes.tooSmall })
  } else if (deliveryAt !== null && !Number.isSafeInteger(deliveryAt * 1000)) violations.push(notValid('delivery_at'))
  if (source !== null && !Number.isSafeInteger(source)) violations.push(notValid('source'))
  return violations
}

/** Does a piece of work, and answers its refusals of a field as the validator does. */
export async function withViolations<T>(
  wanted: Pick<NewMessage, 'text' | 'alphabet'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const violation = error instanceof Refusal ? violationIn(error, wanted) : undefined
    throw violation ? denials.violations([violation]) : error
  }
}

const paths: Readonly<Record<string, string>> = {
  number: 'phone',
  sender: 'sender_id',
  text: 'text',
  plannedAt: 'delivery_at',
  groups: 'msg_groups',
  entries: 'phones',
}

function violationIn(
  { field = '', code }: Refusal,
  { text, alphabet }: Pick<NewMessage, 'text' | 'alphabet'>,
): Violation | undefined {
  if (field === 'route') {
    const message = "Service's code is invalid or unavailable."
    return { propertyPath: 'service_code', message, code: codes.service }
  }
  const propertyPath = paths[field]
  if (propertyPath === undefined) return undefined
  if (code === 'missing_value')
    return { propertyPath, message: 'This value should not be blank.', code: codes.notBlank }
  if (field !== 'text') return notValid(propertyPath)
  const most = mostCharacters(write(text, alphabet ?? null).alphabet)
  const message = `This value is too long. It should have ${most} characters or less.`
  return { propertyPath, message, code: codes.tooLong }
}
