import type { Bulk } from '../bulk/bulk.ts'
import type { Caller } from '../caller.ts'
import type { Outcome, Run } from '../campaign/run.ts'
import type { Core } from '../core.ts'
import type { MessageState } from '../message/message.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { equalTimes, type Progress } from './progress.ts'

/** What became of the numbers of a run, over its time. */
export async function findRunProgress(core: Core, caller: Caller, run: Run): Promise<Progress<Outcome | 'skipped'>> {
  mustBeAllowed(caller, 'campaign.find')
  const times = equalTimes(run.startedAt, run.endedAt ?? core.clock.now())
  const { campaignId, repeat } = run
  const counted = await core.store.campaigns.progress({ accountId: caller.accountId, campaignId, repeat }, times)
  return { ...times, counted }
}

/** What became of the messages of a bulk, over its time. */
export async function findBulkProgress(core: Core, caller: Caller, bulk: Bulk): Promise<Progress<MessageState>> {
  mustBeAllowed(caller, 'message.find')
  const times = equalTimes(bulk.createdAt, bulk.endedAt ?? core.clock.now())
  const counted = await core.store.bulks.progress({ accountId: caller.accountId, id: bulk.id }, times)
  return { ...times, counted }
}
