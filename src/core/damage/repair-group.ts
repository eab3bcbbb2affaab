import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Group } from '../group/group.ts'
import { snapshotGroup } from '../group/snapshot-group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { Damaged } from './damage.ts'

/** A group that is whole again. */
export interface RepairedGroup {
  readonly group: Group
  /** Whether its list is as it was last written. Else it is as the backup has it. */
  readonly isLatest: boolean
}

/**
 * Makes the list of a group whole with the help of a backup. It is a change of the group like any other.
 *
 * @throws Refusal `not_found` when there is no such group, or the backup does not help; `conflict` when the file is no backup of
 * this book, or the group changes meanwhile.
 */
export async function repairGroup(core: Core, caller: Caller, id: number, backup: string): Promise<RepairedGroup> {
  mustBeAllowed(caller, 'group.update')
  const { accountId } = caller
  const seen = mustExist(await readRepaired(core, accountId, id, backup), 'group')
  const { listId, count, isLatest } = await core.store.mender.mend(seen, backup)
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.groups.lock(accountId, { id }), 'group')
    if (before.listId !== seen.listId) throw new Refusal('conflict', 'the group has changed meanwhile: try again')
    const group: Group = { ...before, listId, count, updatedAt: core.clock.now() }
    await tx.groups.update(before, group)
    return {
      answer: { group, isLatest },
      change: {
        noun: 'group',
        verb: 'update',
        subject: group.name,
        ...difference(snapshotGroup(before), snapshotGroup(group)),
      },
    }
  })
}

/** Reads the group. Where its own row is damaged, it comes back from the backup first. */
async function readRepaired(core: Core, accountId: number, id: number, backup: string): Promise<Group | undefined> {
  try {
    return await core.store.groups.get(accountId, { id })
  } catch (error) {
    if (!(error instanceof Damaged) || error.damage.table !== 'groups') throw error
    await core.store.mender.restore([error.damage], backup)
    return core.store.groups.get(accountId, { id })
  }
}
