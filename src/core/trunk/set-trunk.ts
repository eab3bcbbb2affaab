import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Trunk, type UsualTrunk, usualTrunk } from './trunk.ts'
import { writeTrunk } from './write-trunk.ts'

/** A trunk as it shall be, with its password in the clear. What is left out has its usual value. */
export interface TrunkSettings extends Partial<UsualTrunk> {
  readonly name: string
  readonly host: string
  readonly password: string | null
}

/**
 * Makes a trunk, or gives the one of that name other settings.
 *
 * @throws Refusal `missing_value` of `country` when the numbers shall have a form that only a country has.
 */
export async function setTrunk(core: Core, caller: Caller, settings: TrunkSettings): Promise<Trunk> {
  mustBeAllowed(caller, 'trunk.set')
  const made = makeTrunk(core, caller.accountId, settings)
  return core.store.write(authorOf(caller), async (tx) => {
    const before = await tx.trunks.lock(made.accountId, made)
    const trunk = before ? { ...made, hexId: before.hexId, createdAt: before.createdAt } : made
    await writeTrunk(core, tx, before, trunk)
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

/** A trunk that is not in the book yet. */
export function makeTrunk(core: Core, accountId: number, { password, ...settings }: TrunkSettings): Trunk {
  const now = core.clock.now()
  return {
    ...usualTrunk,
    ...settings,
    accountId,
    hexId: core.ids.hexId(),
    sealedPassword: password === null ? null : core.vault.seal(password),
    ...{ createdAt: now, updatedAt: now },
  }
}
