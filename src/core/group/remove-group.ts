import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { GroupRef } from './group.ts'
import { snapshotGroup } from './snapshot-group.ts'

/** What becomes of the contacts that are in no other group: who does not know of contacts must not remove any. */
export interface RemovalOptions {
  readonly orphans: 'keep' | 'remove'
}

/**
 * Removes a group from every dialect. Its list versions stay, and its change keeps its contacts, so that the removal can
 * be undone.
 *
 * @throws Refusal `not_found`.
 */
export function removeGroup(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  { orphans }: RemovalOptions = { orphans: 'keep' },
): Promise<void> {
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(caller.accountId, ref), 'group')
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
