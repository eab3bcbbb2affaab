import { type Contact, type ContactField, type CustomField, customFieldCount } from '../../../core/contact/contact.ts'
import { contract, type Shape } from '../contract.ts'
import { instant } from '../dates.ts'
import type { Entity, Property } from '../entity.ts'
import { link, links } from '../links.ts'

const customNames = Array.from({ length: customFieldCount }, (_, index) => `CustomField${index + 1}`)

const members = [
  'ContactId',
  'FirstName',
  'LastName',
  'Email',
  'LangCode',
  ...customNames,
  'Street',
  'HouseNumber',
  'Suite',
  'PostalCode',
  'City',
  'State',
  'Province',
  'Phone',
  'CountryId',
  'Gender',
  'DateOfBirth',
  'IsBounced',
  'IsOptedOut',
  'DateOptOut',
  'Surveys',
  'Groups',
]

/** The read model of a contact, which says `CountryId` where the write model says `Country`. */
export const contactContract = contract({ name: 'Contact', classes: [['Links'], members], isReference: true })

const custom = customNames.map((name, index): [string, Property<ContactField>] => [
  name,
  { type: 'text', field: `custom${index + 1}` as CustomField },
])

/**
 * The properties by which contacts can be filtered and ordered. The country may have the write model's name as well.
 * `IsOptedOut` is none of them: opt-outs are compared by the keys of numbers, which no filter knows.
 */
export const contactEntity: Entity<ContactField> = {
  name: 'Contact',
  properties: {
    ContactId: { type: 'integer', field: 'id' },
    FirstName: { type: 'text', field: 'firstName' },
    LastName: { type: 'text', field: 'lastName' },
    Email: { type: 'text', field: 'email' },
    LangCode: { type: 'text', field: 'language' },
    ...Object.fromEntries(custom),
    Street: { type: 'text', field: 'street' },
    HouseNumber: { type: 'text', field: 'houseNumber' },
    Suite: { type: 'text', field: 'suite' },
    PostalCode: { type: 'text', field: 'postalCode' },
    City: { type: 'text', field: 'city' },
    State: { type: 'text', field: 'state' },
    Province: { type: 'text', field: 'province' },
    Phone: { type: 'phone', field: 'number' },
    CountryId: { type: 'text', field: 'country' },
    Country: { type: 'text', field: 'country' },
    Gender: { type: 'text', field: 'gender' },
    DateOfBirth: { type: 'day', field: 'birthDate' },
    IsBounced: { type: 'boolean', always: false },
  },
}

/** The members that an answer shows beside the contact itself, where `expand` asks for them. */
export interface Expanded {
  readonly Surveys?: readonly Shape[]
  readonly Groups?: readonly Shape[]
}

/** The members of an answer that the contact itself does not have. */
export interface Beside {
  readonly expanded: Expanded
  /** The time at which the contact opted out of surveys, in epoch milliseconds; null where it has not. */
  readonly optedOutSince: number | null
}

/** A contact as the vendor shows it. Nothing is sent from here, so that no contact has bounced. */
export function contactShape(contact: Contact, base: string, { expanded, optedOutSince }: Beside): Shape {
  return {
    contract: contactContract,
    members: {
      ContactId: contact.id,
      FirstName: contact.firstName,
      LastName: contact.lastName,
      Email: contact.email,
      LangCode: contact.language,
      ...Object.fromEntries(customNames.map((name, index) => [name, contact.custom[index] ?? null])),
      Street: contact.street,
      HouseNumber: contact.houseNumber,
      Suite: contact.suite,
      PostalCode: contact.postalCode,
      City: contact.city,
      State: contact.state,
      Province: contact.province,
      Phone: contact.number === '' ? null : contact.number,
      CountryId: contact.country,
      Gender: contact.gender,
      DateOfBirth: contact.birthDate,
      IsBounced: false,
      IsOptedOut: optedOutSince !== null,
      DateOptOut: optedOutSince === null ? null : instant(optedOutSince),
      ...expanded,
      Links: links({ Self: link(`${base}/contacts/${contact.id}`) }),
    },
  }
}
