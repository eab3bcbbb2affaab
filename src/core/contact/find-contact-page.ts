import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { mergeById } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactMatch } from './contact.ts'

/** The most contacts in one page. */
export const contactsAtMost = 1000

/** Some contacts in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface ContactPage {
  readonly contacts: readonly Contact[]
  readonly next: number | null
}

/** The page to find: at most `limit` contacts with ids above `after`, of a group where one is named. */
export interface ContactPageRequest {
  readonly after?: number
  readonly limit?: number
  readonly groupId?: number
}

/**
 * A page of the account's contacts that match in one of the ways. Pages go by the id, so a page far behind costs no more than the first.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link contactsAtMost}.
 */
export async function findContactPage(
  core: Core,
  caller: Caller,
  matches: readonly ContactMatch[],
  { after = 0, limit = 100, groupId }: ContactPageRequest = {},
): Promise<ContactPage> {
  mustBeAllowed(caller, 'contact.find')
  if (!(limit >= 1 && limit <= contactsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${contactsAtMost}`, 'limit')
  }
  const found = await Promise.all(
    matches.map((match) =>
      core.store.contacts.slice(
        caller.accountId,
        { ...match, ...(groupId !== undefined && { groupId }) },
        { after, limit: limit + 1 },
      ),
    ),
  )
  const merged = mergeById(found)
  const contacts = merged.slice(0, limit)
  return { contacts, next: merged.length > limit ? (contacts.at(-1)?.id ?? null) : null }
}

/** All contacts of the account. */
export async function readAllContacts(core: Core, caller: Caller): Promise<Contact[]> {
  const all: Contact[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: ContactPage = await findContactPage(core, caller, [{}], { after, limit: contactsAtMost })
    for (const contact of page.contacts) all.push(contact)
    after = page.next
  }
  return all
}

/** The shortest text that is looked for in every spelling of a number, as `0912…` and `+98912…`. */
const wholeNumber = 7

/** The ways in which contacts match a text: by name, address or number, whatever the case and the spelling. */
export async function searchContacts(core: Core, caller: Caller, search: string): Promise<ContactMatch[]> {
  const match = { text: search, alike: true }
  const read = readNumber(search)
  const number = 'number' in read ? read.number : search
  const isWhole = 'number' in read && number.length >= wholeNumber
  const spellings = isWhole ? (await planOfAccount(core, caller.accountId)).spellingsOf(number) : [number]
  return [{ name: match }, { email: match }, ...spellings.map((text) => ({ number: { text, alike: true } }))]
}
