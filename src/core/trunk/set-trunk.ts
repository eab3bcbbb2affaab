import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import type { Trunk } from './trunk.ts'

/** A trunk as it shall be, with its password in the clear. */
export interface TrunkSettings extends Omit<Trunk, 'sealedPassword'> {
  readonly password: string | null
}

/** Makes a trunk, or gives the one of that name other settings. */
export function setTrunk(core: Core, { password, ...settings }: TrunkSettings): Promise<Trunk> {
  const trunk: Trunk = { ...settings, sealedPassword: password === null ? null : core.vault.seal(password) }
  return core.store.write(operatorOf(trunk.accountId), async (tx) => {
    const before = await tx.trunks.lock(trunk.accountId, trunk.name)
    await tx.trunks.put(trunk)
    return {
      answer: trunk,
      change: {
        noun: 'trunk',
        verb: before ? 'update' : 'add',
        subject: trunk.name,
        before: before ? { ...before } : null,
        after: { ...trunk },
      },
    }
  })
}
