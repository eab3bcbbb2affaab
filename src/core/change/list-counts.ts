import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { listDifference } from '../list/list-difference.ts'
import { countOf } from '../list/staged-list.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Change } from './change.ts'

/** How many numbers came into a list and went out of it. */
export interface ListCounts {
  readonly added: number
  readonly removed: number
}

/** What a change did to the list of a group; undefined where it left the list as it was. */
export async function listCounts(core: Core, caller: Caller, change: Change): Promise<ListCounts | undefined> {
  mustBeAllowed(caller, 'change.find')
  const { noun, accountId, before, after } = change
  const isOther = before?.listId !== after?.listId
  if (noun !== 'group' || accountId !== caller.accountId || !isOther) return undefined
  const [was, is] = [(before?.listId ?? null) as string | null, (after?.listId ?? null) as string | null]
  const { onlyInOne, onlyInOther } = await listDifference(core.store.lists, accountId, was, is)
  return { added: countOf(onlyInOther), removed: countOf(onlyInOne) }
}
