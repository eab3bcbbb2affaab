import type { Filter } from '../filter/filter.ts'
import type { Sort, TextMatch } from '../page.ts'

/** The details of a person, beside name and number; `null` where nothing is known. */
export interface Person {
  /**
   * First and last name. They follow `name` where only `name` is written; `name` follows them where they are written.
   */
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  /** ISO 639-1. */
  readonly language: string | null
  readonly gender: 'M' | 'F' | null
  /** `YYYY-MM-DD` */
  readonly birthDate: string | null
  readonly street: string | null
  readonly houseNumber: string | null
  readonly suite: string | null
  readonly postalCode: string | null
  readonly city: string | null
  /** ISO 3166-2, of the United States. */
  readonly state: string | null
  readonly province: string | null
  /** ISO 3166-1, two letters. */
  readonly country: string | null
  /** Twenty fields of the account's own. */
  readonly custom: readonly (string | null)[]
}

/** A person with a number. Times are epoch milliseconds. */
export interface Contact extends Person {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  readonly name: string
  /** Empty where there is none. */
  readonly number: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** A contact by the id that the dialect knows. */
export type ContactRef = { readonly id: number } | { readonly hexId: string }

/** The fields that a write may give a contact. An absent field keeps its value. */
export interface ContactFields extends Partial<Person> {
  readonly name?: string
  readonly number?: string
  readonly description?: string
}

/** The fields by which contacts can be ordered. */
export type ContactSortField = ContactField | 'hexId' | 'description' | 'updatedAt'

/** One of the twenty fields of the account's own: `custom1` to `custom20`. */
export type CustomField = `custom${number}`

/** The fields by which contacts can be found and ordered. */
export type ContactField = 'id' | 'name' | 'number' | Exclude<keyof Person, 'custom'> | CustomField

/** The contacts to find. */
export interface ContactMatch {
  readonly name?: TextMatch
  readonly number?: TextMatch
  readonly description?: TextMatch
  readonly email?: TextMatch
}

/** The contacts to find, and their order. */
export interface ContactQuery extends ContactMatch {
  /** The group that they must be in. */
  readonly groupId?: number
  readonly filter?: Filter<ContactField>
  readonly sort: Sort<ContactSortField>
  /** The order of contacts that `sort` leaves equal. */
  readonly thenBy?: readonly Sort<ContactSortField>[]
}

/** Fields of the account's own that each contact has. */
export const customFieldCount = 20

/** A person of whom nothing is known. */
export const nobody: Person = {
  firstName: null,
  lastName: null,
  email: null,
  language: null,
  gender: null,
  birthDate: null,
  street: null,
  houseNumber: null,
  suite: null,
  postalCode: null,
  city: null,
  state: null,
  province: null,
  country: null,
  custom: Array.from({ length: customFieldCount }, () => null),
}
