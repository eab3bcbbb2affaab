import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { lockMembership, type Membership } from './membership.ts'

/**
 * Takes a contact out of a group. A contact that is in no other group is removed, since nothing would lead to it any
 * more.
 *
 * @throws Refusal `not_found` when there is no such group; `invalid_value` of `contactId` when the contact is not in
 * it.
 */
export function unlinkContact(core: Core, caller: Caller, wanted: Membership): Promise<void> {
  mustBeAllowed(caller, 'membership.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const { group, contact } = await lockMembership(tx, caller.accountId, wanted)
    const groupIds = await tx.memberships.groupIdsOf(contact)
    if (!groupIds.includes(group.id)) {
      throw new Refusal('invalid_value', 'the contact is not in the group', 'contactId')
    }
    if (groupIds.length === 1) {
      await tx.contacts.remove(contact)
      const before = { ...contact, groupIds }
      return {
        answer: undefined,
        change: { noun: 'contact', verb: 'remove', subject: contact.name, before, after: null },
      }
    }
    await tx.memberships.remove(group, contact)
    const before = { accountId: caller.accountId, groupId: group.id, contactId: contact.id }
    const subject = `${contact.name} in ${group.name}`
    return { answer: undefined, change: { noun: 'membership', verb: 'remove', subject, before, after: null } }
  })
}
