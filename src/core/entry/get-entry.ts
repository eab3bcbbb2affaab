import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry } from './entry.ts'

/**
 * The entry with that id, in whatever group it is.
 *
 * @throws Refusal `not_found`.
 */
export async function getEntry(core: Core, caller: Caller, id: number): Promise<Entry> {
  mustBeAllowed(caller, 'entry.find')
  const { accountId } = caller
  const group = mustExist(await core.store.groups.get(accountId, { entryId: id }), 'entry')
  return mustExist(await core.store.lists.entry(accountId, group.listId, id), 'entry')
}
