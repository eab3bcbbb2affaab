import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { beginCampaign } from './begin-campaign.ts'
import type { Campaign } from './campaign.ts'

/** Begins the campaigns of an account that wait, and whose start has come. One that somebody else has begun or stopped is left alone. */
export async function beginDueCampaigns(
  core: Core,
  caller: ServerCaller,
  { accountId }: { readonly accountId: number },
): Promise<void> {
  mustBeAllowed(caller, 'campaign.run')
  for (const { id } of await core.store.dialLog.toBegin(accountId, core.clock.now())) {
    const move = { accountId, ref: { id }, from: ['waiting' as const], otherwise: 'it has begun' }
    await unlessMoved(beginCampaign(core, caller, move))
  }
}

/** A move that somebody else was faster with is none. */
export async function unlessMoved(move: Promise<Campaign>): Promise<void> {
  try {
    await move
  } catch (error) {
    if (!(error instanceof Refusal && (error.code === 'conflict' || error.code === 'not_found'))) throw error
  }
}
