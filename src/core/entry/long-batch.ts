import { rankCount, type SortedPhones, sortPhones } from '../list/sorted-phones.ts'
import type { EntryDraft } from './entry.ts'

/** The drafts of a batch, some thousands at a time. They can be gone through as often as needed. */
export interface DraftParts extends Iterable<readonly EntryDraft[]> {
  /** How many drafts there are, at the most. */
  readonly count: number
}

/** A batch of which everything is known that no list decides. */
export interface LongBatch {
  readonly parts: DraftParts
  /** The phones of the drafts. */
  readonly phones: SortedPhones
  /** How many phones there are. */
  readonly size: number
  /** 1 at the ranks of phones that several drafts have, else 0. */
  readonly isRepeated: Uint8Array
}

/** Goes through a batch for the first time. */
export async function readLongBatch(parts: DraftParts): Promise<LongBatch> {
  const { sorted, isRepeated } = await sortPhones(phonesIn(parts))
  return { parts, phones: sorted, size: rankCount(sorted), isRepeated }
}

function* phonesIn(parts: DraftParts): Generator<string[]> {
  for (const drafts of parts) yield drafts.map(({ phone }) => phone)
}
