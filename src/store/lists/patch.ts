import type { Entry } from '../../core/entry/entry.ts'
import type { Chunk } from './chunk.ts'
import { withAdded, withEntries, withoutEntries } from './chunk-edit.ts'
import type { ChunkPatch, ChunkRef } from './chunk-ref.ts'
import { positionOf } from './id-runs.ts'
import type { PhoneKey } from './leaf.ts'
import type { LeafPatch } from './leaf-patch.ts'
import { cameIn, type ListDelta } from './list-delta.ts'
import { type LeafRef, leafOf, type PhoneIndex } from './phone-index.ts'

/** The chunks of a list that is a base and a delta. What was added belongs to the last chunk. */
export function patchedChunks(chunks: readonly ChunkRef[], delta: ListDelta): ChunkRef[] {
  const patches = new Map<number, { changed: Entry[]; removed: number[]; added: readonly Entry[] }>()
  const at = (place: number) => {
    const patch = patches.get(place) ?? { changed: [], removed: [], added: [] }
    patches.set(place, patch)
    return patch
  }
  for (const entry of delta.changed) at(placeOf(chunks, entry.id)).changed.push(entry)
  for (const id of delta.removed) at(placeOf(chunks, id)).removed.push(id)
  if (delta.added.length > 0) at(chunks.length - 1).added = delta.added
  return chunks.map((ref, place): ChunkRef => {
    const patch = patches.get(place)
    if (!patch) return ref
    const [id, count, firstEntryId, bytes] = ref
    return [id, count - patch.removed.length + patch.added.length, firstEntryId, bytes, patch]
  })
}

/** The place of the chunk in which the entry is: the last one that begins at or before it. */
export function placeOf(chunks: readonly ChunkRef[], entryId: number): number {
  let low = 0
  let high = chunks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((chunks[middle] as ChunkRef)[2] <= entryId) low = middle + 1
    else high = middle
  }
  if (low === 0) throw new Error(`entry ${entryId} is in no chunk of its list`)
  return low - 1
}

/** The chunk as the patch has it, of a chunk whose ids count from `firstEntryId`. */
export function patchedChunk(chunk: Chunk, firstEntryId: number, patch: ChunkPatch | undefined): Chunk {
  if (!patch) return chunk
  const count = chunk.codes.length
  const position = (id: number): number => positionOf(chunk.runs, count, id - firstEntryId)
  const changed = new Map(patch.changed.map((entry) => [position(entry.id), entry]))
  const kept = withoutEntries(
    changed.size > 0 ? withEntries(chunk, changed) : chunk,
    new Set(patch.removed.map(position)),
  )
  return patch.added.length > 0 ? withAdded(kept, patch.added, firstEntryId) : kept
}

/** A name that two references have if and only if they stand for the same entries. */
export function nameOf([id, , , , patch]: ChunkRef): string {
  return patch ? `${id} ${JSON.stringify(patch)}` : id
}

/** The leaves of a list that is a base and a delta. */
export function patchedIndex(index: PhoneIndex, delta: ListDelta): PhoneIndex {
  const patches = new Map<LeafRef, LeafPatch>()
  const of = (key: PhoneKey): LeafPatch => {
    const ref = leafOf(index, key) as LeafRef
    const patch = patches.get(ref) ?? { left: new Set(), came: new Set() }
    patches.set(ref, patch)
    return patch
  }
  for (const key of delta.left) of(key).left.add(key)
  for (const key of cameIn(delta)) of(key).came.add(key)
  return index.map((ref): LeafRef => {
    const patch = patches.get(ref)
    return patch ? [ref[0], ref[1], ref[2], patch] : ref
  })
}
