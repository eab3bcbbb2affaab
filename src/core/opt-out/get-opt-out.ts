import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { OptOut } from './opt-out.ts'

/**
 * One opt-out.
 *
 * @throws Refusal `not_found`.
 */
export async function getOptOut(core: Core, caller: Caller, id: number): Promise<OptOut> {
  mustBeAllowed(caller, 'opt-out.find')
  return mustExist(await core.store.optOuts.get(caller.accountId, id), `opt-out as ${id}`)
}
