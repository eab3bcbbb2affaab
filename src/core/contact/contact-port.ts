import type { Page, PageRequest } from '../page.ts'
import type { Contact, ContactMatch, ContactQuery, ContactRef } from './contact.ts'

/** Reads contacts. */
export interface ContactReader {
  get(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  page(accountId: number, query: ContactQuery, page: PageRequest): Promise<Page<Contact>>
  /** At most `limit` contacts that match, of a group where one is named, and have ids above `after`, in the order of their ids. */
  slice(
    accountId: number,
    query: ContactMatch & Pick<ContactQuery, 'groupId'>,
    slice: { readonly after: number; readonly limit: number },
  ): Promise<Contact[]>
}

/** Writes contacts. */
export interface ContactWriter {
  /** Reads the contact without a lock. */
  get(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  /** Reads the contact and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  insert(contact: Contact): Promise<void>
  update(contact: Contact): Promise<void>
  /** Removes the contact and its memberships. */
  remove(contact: Contact): Promise<void>
  /** Locks those of the contacts with these ids that are there, and returns them in the order of their ids. */
  lockMany(accountId: number, ids: readonly number[]): Promise<Contact[]>
  /** Inserts contacts of one account. */
  insertMany(contacts: readonly Contact[]): Promise<void>
  /** Writes locked contacts of one account. */
  updateMany(changes: readonly { readonly before: Contact; readonly after: Contact }[]): Promise<void>
  /** Removes contacts of one account, which must be in no group any more. */
  removeMany(contacts: readonly Contact[]): Promise<void>
}
