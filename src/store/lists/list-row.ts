import type { ChunkRef } from './chunk-ref.ts'
import type { ListDelta } from './list-delta.ts'
import type { PhoneIndex } from './phone-index.ts'

/** A list version as it is stored. */
export interface ListRow {
  readonly chunks: readonly ChunkRef[]
  /**
   * Null for a list of one chunk, because that is searched as fast as a leaf. Null also for a list from before there
   * was an index, which gets one with its next edit.
   */
  readonly index: PhoneIndex | null
  /** The list from which this one differs by a delta, where it does. */
  readonly base?: { readonly id: string; readonly delta: ListDelta } & Pick<ListRow, 'chunks' | 'index'>
}
