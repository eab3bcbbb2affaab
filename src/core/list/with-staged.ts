import type { Core } from '../core.ts'
import type { EntryList } from './entry-list.ts'
import { countOf, type NewList } from './staged-list.ts'

/** The most entries that are written at once, in a few milliseconds. A longer list is staged. */
const writtenAtOnce = 16_000

/**
 * Runs a write of a list. A long list is staged first: the write itself only points at its chunks, so that no other
 * request waits for them. When the write fails, the staged list is forgotten again.
 */
export async function withStaged<T>(
  core: Core,
  accountId: number,
  list: EntryList | undefined,
  write: (list: NewList | undefined) => Promise<T>,
): Promise<T> {
  if (!list || countOf(list) <= writtenAtOnce) return write(list)
  const staged = await core.store.stage.put(accountId, list)
  try {
    return await write(staged)
  } catch (error) {
    // A list that cannot be forgotten now is swept later. The answer says why the write failed.
    await core.store.stage.drop(accountId, staged.id).catch(() => undefined)
    throw error
  }
}
