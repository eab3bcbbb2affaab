import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { batchChange } from '../change/batch-change.ts'
import type { ContactStep } from '../contact/contact-steps.ts'
import { describeStep } from '../contact/write-contacts.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { lockMemberships, type Memberships } from './lock-memberships.ts'

/**
 * Takes contacts out of a group in one change. One that is not in it is passed over, and one that is in no other group is removed,
 * since nothing would lead to it any more. Returns how many went.
 *
 * @throws Refusal `not_found` when there is no such group; `invalid_value` of `contactId` when none of them is in it, and nothing is
 * written; `invalid_value` of `contactIds` for too many.
 */
export function unlinkContacts(core: Core, caller: Caller, wanted: Memberships): Promise<number> {
  mustBeAllowed(caller, 'membership.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const { group, states } = await lockMemberships(tx, caller.accountId, wanted)
    const leaving = [...states.values()].filter(({ groupIds }) => groupIds.includes(group.id))
    if (leaving.length === 0) throw new Refusal('invalid_value', 'none of the contacts is in the group', 'contactId')
    const steps = leaving.map((before): ContactStep => {
      const groupIds = before.groupIds.filter((id) => id !== group.id)
      return { before, after: groupIds.length === 0 ? undefined : { ...before, groupIds } }
    })
    await tx.memberships.removeMany(
      group,
      leaving.map(({ id }) => id),
    )
    await tx.contacts.removeMany(
      steps.flatMap(({ before, after }) => {
        if (after || !before) return []
        const { groupIds: _groups, ...contact } = before
        return [contact]
      }),
    )
    return { answer: leaving.length, change: batchChange('contacts', group.name, steps.map(describeStep)) }
  })
}
