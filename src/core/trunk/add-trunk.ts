import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { makeTrunk, type TrunkSettings } from './set-trunk.ts'
import type { Trunk } from './trunk.ts'
import { writeTrunk } from './write-trunk.ts'

/**
 * Makes a trunk.
 *
 * @throws Refusal `name_taken` of `trunk`.
 */
export async function addTrunk(core: Core, caller: Caller, settings: TrunkSettings): Promise<Trunk> {
  mustBeAllowed(caller, 'trunk.set')
  const trunk = makeTrunk(core, caller.accountId, settings)
  return core.store.write(authorOf(caller), async (tx) => {
    if (await tx.trunks.lock(trunk.accountId, { name: trunk.name })) throw trunkTaken(trunk.name)
    await writeTrunk(core, tx, undefined, trunk)
    return {
      answer: trunk,
      change: { noun: 'trunk', verb: 'add', subject: trunk.name, before: null, after: { ...trunk } },
    }
  })
}

/** The refusal of a name that another trunk has. */
export function trunkTaken(name: string): Refusal {
  return new Refusal('name_taken', `another trunk has the name ${name}`, 'trunk')
}
