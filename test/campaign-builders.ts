import { type Campaign, usualCampaign } from '../src/core/campaign/campaign.ts'
import type { Run, RunCounts } from '../src/core/campaign/run.ts'
import type { LookedAt } from '../src/core/dialler/dial-log.ts'
import type { CallRecord } from '../src/core/ledger/call-record.ts'

const none: RunCounts = {
  ...{ size: 0, left: 0, calling: 0, waiting: 0, answered: 0, busy: 0, 'no-answer': 0, failed: 0, lost: 0 },
  ...{ skipped: 0, repeated: 0, tries: 0, talk: 0, wait: 0 },
}

/** A campaign that waits. */
export function buildCampaign(accountId: number, id: number, fields: Partial<Campaign> = {}): Campaign {
  return {
    ...{ ...usualCampaign, accountId, id, hexId: id.toString(16).padStart(24, '0'), name: `campaign ${id}` },
    ...{ trunkManagerId: 1, listId: null, listCount: 0, state: 'waiting', repeat: 0, createdAt: id, updatedAt: id },
    ...fields,
  }
}

/** A run of a campaign at its beginning. */
export function buildRun({ accountId, id, repeat }: Campaign, size: number, fields: Partial<Run> = {}): Run {
  return {
    ...{ accountId, campaignId: id, repeat, listIds: ['a', 'b'], country: 'IR', next: { list: 0, entry: 0 } },
    ...{ counts: { ...none, size, left: size }, startedAt: 5, endedAt: null },
    ...fields,
  }
}

/** The counts that are not 0. */
export function countedIn(run: Run | undefined): Partial<RunCounts> {
  return Object.fromEntries(Object.entries(run?.counts ?? {}).filter(([, count]) => count !== 0))
}

/** Numbers that are looked at. One that begins with an x is not called. */
export function lookAt(phones: readonly string[]): LookedAt[] {
  return phones.map((phone) => ({ phone, key: phone, skipped: phone.startsWith('x') ? 'opted_out' : '' }))
}

/** A call of a campaign as the ledger has it, answered after 4 seconds for 10. */
export function buildCall(originateId: string, fields: Partial<CallRecord> = {}): CallRecord {
  return {
    ...{ callId: `c ${originateId}`, from: '', to: '1', taker: '', way: 'outgoing', entry: '', exit: 'out', route: '' },
    ...{ originateId, campaign: 'c', recording: '', disposition: 'ANSWERED', startedAt: 1e9, digits: '' },
    ...{ answeredAt: 1.004e9, endedAt: 1.014e9, legs: [], talks: [], steps: [], doubts: [], ...fields },
  }
}
