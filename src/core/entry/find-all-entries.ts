import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Group } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry } from './entry.ts'

/** Every entry of the list that `group` points at, in order, some thousands at a time. */
export function findAllEntries(core: Core, caller: Caller, group: Group): AsyncIterable<Entry[]> {
  mustBeAllowed(caller, 'entry.find')
  return core.store.lists.entriesInParts(caller.accountId, group.listId)
}
