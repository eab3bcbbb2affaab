import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactQuery } from './contact.ts'

/** One page of the account's contacts that match `query`, and how many match in all. */
export function findContacts(
  core: Core,
  caller: Caller,
  query: ContactQuery,
  page: PageRequest,
): Promise<Page<Contact>> {
  mustBeAllowed(caller, 'contact.find')
  return core.store.contacts.page(caller.accountId, query, page)
}
