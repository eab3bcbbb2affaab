import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { trunkTaken } from './add-trunk.ts'
import type { TrunkSettings } from './set-trunk.ts'
import type { Trunk } from './trunk.ts'
import { writeTrunk } from './write-trunk.ts'

/** Makes of a trunk the settings that it shall get. What is left out stays. */
export type TrunkUpdate = (before: Trunk) => Partial<TrunkSettings>

/**
 * Changes a trunk. `update` is asked within the transaction, for what follows from the trunk as it is.
 *
 * @throws Refusal `not_found`, `name_taken` of `trunk`, or what `update` throws.
 */
export async function updateTrunk(
  core: Core,
  caller: Caller,
  by: { readonly hexId: string },
  update: TrunkUpdate,
): Promise<Trunk> {
  mustBeAllowed(caller, 'trunk.set')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.trunks.lock(accountId, by), `trunk ${by.hexId}`)
    const { password, ...settings } = update(before)
    const trunk: Trunk = {
      ...before,
      ...settings,
      ...(password !== undefined && { sealedPassword: password === null ? null : core.vault.seal(password) }),
      updatedAt: core.clock.now(),
    }
    if (trunk.name !== before.name && (await tx.trunks.lock(accountId, trunk))) throw trunkTaken(trunk.name)
    await writeTrunk(core, tx, before, trunk)
    return {
      answer: trunk,
      change: { noun: 'trunk', verb: 'update', subject: trunk.name, before: { ...before }, after: { ...trunk } },
    }
  })
}
