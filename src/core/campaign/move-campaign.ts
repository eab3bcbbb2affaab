import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Campaign, CampaignRef, CampaignState } from './campaign.ts'

/** A move of a campaign from one state to another. */
export interface Move {
  readonly accountId: number
  readonly ref: CampaignRef
  /** The states from which it can be made, and what to do in others. */
  readonly from: readonly CampaignState[]
  readonly otherwise: string
  /** Makes the campaign as it is afterwards, and writes what belongs to it. */
  readonly make: (tx: Transaction, campaign: Campaign, now: number) => Promise<Campaign>
}

/**
 * Brings a campaign from one state to another, as one change.
 *
 * @throws Refusal `not_found`; `conflict` in a state from which there is no such move.
 */
export function moveCampaign(
  { store, clock }: Core,
  caller: AnyCaller,
  { accountId, ref, from, otherwise, make }: Move,
): Promise<Campaign> {
  return store.write(authorOf(caller, accountId), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const before = mustExist(await tx.campaigns.lock(accountId, ref), 'campaign')
    if (!from.includes(before.state)) {
      throw new Refusal('conflict', `the campaign is ${before.state}: ${otherwise}`)
    }
    const now = clock.now()
    const campaign = { ...(await make(tx, before, now)), updatedAt: now }
    await tx.campaigns.update(campaign)
    const states = difference({ ...before }, { ...campaign })
    return { answer: campaign, change: { noun: 'campaign', verb: 'update', subject: campaign.name, ...states } }
  })
}
