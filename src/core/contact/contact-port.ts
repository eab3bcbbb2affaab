import type { Page, PageRequest } from '../page.ts'
import type { Contact, ContactQuery, ContactRef } from './contact.ts'

/** Reads contacts. */
export interface ContactReader {
  get(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  page(accountId: number, query: ContactQuery, page: PageRequest): Promise<Page<Contact>>
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
}
