import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { factsOf } from './trunk-facts.ts'

/**
 * Writes what the PBX needs of the trunks of an account where it is missing: in a book that an older version has written, or
 * that comes from a backup, which has no passwords in the clear.
 */
export async function refreshTrunks(core: Core, caller: ServerCaller, accountId: number): Promise<void> {
  mustBeAllowed(caller, 'pbx.update')
  const missing = new Set(await core.store.trunkStates.withoutFacts(accountId))
  if (missing.size === 0) return
  const { dialing } = await planOfAccount(core, accountId)
  for (const trunk of await core.store.trunks.all(accountId)) {
    if (missing.has(trunk.name)) await core.store.trunkStates.putFacts(trunk, factsOf(core, trunk, dialing))
  }
}
