import { type EntryList, emptyEntryList } from '../list/entry-list.ts'
import type { ListMerger } from '../list/list-merge.ts'
import type { NewList, StagedList } from '../list/staged-list.ts'
import { BatchMerge } from './batch-merge.ts'
import type { LongBatch } from './long-batch.ts'

/** New entries that need not be staged: so few that they may join a short last chunk. */
const joiningAtMost = 1000

/** A batch that has met a list version, ready to be written. */
export interface PreparedBatch {
  readonly listId: string | null
  readonly merge: BatchMerge
  /** The version, with the details that the batch gives to its entries. */
  readonly merged: StagedList
  /** The entries that come behind. */
  readonly added: NewList
}

/** A batch, and the list version that it meets. */
interface Meeting {
  readonly accountId: number
  readonly listId: string | null
  readonly batch: LongBatch
}

/**
 * Prepares a batch for a list version. Where another version was met before and the same phones are missing in both, the
 * entries that come behind are taken over: they are most of the work. `onStaged` is told of each list as soon as it is staged: whoever
 * does not write it must forget it.
 */
export async function prepareBatch(
  lists: ListMerger,
  { accountId, listId, batch }: Meeting,
  before: PreparedBatch | undefined,
  onStaged: (id: string) => void = () => undefined,
): Promise<PreparedBatch> {
  const held = await lists.held(accountId, listId, batch.phones)
  const known = before && isSame(before.merge.held, held) ? before : undefined
  const merge = known?.merge ?? (await BatchMerge.begin(batch, held))
  const merged = await lists.merge(accountId, listId, merge.listMerge())
  onStaged(merged.id)
  const added = known?.added ?? (await addedBy(lists, accountId, merge))
  if ('id' in added) onStaged(added.id)
  return { listId, merge, merged, added }
}

async function addedBy(lists: ListMerger, accountId: number, merge: BatchMerge): Promise<NewList> {
  if (merge.addedCount > joiningAtMost) return lists.append(accountId, merge.added())
  if (merge.addedCount === 0) return emptyEntryList
  let added: EntryList = emptyEntryList
  for await (const piece of merge.added()) added = piece
  return added
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((each, index) => each === other[index])
}
