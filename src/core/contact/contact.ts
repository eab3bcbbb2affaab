import type { Filter } from '../filter/filter.ts'
import type { Sort, TextMatch } from '../page.ts'

/** What is known of a person beside name and number; `null` where nothing is. */
export interface Person {
  /** Both names follow `name` when it is written by itself, and `name` follows them when they are. */
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
  /** Empty for none. */
  readonly number: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** A contact by the id that the dialect knows. */
export type ContactRef = { readonly id: number } | { readonly hexId: string }

/** What can be said of a contact. An absent field keeps its value. */
export interface ContactFields extends Partial<Person> {
  readonly name?: string
  readonly number?: string
  readonly description?: string
}

/** By what contacts can be ordered. */
export type ContactSortField = ContactField | 'hexId' | 'description' | 'updatedAt'

/** One of the twenty fields of the account's own: `custom1` to `custom20`. */
export type CustomField = `custom${number}`

/** What contacts are found and ordered by. */
export type ContactField = 'id' | 'name' | 'number' | Exclude<keyof Person, 'custom'> | CustomField

/** Which contacts to find, and in which order. */
export interface ContactQuery {
  readonly name?: TextMatch
  readonly number?: TextMatch
  readonly description?: TextMatch
  /** Only those in this group. */
  readonly groupId?: number
  readonly filter?: Filter<ContactField>
  readonly sort: Sort<ContactSortField>
  /** Orders those that `sort` leaves equal. */
  readonly thenBy?: readonly Sort<ContactSortField>[]
}

/** How many fields of its own an account has for each contact. */
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
