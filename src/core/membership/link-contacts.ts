import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { batchChange } from '../change/batch-change.ts'
import { describeStep } from '../contact/write-contacts.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { lockMemberships, type Memberships } from './lock-memberships.ts'

/**
 * Puts contacts into a group in one change. One that is in it already stays in it. Returns how many came.
 *
 * @throws Refusal `not_found` when there is no such group; `invalid_value` of `contactId` when there is no such contact, and nothing is
 * written; `invalid_value` of `contactIds` for too many.
 */
export function linkContacts(core: Core, caller: Caller, wanted: Memberships): Promise<number> {
  mustBeAllowed(caller, 'membership.add')
  return core.store.write(authorOf(caller), async (tx) => {
    const { group, ids, states } = await lockMemberships(tx, caller.accountId, wanted)
    const unknown = ids.find((id) => !states.has(id))
    if (unknown !== undefined) throw new Refusal('invalid_value', `there is no contact ${unknown}`, 'contactId')
    const steps = [...states.values()].map((before) => {
      const groupIds = new Set(before.groupIds).add(group.id)
      return { before, after: { ...before, groupIds: [...groupIds].sort((one, other) => one - other) } }
    })
    const coming = steps.filter(({ before }) => !before.groupIds.includes(group.id)).map(({ before }) => before.id)
    await tx.memberships.insertMany(group, coming)
    return { answer: coming.length, change: batchChange('contacts', group.name, steps.map(describeStep)) }
  })
}
