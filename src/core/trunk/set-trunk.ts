import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Trunk } from './trunk.ts'

/** A trunk as it shall be, with its password in the clear. */
export interface TrunkSettings extends Omit<Trunk, 'accountId' | 'sealedPassword'> {
  readonly password: string | null
}

/**
 * Makes a trunk, or gives the one of that name other settings.
 *
 * @throws Refusal `missing_value` of `country` when the numbers shall have a form that only a country has.
 */
export async function setTrunk(core: Core, caller: Caller, { password, ...settings }: TrunkSettings): Promise<Trunk> {
  mustBeAllowed(caller, 'trunk.set')
  if (settings.numberForm !== 'as-is' && (await planOfAccount(core, caller.accountId)).dialing === null) {
    throw new Refusal(
      'missing_value',
      `the form ${settings.numberForm} needs the country of the account: \`dialbook account set NAME --country IR\``,
      'country',
    )
  }
  const sealedPassword = password === null ? null : core.vault.seal(password)
  const trunk: Trunk = { ...settings, accountId: caller.accountId, sealedPassword }
  return core.store.write(authorOf(caller), async (tx) => {
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
