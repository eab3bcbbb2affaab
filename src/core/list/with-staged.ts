import type { Core } from '../core.ts'
import type { EntryList } from './entry-list.ts'
import { countOf, type NewList } from './staged-list.ts'

/** Entries that a write takes a few milliseconds for: lists that are longer are staged. */
const writtenAtOnce = 16_000

/**
 * Runs a write of a list. A long one is staged first, so that no other request waits for its chunks: the write itself only
 * points at them. When it is refused they are forgotten again.
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
    // What cannot be forgotten now is swept later; the answer says why the write failed.
    await core.store.stage.drop(accountId, staged.id).catch(() => undefined)
    throw error
  }
}
