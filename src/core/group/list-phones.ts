import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { PackedPart } from '../list/list-merge.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group } from './group.ts'

/** Every phone of the list that `group` points at, in order. For answers that must print them all. */
export function listPhones(core: Core, caller: Caller, group: Group): Promise<string[]> {
  mustBeAllowed(caller, 'entry.find')
  return core.store.lists.phones(caller.accountId, group.listId)
}

/** Every phone of that list, packed, in order, some thousands at a time: in long lists others are answered in between. */
export function phonesInParts(core: Core, caller: Caller, group: Group): AsyncIterable<PackedPart> {
  mustBeAllowed(caller, 'entry.find')
  return core.store.lists.packedParts(caller.accountId, group.listId)
}
