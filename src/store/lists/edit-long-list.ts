import type { Ids } from '../../core/environment.ts'
import { giveWay } from '../../core/give-way.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import type { Session } from '../engine/engine.ts'
import { type Chunk, phoneAt, positionIn } from './chunk.ts'
import { cut } from './chunk-cut.ts'
import type { ChunkRef } from './chunk-ref.ts'
import type { HeldChunks } from './held-chunks.ts'
import { encodeDelta, isLarge, noDelta, withEdit } from './list-delta.ts'
import type { ListRow } from './list-row.ts'
import { insertChunk, insertDelta, insertList, readStored } from './list-rows.ts'
import { patchedChunk, patchedChunks, patchedIndex, placeOf } from './patch.ts'
import { type PhoneIndex, readLeaf, writeLeaves } from './phone-index.ts'
import { sievedAtMost } from './sieve.ts'

/** Whether the next version of a list is written as its difference from a base. Other lists are so short that each edit writes their parts anew. */
export function isByDelta({ base, chunks, index }: ListRow, edit: ListEdit): boolean {
  return base !== undefined || (index !== null && countOf(chunks) > sievedAtMost && !isLarge(edit))
}

function countOf(chunks: readonly ChunkRef[]): number {
  return chunks.reduce((sum, [, count]) => sum + count, 0)
}

/**
 * Makes the next version of a long list, and returns its id; null when no entry is left. It is a row of a few thousand bytes that
 * tells how the list differs from its base, until that is too much: then the chunks and leaves in which it differs are written,
 * and the list is a base itself.
 */
export async function editLongList(
  session: Session,
  ids: Ids,
  accountId: number,
  listId: string,
  list: ListRow,
  edit: ListEdit,
  held: HeldChunks,
): Promise<string | null> {
  const chunkOf = async (ref: ChunkRef): Promise<Chunk> => {
    const stored = held.get(accountId, ref[0]) ?? (await readStored(session, accountId, ref))
    return patchedChunk(stored, ref[2], ref[4])
  }
  const base = list.base ?? { id: listId, chunks: list.chunks, index: list.index, delta: noDelta }
  const delta = withEdit(base.delta, edit, await phonesBefore(chunkOf, listId, list, edit))
  const chunks = patchedChunks(base.chunks, delta)
  const count = countOf(chunks)
  // A list that is not long any more has a sieve, and is read often.
  const bytes = count > sievedAtMost ? encodeDelta(delta) : undefined
  const index = base.index && patchedIndex(base.index, delta)
  if (bytes) {
    const id = await insertDelta(session, ids, accountId, { count, baseId: base.id, delta: bytes })
    held.rows.hold(accountId, id, { chunks, index, base: { ...base, delta } })
    return id
  }
  const written = await writeChunks(chunks, chunkOf, async (chunk, firstEntryId) => {
    const ref = await insertChunk(session, ids, accountId, chunk, firstEntryId)
    // The next edit of the list looks for its phones in all chunks.
    if (ref[0]) held.hold(accountId, ref[0], chunk)
    return ref
  })
  if (written.length === 0) return null
  return insertList(session, ids, accountId, {
    chunks: written,
    index: index && written.length > 1 ? await writePatched(session, ids, accountId, index) : null,
  })
}

/** The phones of the entries that an edit changes or removes, by id. */
async function phonesBefore(
  chunkOf: (ref: ChunkRef) => Promise<Chunk>,
  listId: string,
  { chunks }: ListRow,
  edit: ListEdit,
): Promise<Map<number, string>> {
  const phones = new Map<number, string>()
  const wanted = Map.groupBy([...edit.changed.map(({ id }) => id), ...edit.removed], (id) => placeOf(chunks, id))
  for (const [place, entryIds] of wanted) {
    const ref = chunks[place] as ChunkRef
    const chunk = await chunkOf(ref)
    for (const id of entryIds) phones.set(id, phoneAt(chunk, positionIn(chunk, id - ref[2], listId)))
  }
  return phones
}

/** The chunks, of which those with a patch are written anew. */
async function writeChunks(
  chunks: readonly ChunkRef[],
  chunkOf: (ref: ChunkRef) => Promise<Chunk>,
  write: (chunk: Chunk, firstEntryId: number) => Promise<ChunkRef>,
): Promise<ChunkRef[]> {
  const written: ChunkRef[] = []
  for (const ref of chunks) {
    if (!ref[4]) {
      written.push(ref)
      continue
    }
    for (const { chunk, offset } of cut(await chunkOf(ref))) written.push(await write(chunk, ref[2] + offset))
    await giveWay()
  }
  return written
}

async function writePatched(session: Session, ids: Ids, accountId: number, index: PhoneIndex): Promise<PhoneIndex> {
  const written: PhoneIndex[number][] = []
  for (const ref of index) {
    if (!ref[3]) {
      written.push(ref)
      continue
    }
    const keys = await readLeaf(session, accountId, ref)
    if (keys.length > 0) written.push(...(await writeLeaves(session, ids, accountId, keys)))
    await giveWay()
  }
  return written
}
