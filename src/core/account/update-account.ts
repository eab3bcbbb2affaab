import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { listEmergencyNumbers } from '../emergency/list-emergency-numbers.ts'
import { mustExist, Refusal } from '../errors.ts'
import { keyRoutesAgain } from '../inbound-route/key-routes.ts'
import { spellAhead, spellRulesAgain } from '../incoming-rule/spell-rules-again.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { writeTrunkFactsAgain } from '../trunk/write-trunk.ts'
import type { Account } from './account.ts'

/** What of an account is set. What is left out stays. */
export interface AccountSettings {
  /** As `IR` (ISO 3166-1 alpha-2); null for none. No number is rewritten: from now on the spellings of a number in that country are compared as one. */
  readonly country?: string | null
  /** As `Asia/Tehran`; null for that of the country. Schedules that are there keep their zones. */
  readonly timeZone?: string | null
}

/**
 * Sets the country whose numbering plan the account's numbers follow, and the time zone in which it lives.
 *
 * @throws Refusal `not_found`, or `invalid_value` of `country` when no numbering plan is known for it.
 */
export async function updateAccount(
  core: Core,
  caller: ServerCaller,
  name: string,
  wanted: AccountSettings,
): Promise<Account> {
  mustBeAllowed(caller, 'account.update')
  const known = mustExist(await core.store.accounts.byName(name), `account as '${name}'`)
  const country = wanted.country === undefined ? known.country : (wanted.country?.toUpperCase() ?? null)
  if (country !== null && !(await core.numberPlans.knows(country))) {
    throw new Refusal('invalid_value', 'the country must be two letters of ISO 3166-1, as IR or DE', 'country')
  }
  const plan = await core.numberPlans.of(country)
  const spell = await spellAhead(core.store, known.id, plan)
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    const after = {
      ...before,
      ...(wanted.country !== undefined && { country }),
      ...(wanted.timeZone !== undefined && { timeZone: wanted.timeZone }),
    }
    if (wanted.timeZone !== undefined) await tx.accounts.setTimeZone(before.id, wanted.timeZone)
    if (wanted.country !== undefined) {
      await tx.accounts.setCountry(before.id, country)
      await spellRulesAgain(tx, before.id, spell)
      await keyRoutesAgain(tx, before.id, plan)
      await listEmergencyNumbers(tx, before.id, country)
      await writeTrunkFactsAgain(core, tx, before.id, country)
    }
    return {
      answer: after,
      change: { noun: 'account', verb: 'update', subject: before.name, ...difference({ ...before }, { ...after }) },
    }
  })
}
