import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { closePerson } from './close-person.ts'
import { nameOf } from './name-of.ts'
import { draftOptOut, type NewOptOut } from './new-opt-out.ts'
import type { OptOut } from './opt-out.ts'
import { tellUnsubscribed } from './tell-unsubscribed.ts'

/**
 * Closes a person for a channel. From the commit on `mayContact` says no. An undo does not lift it.
 *
 * @throws Refusal `missing_value` or `invalid_value` of the field at fault; `number_taken` when every address that is
 * given is closed for the channel already.
 */
export async function addOptOut(core: Core, caller: Caller, wanted: NewOptOut): Promise<OptOut> {
  mustBeAllowed(caller, 'opt-out.add')
  const { accountId } = caller
  const plan = await planOfAccount(core, accountId)
  const draft = draftOptOut(plan, caller, wanted, core.clock.now())
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const { optOut, isNew } = await closePerson(tx, plan, draft)
    if (!isNew) throw alreadyClosed(optOut)
    await tellUnsubscribed(core.ids, tx, accountId, [optOut])
    return {
      answer: optOut,
      change: { noun: 'opt-out', verb: 'add', subject: nameOf(optOut), before: null, after: { ...optOut } },
    }
  })
}

function alreadyClosed(there: OptOut): Refusal {
  const since = new Date(there.since).toISOString()
  return new Refusal(
    'number_taken',
    `${nameOf(there)} is closed for ${there.channel} already, since ${since}`,
    'number',
  )
}
