import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TrunkSettings } from './set-trunk.ts'

/** The account's trunks with their passwords, for the PBX's own configuration and for nobody else. */
export async function openTrunks(core: Core, caller: ServerCaller, accountId: number): Promise<TrunkSettings[]> {
  mustBeAllowed(caller, 'pbx.update')
  const trunks = await core.store.trunks.all(accountId)
  return trunks.map(({ sealedPassword, ...trunk }) => ({
    ...trunk,
    password: sealedPassword === null ? null : core.vault.open(sealedPassword),
  }))
}
