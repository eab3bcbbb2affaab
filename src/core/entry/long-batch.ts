import { rankCount, type SortedGiven, sortPhones } from '../list/sorted-phones.ts'
import type { EntryDraft } from './entry.ts'

/** The drafts of a batch, some thousands at a time. They can be gone through as often as needed. */
export interface DraftParts extends Iterable<readonly EntryDraft[]> {
  /** How many drafts there are, at the most. */
  readonly count: number
}

/** A batch of which everything is known that no list decides. */
export interface LongBatch extends SortedGiven {
  readonly parts: DraftParts
  /** How many phones there are. */
  readonly size: number
}

/** Goes through a batch for the first time. */
export async function readLongBatch(parts: DraftParts): Promise<LongBatch> {
  const given = await sortPhones(phonesIn(parts))
  return { ...given, parts, size: rankCount(given.phones) }
}

function* phonesIn(parts: DraftParts): Generator<string[]> {
  for (const drafts of parts) yield drafts.map(({ phone }) => phone)
}
