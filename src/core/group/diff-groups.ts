import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { EntryList } from '../list/entry-list.ts'
import { gathered, type ListDifference, listDifference } from '../list/list-difference.ts'
import { countOf } from '../list/staged-list.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group } from './group.ts'

/** What two groups have apart from each other, and how many phones both have. */
export interface GroupsDifference extends ListDifference {
  readonly inBoth: number
}

/** Compares the phones of two groups, letter by letter. */
export async function diffGroups(core: Core, caller: Caller, one: Group, other: Group): Promise<GroupsDifference> {
  mustBeAllowed(caller, 'entry.find')
  const difference = await listDifference(core.store.lists, caller.accountId, one.listId, other.listId)
  return { ...difference, inBoth: one.count - countOf(difference.onlyInOne) }
}

/** The phones of a group, packed and without their details. */
export function phonesOfGroup(core: Core, caller: Caller, group: Group): Promise<EntryList> {
  mustBeAllowed(caller, 'entry.find')
  return gathered(core.store.lists.packedParts(caller.accountId, group.listId))
}
