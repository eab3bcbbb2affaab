import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { mergeById } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactMatch, ContactRef } from './contact.ts'

/** The most contacts that a refusal names. */
const namedAtMost = 20

/**
 * The account's contact that a person means: by its id, its hex id, its e-mail address, its number in any spelling, or its whole name.
 *
 * @throws Refusal `not_found`; `conflict` when several contacts are meant. It names them.
 */
export async function findNamedContact(core: Core, caller: Caller, text: string): Promise<Contact> {
  mustBeAllowed(caller, 'contact.find')
  const { accountId } = caller
  const byRef = await Promise.all(refsIn(text).map((ref) => core.store.contacts.get(accountId, ref)))
  const page = { after: 0, limit: namedAtMost + 1 }
  const matches = await matchesOf(core, accountId, text)
  const byMatch = await Promise.all(matches.map((match) => core.store.contacts.slice(accountId, match, page)))
  const [contact, ...others] = mergeById([byRef.flatMap((found) => found ?? []), ...byMatch])
  if (!contact) {
    const remedy = 'give its id, its hex id, its e-mail address, its number or its whole name'
    throw new Refusal('not_found', `there is no contact '${text}': ${remedy}`)
  }
  if (others.length === 0) return contact
  const ids = [contact, ...others].slice(0, namedAtMost).map(({ id, hexId }) => `${id} (${hexId})`)
  const more = others.length >= namedAtMost ? ' and more' : ''
  throw new Refusal('conflict', `'${text}' may be any of the contacts ${ids.join(', ')}${more}: give the hex id of one`)
}

/** The ids that a text may be. */
function refsIn(text: string): ContactRef[] {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return [{ id: Number(text) }]
  return /^[0-9a-f]{24}$/.test(text) ? [{ hexId: text }] : []
}

async function matchesOf(core: Core, accountId: number, text: string): Promise<ContactMatch[]> {
  if (text === '') return []
  const read = readNumber(text)
  const spellings = 'number' in read ? (await planOfAccount(core, accountId)).spellingsOf(read.number) : [text]
  const exactly = (value: string) => ({ text: value, alike: false })
  return [
    { name: exactly(text) },
    { email: exactly(text) },
    ...spellings.map((number) => ({ number: exactly(number) })),
  ]
}
