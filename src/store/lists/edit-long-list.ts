import type { Ids } from '../../core/environment.ts'
import { giveWay } from '../../core/give-way.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import type { Session } from '../engine/engine.ts'
import { phoneAt, positionIn } from './chunk.ts'
import { cut } from './chunk-cut.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { encodeDelta, isLarge, noDelta, withEdit } from './list-delta.ts'
import { insertChunk, insertDelta, insertList, type ListRow, readChunk } from './list-rows.ts'
import { patchedChunks, patchedIndex, placeOf } from './patch.ts'
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
): Promise<string | null> {
  const base = list.base ?? { id: listId, chunks: list.chunks, index: list.index, delta: noDelta }
  const delta = withEdit(base.delta, edit, await phonesBefore(session, accountId, listId, list, edit))
  const chunks = patchedChunks(base.chunks, delta)
  const count = countOf(chunks)
  // A list that is not long any more has a sieve, and is read often.
  const bytes = count > sievedAtMost ? encodeDelta(delta) : undefined
  if (bytes) return insertDelta(session, ids, accountId, { count, baseId: base.id, delta: bytes })
  const written = await writeChunks(session, ids, accountId, chunks)
  if (written.length === 0) return null
  const index = base.index && patchedIndex(base.index, delta)
  return insertList(session, ids, accountId, {
    chunks: written,
    index: index && written.length > 1 ? await writePatched(session, ids, accountId, index) : null,
  })
}

/** The phones of the entries that an edit changes or removes, by id. */
async function phonesBefore(
  session: Session,
  accountId: number,
  listId: string,
  { chunks }: ListRow,
  edit: ListEdit,
): Promise<Map<number, string>> {
  const phones = new Map<number, string>()
  const wanted = Map.groupBy([...edit.changed.map(({ id }) => id), ...edit.removed], (id) => placeOf(chunks, id))
  for (const [place, entryIds] of wanted) {
    const ref = chunks[place] as ChunkRef
    const chunk = await readChunk(session, accountId, ref)
    for (const id of entryIds) phones.set(id, phoneAt(chunk, positionIn(chunk, id - ref[2], listId)))
  }
  return phones
}

async function writeChunks(
  session: Session,
  ids: Ids,
  accountId: number,
  chunks: readonly ChunkRef[],
): Promise<ChunkRef[]> {
  const written: ChunkRef[] = []
  for (const ref of chunks) {
    if (!ref[4]) {
      written.push(ref)
      continue
    }
    for (const { chunk, offset } of cut(await readChunk(session, accountId, ref)))
      written.push(await insertChunk(session, ids, accountId, chunk, ref[2] + offset))
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
