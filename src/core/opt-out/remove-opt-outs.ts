import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { optOutsOf, readAddress } from './addresses.ts'
import { nameOf } from './name-of.ts'
import { readText } from './new-opt-out.ts'
import type { ClosedChannel, OptOut } from './opt-out.ts'

/**
 * The opt-outs to lift: one by its id, or those of a number or an e-mail address. With a channel only those that close
 * exactly that channel, so that one of `all` stays.
 */
export type OptOutRef = { readonly id: number } | { readonly address: string; readonly channel?: ClosedChannel }

/**
 * Lifts opt-outs, as one change. The consent, a text that says who agreed, when and how, is kept in the change. An undo
 * of the change closes the person again. This is the one way by which an opt-out goes.
 *
 * @throws Refusal `missing_value` of `consent` without one; `not_found`; `invalid_value` of the field at fault.
 */
export async function removeOptOuts(
  core: Core,
  caller: Caller,
  ref: OptOutRef,
  consent: string,
): Promise<readonly OptOut[]> {
  mustBeAllowed(caller, 'opt-out.remove')
  const { accountId } = caller
  const text = readText(consent, 'consent')
  if (text === '') {
    throw new Refusal('missing_value', 'say who agreed to be contacted again, when and how: the consent', 'consent')
  }
  const plan = await planOfAccount(core, accountId)
  const address = 'address' in ref ? readAddress(ref.address) : undefined
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const found =
      'id' in ref
        ? [mustExist(await tx.optOuts.get(accountId, ref.id), `opt-out as ${ref.id}`)]
        : await optOutsOf(tx.optOuts, accountId, plan, address ?? { number: null, email: null })
    const channel = 'channel' in ref ? ref.channel : undefined
    const optOuts = found.filter((each) => channel === undefined || each.channel === channel)
    if (optOuts.length === 0) throw nothingToLift(found, channel)
    await tx.optOuts.remove(accountId, optOuts)
    const subject = nameOf(address ?? (optOuts[0] as OptOut))
    const before = { consent: text, optOuts }
    return { answer: optOuts, change: { noun: 'opt-out', verb: 'remove', subject, before, after: null } }
  })
}

function nothingToLift(found: readonly OptOut[], channel: ClosedChannel | undefined): Refusal {
  const others = found.map((each) => each.channel).join(', ')
  return new Refusal(
    'not_found',
    channel === undefined || others === ''
      ? 'there is no such opt-out'
      : `there is no opt-out for ${channel} alone: it is closed for ${others}`,
  )
}
