import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactMatch } from './contact.ts'

/** The most contacts in one page. */
export const contactsAtMost = 1000

/** Some contacts in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface ContactPage {
  readonly contacts: readonly Contact[]
  readonly next: number | null
}

/**
 * A page of the account's contacts that match. Pages go by the id, so a page far behind costs no more than the first.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link contactsAtMost}.
 */
export async function findContactPage(
  core: Core,
  caller: Caller,
  match: ContactMatch,
  { after = 0, limit = 100 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<ContactPage> {
  mustBeAllowed(caller, 'contact.find')
  if (!(limit >= 1 && limit <= contactsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${contactsAtMost}`, 'limit')
  }
  const found = await core.store.contacts.slice(caller.accountId, match, { after, limit: limit + 1 })
  const contacts = found.slice(0, limit)
  return { contacts, next: found.length > limit ? (contacts.at(-1)?.id ?? null) : null }
}

/** All contacts of the account. */
export async function readAllContacts(core: Core, caller: Caller): Promise<Contact[]> {
  const all: Contact[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: ContactPage = await findContactPage(core, caller, {}, { after, limit: contactsAtMost })
    for (const contact of page.contacts) all.push(contact)
    after = page.next
  }
  return all
}
