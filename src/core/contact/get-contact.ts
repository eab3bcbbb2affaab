import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactRef } from './contact.ts'

/**
 * The account's contact with that id.
 *
 * @throws Refusal `not_found`.
 */
export async function getContact(core: Core, caller: Caller, ref: ContactRef): Promise<Contact> {
  mustBeAllowed(caller, 'contact.find')
  return mustExist(await core.store.contacts.get(caller.accountId, ref), 'contact')
}
