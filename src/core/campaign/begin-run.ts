import { mustExist } from '../errors.ts'
import type { NewList } from '../list/staged-list.ts'
import type { Transaction } from '../ports.ts'
import type { Campaign } from './campaign.ts'
import { insertNumbers } from './insert-numbers.ts'

/**
 * Begins the next run of a campaign: of the lists of its groups as they are now, of the contacts that are linked to them, and of its
 * own numbers. A list never changes, so that its numbers are not copied. A group that is gone has nobody to call.
 */
export async function beginRun(
  tx: Transaction,
  campaign: Campaign,
  now: number,
  contacts: NewList | undefined,
): Promise<Campaign> {
  const { accountId, groupIds } = campaign
  const { country } = mustExist(await tx.accounts.lock(accountId), 'account')
  const groups = new Map<number, { readonly listId: string | null; readonly count: number }>()
  for (const id of groupIds.toSorted((one, other) => one - other)) {
    const group = await tx.groups.lock(accountId, { id })
    if (group) groups.set(id, group)
  }
  const own = { listId: campaign.listId, count: campaign.listCount }
  const lists = [...new Set(groupIds)].flatMap((id) => groups.get(id) ?? [])
  const linked = await insertNumbers(tx, accountId, contacts)
  const called = [...lists, { listId: linked.listId, count: linked.listCount }, own].filter(({ count }) => count > 0)
  const size = called.reduce((sum, { count }) => sum + count, 0)
  const repeat = campaign.repeat + 1
  await tx.campaigns.insertRun({
    ...{ accountId, campaignId: campaign.id, repeat, country, startedAt: now, endedAt: null },
    listIds: called.map(({ listId }) => listId as string),
    next: { list: 0, entry: 0 },
    counts: {
      ...{ size, left: size, calling: 0, waiting: 0, answered: 0, busy: 0, 'no-answer': 0, failed: 0, lost: 0 },
      ...{ skipped: 0, repeated: 0, tries: 0, talk: 0, wait: 0 },
    },
  })
  return { ...campaign, state: 'running', repeat }
}
