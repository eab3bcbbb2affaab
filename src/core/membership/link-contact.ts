import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { lockMembership, type Membership } from './membership.ts'

/**
 * Puts a contact into a group. A contact that is in it already stays in it.
 *
 * @throws Refusal `not_found` when there is no such group; `invalid_value` of `contactId` when there is no such
 * contact.
 */
export function linkContact(core: Core, caller: Caller, wanted: Membership): Promise<void> {
  mustBeAllowed(caller, 'membership.add')
  return core.store.write(authorOf(caller), async (tx) => {
    const { group, contact } = await lockMembership(tx, caller.accountId, wanted)
    const isNew = await tx.memberships.insert(group, contact)
    const state = { accountId: caller.accountId, groupId: group.id, contactId: contact.id }
    return {
      answer: undefined,
      change: {
        noun: 'membership',
        verb: isNew ? 'add' : 'update',
        subject: `${contact.name} in ${group.name}`,
        before: isNew ? null : state,
        after: state,
      },
    }
  })
}
