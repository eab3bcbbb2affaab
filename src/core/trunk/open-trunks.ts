import type { Core } from '../core.ts'
import type { TrunkSettings } from './set-trunk.ts'

/** The account's trunks with their passwords, for the PBX's own configuration and for nobody else. */
export async function openTrunks(core: Core, accountId: number): Promise<TrunkSettings[]> {
  const trunks = await core.store.trunks.all(accountId)
  return trunks.map(({ sealedPassword, ...trunk }) => ({
    ...trunk,
    password: sealedPassword === null ? null : core.vault.open(sealedPassword),
  }))
}
