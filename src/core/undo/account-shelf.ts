import type { Account } from '../account/account.ts'
import { nameTaken } from '../account/name-taken.ts'
import type { Core } from '../core.ts'
import { listEmergencyNumbers } from '../emergency/list-emergency-numbers.ts'
import { Refusal } from '../errors.ts'
import { keyRoutesAgain } from '../inbound-route/key-routes.ts'
import { spellRulesAgain } from '../incoming-rule/spell-rules-again.ts'
import type { Transaction } from '../ports.ts'
import { writeTrunkFactsAgain } from '../trunk/write-trunk.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes changes of accounts: brings back a removed account, a former name, a former country, a former time zone, and whether
 * the account is enabled. A
 * former master key never comes back.
 */
export const accountShelf: Shelf = {
  async current(tx, _accountId, state) {
    const found = await tx.accounts.lock(state.id as number)
    return found ? { ...found } : null
  },
  async put(tx, current, wanted, core) {
    if (!wanted)
      throw new Refusal('invalid_value', 'an account is not removed by an undo: use `dialbook account remove`')
    const account = wanted as unknown as Account
    return current ? putBack(core, tx, current as unknown as Account, account) : restore(tx, account)
  },
}

async function putBack(
  core: Core,
  tx: Transaction,
  current: Account,
  { id, name, enabled, country, timeZone = null }: Account,
): Promise<void> {
  const isSame = current.enabled === enabled && current.country === country && current.timeZone === timeZone
  if (current.name === name && isSame) {
    throw new Refusal('invalid_value', 'the master key that was replaced is forgotten: it cannot come back')
  }
  if (!(await tx.accounts.rename(id, name))) throw nameTaken(name)
  await tx.accounts.setEnabled(id, enabled)
  if (current.timeZone !== timeZone) await tx.accounts.setTimeZone(id, timeZone)
  if (current.country !== country) {
    await tx.accounts.setCountry(id, country)
    const plan = await core.numberPlans.of(country)
    await spellRulesAgain(tx, id, plan.spellingsOf)
    await keyRoutesAgain(tx, id, plan)
    await listEmergencyNumbers(tx, id, country)
    await writeTrunkFactsAgain(core, tx, id, country)
  }
  if (current.enabled && !enabled) await tx.effects.dropRegistrations(id)
}

async function restore(tx: Transaction, account: Account): Promise<void> {
  const outcome = await tx.accounts.restore(account)
  if (outcome === 'taken') throw nameTaken(account.name)
  if (outcome === 'gone') throw new Refusal('conflict', 'the account has been pruned since')
}
