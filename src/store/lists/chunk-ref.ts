import type { Entry } from '../../core/entry/entry.ts'

/**
 * A chunk in its list. `[c7, 4000, 8000]`: the chunk c7 holds 4,000 entries, the first of which is the entry 8000.
 * Without that entry the next version of the list has `[c8, 3999, 8001]` in its place. A small chunk that has no row of its own has
 * no id, and comes with its bytes: it stands in the row of its list, if it is all of the list. A patch says how the entries differ from
 * those of the stored chunk.
 */
export type ChunkRef = readonly [
  id: string,
  count: number,
  firstEntryId: number,
  bytes?: Uint8Array | undefined,
  patch?: ChunkPatch | undefined,
]

/** What a delta says of one chunk of its base. */
export interface ChunkPatch {
  readonly changed: Entry[]
  readonly removed: number[]
  readonly added: readonly Entry[]
}
