import { isCountry, isLanguage, isState } from '../../../core/contact/codes.ts'
import { type Contact, type ContactFields, customFieldCount } from '../../../core/contact/contact.ts'
import { contactLimits, contactTexts, isDay, isEmail } from '../../../core/contact/contact-rules.ts'
import { dialNumber } from '../../../core/extension/extension-rules.ts'
import {
  clearable,
  described,
  InvalidValue,
  nullable,
  oneOf,
  optional,
  orNull,
  type Reader,
  text,
} from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'
import { listOf, moment, momentSchema } from '../values.ts'

const texts = ['firstName', 'lastName', 'email', 'language', 'gender', 'birthDate'] as const
const addresses = ['street', 'houseNumber', 'suite', 'postalCode', 'city', 'state', 'province', 'country'] as const
const personMembers = [...texts, ...addresses]

const shown = {
  ...{ id: integer, hexId: string, name: string, number: orNull(string), description: orNull(string) },
  ...Object.fromEntries(personMembers.map((name) => [name, orNull(string)])),
  custom: { ...arrayOf(orNull(string)), minItems: customFieldCount, maxItems: customFieldCount },
  ...{ createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of a contact. */
export const contactSchema = exactly(shown)

/** A contact as this API shows it. */
export function contactWire(contact: Contact): object {
  const { id, hexId, name, number, description, custom, createdAt, updatedAt } = contact
  return {
    ...{ id, hexId, name, number: number || null, description: description || null },
    ...Object.fromEntries(personMembers.map((each) => [each, contact[each]])),
    ...{ custom, createdAt: moment(createdAt), updatedAt: moment(updatedAt) },
  } satisfies Shown<typeof shown>
}

/** A text of at most `max` characters that obeys a rule; null and an empty text are none. */
function person(max: number, rule?: { readonly holds: (value: string) => boolean; readonly says: string }) {
  const read = text({ max })
  const checked: Reader<string | null> = described(read.schema ?? {}, (value) => {
    const given = read(value)
    if (given !== '' && rule && !rule.holds(given)) throw new InvalidValue(rule.says)
    return given || null
  })
  return optional(nullable(checked))
}

const emptyOr = <T extends string>(read: Reader<T>): Reader<T | ''> =>
  described(read.schema ?? {}, (value) => (value === '' ? '' : read(value)))

const { custom: customLimit, ...limits } = contactLimits
const readCustom = listOf(nullable(text({ max: customLimit, lines: true })), customFieldCount)

/** The members of a body that are fields of a contact. */
export const contactFields = {
  name: optional(contactTexts.name),
  number: optional(clearable(emptyOr(dialNumber), '')),
  description: optional(clearable(contactTexts.description, '')),
  firstName: person(255),
  lastName: person(255),
  email: person(limits.email, { holds: isEmail, says: 'must be an e-mail address' }),
  language: person(2, { holds: isLanguage, says: 'must be a language of ISO 639-1, as en' }),
  gender: optional(nullable(oneOf('M', 'F'))),
  birthDate: person(10, { holds: isDay, says: 'must be a day as 1980-02-29' }),
  street: person(limits.street),
  houseNumber: person(limits.houseNumber),
  suite: person(limits.suite),
  postalCode: person(limits.postalCode),
  city: person(limits.city),
  state: person(2, { holds: isState, says: 'must be a state of the United States in two letters' }),
  province: person(limits.province),
  country: person(2, { holds: isCountry, says: 'must be a country of ISO 3166-1 in two letters' }),
  custom: optional(
    described<readonly (string | null)[]>(readCustom.schema ?? {}, (value) => {
      const given = readCustom(value)
      return Array.from({ length: customFieldCount }, (_, at) => given[at] || null)
    }),
  ),
} as const satisfies Readonly<Record<keyof ContactFields, unknown>>
