import { countOf, type NewList } from '../list/staged-list.ts'
import type { Transaction } from '../ports.ts'
import type { Campaign } from './campaign.ts'

/** Writes numbers for a campaign: its own, or those of linked contacts for one run. */
export async function insertNumbers(
  tx: Transaction,
  accountId: number,
  list: NewList | undefined,
): Promise<Pick<Campaign, 'listId' | 'listCount'>> {
  const listCount = list ? countOf(list) : 0
  if (!list || listCount === 0) return { listId: null, listCount: 0 }
  // The entries of such a list have ids of their own: nobody asks for one of them.
  return { listId: await tx.lists.insert(accountId, list, 1), listCount }
}
