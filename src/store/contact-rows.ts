import {
  type Contact,
  type ContactSortField,
  type CustomField,
  customFieldCount,
  type Person,
} from '../core/contact/contact.ts'
import { whole } from './checks/damaged.ts'
import type { Row, Value } from './engine/value.ts'

const customColumns = Array.from({ length: customFieldCount }, (_, index) => `custom_${index + 1}`)
const customFields = Object.fromEntries(customColumns.map((column) => [column.replace('_', ''), column]))

const personColumns: Readonly<Record<keyof Omit<Person, 'custom'>, string>> = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  language: 'language',
  gender: 'gender',
  birthDate: 'birth_date',
  street: 'street',
  houseNumber: 'house_number',
  suite: 'suite',
  postalCode: 'postal_code',
  city: 'city',
  state: 'state',
  province: 'province',
  country: 'country',
}

/**
 * The column of each field by which contacts are found and ordered: `postal_code` of `postalCode`, `custom_3` of
 * `custom3`.
 */
export const contactColumns: Readonly<Record<ContactSortField, string>> = {
  id: 'id',
  hexId: 'id',
  name: 'name',
  number: 'number',
  description: 'description',
  updatedAt: 'updated_at',
  ...personColumns,
  ...(customFields as Readonly<Record<CustomField, string>>),
}

/** A row of `contacts` as a contact. */
export function toContact(row: Row): Contact {
  whole('contact', row)
  const person = Object.entries(personColumns).map(([field, column]) => [field, row[column]])
  return {
    ...(Object.fromEntries(person) as Omit<Person, 'custom'>),
    custom: customColumns.map((column) => row[column] as string | null),
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    name: row.name as string,
    number: row.number as string,
    description: row.description as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

/** A contact as a row of `contacts`. */
export function toContactRow(contact: Contact): Record<string, Value> {
  const person = Object.entries(personColumns).map(([field, column]) => [column, contact[field as keyof Person]])
  const custom = customColumns.map((column, index) => [column, contact.custom[index] ?? null])
  return {
    account_id: contact.accountId,
    id: contact.id,
    hex_id: contact.hexId,
    name: contact.name,
    number: contact.number,
    description: contact.description,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    ...Object.fromEntries([...person, ...custom]),
  }
}
