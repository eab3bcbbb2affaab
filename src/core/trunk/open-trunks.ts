import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { DialingDigits } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TrunkSettings } from './set-trunk.ts'

/** A trunk as the PBX's own configuration needs it. */
export interface OpenTrunk extends TrunkSettings {
  /** The digits before numbers in the country of the account; null where it has none. */
  readonly dialing: DialingDigits | null
}

/** The account's trunks with their passwords, for the PBX's own configuration and for nobody else. */
export async function openTrunks(core: Core, caller: ServerCaller, accountId: number): Promise<OpenTrunk[]> {
  mustBeAllowed(caller, 'pbx.update')
  const trunks = await core.store.trunks.all(accountId)
  const { dialing } = await planOfAccount(core, accountId)
  return trunks.map(({ sealedPassword, ...trunk }) => ({
    ...trunk,
    dialing,
    password: sealedPassword === null ? null : core.vault.open(sealedPassword),
  }))
}
