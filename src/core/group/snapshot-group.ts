import type { Snapshot } from '../change/change.ts'
import type { Group } from './group.ts'

/**
 * The state of a group as its changes keep it: without the reserved entry ids, which an undo must never hand out again.
 */
export function snapshotGroup(group: Group): Snapshot {
  const { nextEntryId: _next, endEntryId: _end, ...state } = group
  return state
}
