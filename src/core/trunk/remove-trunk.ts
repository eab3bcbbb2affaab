import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { dropTrunk } from './write-trunk.ts'

/**
 * Removes a trunk. Without any, no call leaves the PBX.
 *
 * @throws Refusal `not_found`; `conflict` while a trunk manager names it.
 */
export function removeTrunk(
  core: Core,
  caller: Caller,
  by: { readonly name: string } | { readonly hexId: string },
): Promise<void> {
  mustBeAllowed(caller, 'trunk.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const named = 'name' in by ? `trunk as '${by.name}'` : `trunk ${by.hexId}`
    const trunk = mustExist(await tx.trunks.lock(caller.accountId, by), named)
    await dropTrunk(tx, trunk)
    return {
      answer: undefined,
      change: { noun: 'trunk', verb: 'remove', subject: trunk.name, before: { ...trunk }, after: null },
    }
  })
}
