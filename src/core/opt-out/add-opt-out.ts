import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { addressKeys, keysOf, optOutsOf } from './addresses.ts'
import { nameOf } from './name-of.ts'
import { draftOptOut, type NewOptOut } from './new-opt-out.ts'
import type { OptOut } from './opt-out.ts'

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
    // The account is the parent row: two who close one number at once come one after the other.
    mustExist(await tx.accounts.lock(accountId), 'account')
    const there = (await optOutsOf(tx.optOuts, accountId, plan, draft)).filter(
      ({ channel }) => channel === 'all' || channel === draft.channel,
    )
    const closed = there.map((each) => keysOf(plan, each))
    if (addressKeys(plan, draft).every((key) => closed.some((keys) => keys.has(key)))) throw alreadyClosed(there[0])
    const optOut: OptOut = { ...draft, id: await tx.allocate(accountId, 'opt-out', 1) }
    await tx.optOuts.insert(accountId, [optOut])
    return {
      answer: optOut,
      change: { noun: 'opt-out', verb: 'add', subject: nameOf(optOut), before: null, after: { ...optOut } },
    }
  })
}

function alreadyClosed(there: OptOut | undefined): Refusal {
  const since = there ? `, since ${new Date(there.since).toISOString()}` : ''
  const what = there ? `${nameOf(there)} is closed for ${there.channel}` : 'it is closed'
  return new Refusal('number_taken', `${what} already${since}`, 'number')
}
