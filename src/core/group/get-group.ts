import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group, GroupRef } from './group.ts'

/**
 * The account's group that `ref` names.
 *
 * @throws Refusal `not_found`.
 */
export async function getGroup(core: Core, caller: Caller, ref: GroupRef): Promise<Group> {
  mustBeAllowed(caller, 'group.find')
  return mustExist(await core.store.groups.get(caller.accountId, ref), 'group')
}
