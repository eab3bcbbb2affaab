import { isCountry, isLanguage, isState } from '../../../core/contact/codes.ts'
import { type ContactFields, customFieldCount } from '../../../core/contact/contact.ts'
import { contactLimits, isEmail } from '../../../core/contact/contact-rules.ts'
import { storedPhone } from '../../../core/list/stored-phone.ts'
import { decode, type Field, optional } from '../../fields.ts'
import type { Body, BodyModel } from '../body.ts'
import { readDay } from '../dates.ts'
import { words } from '../values.ts'

/** The text members of the write model with their limits, in the order of the vendor's page. */
const limits = {
  FirstName: 50,
  LastName: 50,
  Email: contactLimits.email,
  LangCode: 2,
  Phone: 20,
  Gender: 10,
  DateOfBirth: 40,
  Street: contactLimits.street,
  HouseNumber: contactLimits.houseNumber,
  Suite: contactLimits.suite,
  PostalCode: contactLimits.postalCode,
  City: contactLimits.city,
  State: 2,
  Province: contactLimits.province,
  Country: 2,
} as const

const customNames = Array.from({ length: customFieldCount }, (_, index) => `CustomField${index + 1}`)
const names = [...Object.keys(limits), ...customNames]

/** The body that makes or replaces a contact. The name of its XML root is in no stored page: both forms are taken. */
export const contactBody: BodyModel = {
  roots: ['Contact', 'SimpleContact'],
  members: names.toSorted((a, b) => (a < b ? -1 : 1)),
  numbers: [],
}

/** The readers of the members of {@link contactBody}. */
export const contactFields: Readonly<Record<string, Field<string | null>>> = Object.fromEntries([
  ...Object.entries(limits).map(([name, limit]) => [name, optional(words(limit))]),
  ...customNames.map((name) => [name, optional(words(contactLimits.custom))]),
])

/** A contact as a body describes it, and the reason for which the vendor would not take it; null for none. */
export interface ContactReading {
  readonly fields: ContactFields & { readonly number: string; readonly email: string | null }
  readonly failure: string | null
}

/**
 * Reads a whole contact: a member that is absent, empty or null has no value. `language` is the language of a contact
 * that names none.
 *
 * @throws Refusal `invalid_value` for a member that is no text, or is longer than its limit.
 */
export function readContact(body: Body, language: string): ContactReading {
  const given = decode(body, contactFields)
  const value = (name: string): string | null => (given[name] as string | null | undefined)?.trim() || null
  const email = value('Email')
  const langCode = value('LangCode')?.toLowerCase() ?? language
  const gender = value('Gender')?.toUpperCase() ?? null
  const state = value('State')?.toUpperCase() ?? null
  const country = value('Country')?.toUpperCase() ?? null
  const birth = value('DateOfBirth')
  const birthDate = birth === null ? null : (readDay(birth) ?? null)
  const failures: [boolean, string][] = [
    [email !== null && !isEmail(email), 'Invalid e-mail address specified'],
    [!isLanguage(langCode), 'Invalid language code specified'],
    [birth !== null && birthDate === null, 'Invalid date'],
    [country !== null && !isCountry(country), 'Unknown country code'],
    [state !== null && !isState(state), 'Unknown state code'],
    [gender !== null && gender !== 'M' && gender !== 'F', 'Invalid gender specified'],
  ]
  return {
    failure: failures.find(([isWrong]) => isWrong)?.[1] ?? null,
    fields: {
      firstName: value('FirstName'),
      lastName: value('LastName'),
      email,
      language: langCode,
      number: storedPhone(value('Phone') ?? ''),
      gender: gender === 'M' || gender === 'F' ? gender : null,
      birthDate,
      street: value('Street'),
      houseNumber: value('HouseNumber'),
      suite: value('Suite'),
      postalCode: value('PostalCode'),
      city: value('City'),
      state,
      province: value('Province'),
      country,
      custom: customNames.map(value),
    },
  }
}
