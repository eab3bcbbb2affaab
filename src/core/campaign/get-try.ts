import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { LedgerCall } from '../ledger/call-record.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign } from './campaign.ts'
import type { Target, Try } from './run.ts'

/** A try, and all that belongs to it. */
export interface WholeTry {
  readonly campaign: Campaign | undefined
  readonly target: Target
  readonly attempt: Try
  /** Its call; undefined where the ledger has none, or has forgotten it. */
  readonly call: LedgerCall | undefined
}

/** Milliseconds by which the PBX may date a call otherwise than the try. */
const slack = 60_000

/** The calls of one number that are looked through, at the most. */
const callsAtMost = 200

/**
 * The try at a place of a target, with its call.
 *
 * @throws Refusal `not_found`.
 */
export async function getTry(
  core: Core,
  caller: Caller,
  { targetId, place }: { readonly targetId: number; readonly place: number },
): Promise<WholeTry> {
  mustBeAllowed(caller, 'campaign.find')
  const { accountId } = caller
  const [found] = await core.store.campaigns.targetsAfter(accountId, {}, { after: targetId - 1, limit: 1 })
  const target = mustExist(found?.id === targetId ? found : undefined, 'try')
  const attempt = mustExist(
    target.tries.find((each) => each.place === place),
    'try',
  )
  const { callId, startedAt, endedAt } = attempt
  const parties = (await planOfAccount(core, accountId)).spellingsOf(target.phone)
  const calls = await core.store.ledger.slice(
    accountId,
    { parties, since: startedAt - slack, until: (endedAt ?? core.clock.now()) + slack },
    { after: 0, limit: callsAtMost },
  )
  return {
    campaign: await core.store.campaigns.get(accountId, { id: target.campaignId }),
    target,
    attempt,
    call: calls.find(({ originateId }) => originateId === callId),
  }
}
