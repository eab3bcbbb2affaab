import type { Snapshot } from '../change/change.ts'
import type { Group } from './group.ts'

/**
 * The state of a group as its changes keep it: without the reserved entry ids, which an undo must never hand out again.
 */
export function snapshotGroup(group: Group): Snapshot {
  const state: Omit<Group, 'nextEntryId' | 'endEntryId'> = {
    accountId: group.accountId,
    id: group.id,
    hexId: group.hexId,
    name: group.name,
    description: group.description,
    columns: group.columns,
    folderId: group.folderId,
    plannedDeletionAt: group.plannedDeletionAt,
    contactCount: group.contactCount,
    listId: group.listId,
    count: group.count,
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
  }
  return state as unknown as Snapshot
}
