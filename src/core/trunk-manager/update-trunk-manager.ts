import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { tidyHours } from '../schedule/days-of.ts'
import { checkTrunkManager, describeRef } from './check-trunk-manager.ts'
import type { TrunkManager, TrunkManagerRef, TrunkManagerSettings } from './trunk-manager.ts'

/**
 * Changes a trunk manager, from the next call of a campaign on. What is left out stays.
 *
 * @throws Refusal `not_found`, also of `trunk` for a trunk that does not exist; `name_taken` of `title`.
 */
export async function updateTrunkManager(
  core: Core,
  caller: Caller,
  ref: TrunkManagerRef,
  update: Partial<TrunkManagerSettings>,
): Promise<TrunkManager> {
  mustBeAllowed(caller, 'trunk-manager.set')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(accountId)
    const before = mustExist(await tx.trunkManagers.lock(accountId, ref), describeRef(ref))
    const hours = update.hours === undefined ? before.hours : update.hours && tidyHours(update.hours)
    const manager: TrunkManager = { ...before, ...update, hours, updatedAt: core.clock.now() }
    await checkTrunkManager(tx, before, manager)
    await tx.trunkManagers.update(manager)
    const states = difference({ ...before }, { ...manager })
    return { answer: manager, change: { noun: 'trunk-manager', verb: 'update', subject: manager.title, ...states } }
  })
}
