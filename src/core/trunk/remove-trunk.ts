import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Removes a trunk. Without any, no call leaves the PBX.
 *
 * @throws Refusal `not_found`.
 */
export function removeTrunk(core: Core, caller: Caller, name: string): Promise<void> {
  mustBeAllowed(caller, 'trunk.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const trunk = mustExist(await tx.trunks.lock(caller.accountId, name), `trunk as '${name}'`)
    await tx.trunks.remove(trunk)
    return {
      answer: undefined,
      change: { noun: 'trunk', verb: 'remove', subject: name, before: { ...trunk }, after: null },
    }
  })
}
