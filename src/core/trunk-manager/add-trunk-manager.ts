import { mustHaveTimeZone } from '../account/time-zone-of.ts'
import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { tidyHours } from '../schedule/days-of.ts'
import { checkTrunkManager } from './check-trunk-manager.ts'
import { type TrunkManager, type TrunkManagerSettings, usualTrunkManager } from './trunk-manager.ts'

/** A trunk manager as it shall be. What is left out has its usual value. */
export type NewTrunkManager = Partial<TrunkManagerSettings> & Pick<TrunkManagerSettings, 'title' | 'trunk'>

/**
 * Makes a trunk manager.
 *
 * @throws Refusal `name_taken` of `title`; `missing_value` of `timeZone` where the account's country has several; `not_found` of `trunk` for a trunk that does not exist.
 */
export async function addTrunkManager(core: Core, caller: Caller, wanted: NewTrunkManager): Promise<TrunkManager> {
  mustBeAllowed(caller, 'trunk-manager.set')
  const { accountId } = caller
  const { hours = null, ...settings } = wanted
  const hexId = core.ids.hexId()
  return core.store.write(authorOf(caller), async (tx) => {
    const account = mustExist(await tx.accounts.lock(accountId), 'account')
    const now = core.clock.now()
    const manager: TrunkManager = {
      ...usualTrunkManager,
      ...settings,
      ...{ accountId, id: await tx.allocate(accountId, 'trunk-manager', 1), hexId, createdAt: now, updatedAt: now },
      hours: hours && tidyHours(hours),
      timeZone: mustHaveTimeZone(account, wanted.timeZone),
    }
    await checkTrunkManager(tx, undefined, manager)
    await tx.trunkManagers.insert(manager)
    return {
      answer: manager,
      change: { noun: 'trunk-manager', verb: 'add', subject: manager.title, before: null, after: { ...manager } },
    }
  })
}
