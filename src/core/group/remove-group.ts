import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group, GroupRef } from './group.ts'
import { snapshotGroup } from './snapshot-group.ts'

/** How a group is removed. */
export interface RemovalOptions {
  /** The fate of contacts that are in no other group. A dialect that does not know of contacts must keep them. */
  readonly orphans?: 'keep' | 'remove'
  readonly check?: (group: Group) => void
}

/**
 * Removes a group from every dialect. Its list versions stay, and its change keeps its contacts, so that the removal
 * can be undone. A caller that looked at the group before it was locked may refuse it by `check`, which gets the locked
 * group.
 *
 * @throws Refusal `not_found`.
 */
export function removeGroup(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  { orphans = 'keep', check }: RemovalOptions = {},
): Promise<void> {
  mustBeAllowed(caller, 'group.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(caller.accountId, ref), 'group')
    check?.(group)
    const contactIds = await tx.memberships.contactIdsOf(group)
    const contacts = orphans === 'remove' ? await tx.memberships.removeOrphansOf(group) : []
    await tx.groups.remove(group)
    return {
      answer: undefined,
      change: {
        noun: 'group',
        verb: 'remove',
        subject: group.name,
        before: { ...snapshotGroup(group), contactIds, contacts },
        after: null,
      },
    }
  })
}
