import type { Caller } from '../caller.ts'
import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { addOptOut } from './add-opt-out.ts'
import { contactAddresses } from './contact-addresses.ts'
import type { Closing } from './new-opt-out.ts'
import type { Addresses, OptOut } from './opt-out.ts'

/** A contact by its id, or by what is known of the person; addresses that are given go before those of the contact. */
export interface PersonRef extends Addresses {
  readonly contactId: number | null
}

/**
 * Closes a person by all addresses that are known: a contact by its number and its e-mail address. The contact of an
 * e-mail address is closed by its number too, where no other contact has the address.
 *
 * @throws Refusal as `addOptOut`, and `not_found` of the contact.
 */
export async function closeContact(core: Core, caller: Caller, person: PersonRef, closing: Closing): Promise<OptOut> {
  mustBeAllowed(caller, 'opt-out.add')
  const { email, number } = person
  const contact = await contactOf(core, caller.accountId, person)
  const own = contact ? contactAddresses(contact) : { email: null, number: null }
  return addOptOut(core, caller, { ...closing, email: email ?? own.email, number: number ?? own.number })
}

async function contactOf(
  { store }: Core,
  accountId: number,
  { contactId, email }: PersonRef,
): Promise<Contact | undefined> {
  if (contactId !== null) return mustExist(await store.contacts.get(accountId, { id: contactId }), 'contact')
  if (email === null) return undefined
  const filter = { kind: 'compare', field: 'email', by: 'eq', value: email } as const
  const query = { filter, sort: { by: 'id', descending: false } } as const
  const { items, total } = await store.contacts.page(accountId, query, { start: 0, count: 1 })
  return total === 1 ? items[0] : undefined
}
