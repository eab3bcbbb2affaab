import type { Sort, TextMatch } from '../page.ts'

/** A person with a number. Times are epoch milliseconds. */
export interface Contact {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  readonly name: string
  readonly number: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** A contact by the id that the dialect knows. */
export type ContactRef = { readonly id: number } | { readonly hexId: string }

/** What can be said of a contact. An absent field keeps its value. */
export interface ContactFields {
  readonly name?: string
  readonly number?: string
  readonly description?: string
}

/** By what contacts can be ordered. */
export type ContactSortField = 'hexId' | 'name' | 'number' | 'description' | 'updatedAt'

/** Which contacts to find, and in which order. */
export interface ContactQuery {
  readonly name?: TextMatch
  readonly number?: TextMatch
  readonly description?: TextMatch
  readonly sort: Sort<ContactSortField>
}
