import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'

/**
 * Removes a trunk. Without any, no call leaves the PBX.
 *
 * @throws Refusal `not_found`.
 */
export function removeTrunk(core: Core, accountId: number, name: string): Promise<void> {
  return core.store.write(operatorOf(accountId), async (tx) => {
    const trunk = mustExist(await tx.trunks.lock(accountId, name), `trunk as '${name}'`)
    await tx.trunks.remove(trunk)
    return {
      answer: undefined,
      change: { noun: 'trunk', verb: 'remove', subject: name, before: { ...trunk }, after: null },
    }
  })
}
