import type { Entry } from '../../core/entry/entry.ts'
import type { Ids } from '../../core/environment.ts'
import { giveWay } from '../../core/give-way.ts'
import type { EntryList } from '../../core/list/entry-list.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import type { Session } from '../engine/engine.ts'
import { type Chunk, entryAt, phoneAt, positionIn } from './chunk.ts'
import { chunkSize, chunksOf, cut, type Piece } from './chunk-cut.ts'
import { withEntries, withList, withoutEntry } from './chunk-edit.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { editLongList, isByDelta } from './edit-long-list.ts'
import { type HeldChunks, SoughtKeys } from './held-chunks.ts'
import type { LastMaking } from './last-making.ts'
import { type PhoneKey, phoneKey } from './leaf.ts'
import type { ListRow } from './list-row.ts'
import { insertChunk, insertList, readChunk, readList, readStored } from './list-rows.ts'
import { patchedChunk } from './patch.ts'
import { editIndex, keysIn, type PhoneIndex } from './phone-index.ts'

/**
 * Entries of a last chunk to which nothing is added any more. A list that grows one by one has chunks of this size, so
 * that the next entry copies 8 KB of codes at the most.
 */
const appendSize = 1000

const nothing: ListRow = { chunks: [], index: null }

/**
 * Makes the next version of a list, and returns its id; null when no entry is left. Only the chunks and leaves in which
 * an edited entry stands are written again.
 */
export async function editList(
  session: Session,
  ids: Ids,
  accountId: number,
  listId: string | null,
  edit: ListEdit,
  last: LastMaking,
  held: HeldChunks,
): Promise<string | null> {
  const before = (await readList(session, accountId, listId, held.rows)) ?? nothing
  if (listId !== null && isByDelta(before, edit)) {
    return editLongList(session, ids, accountId, listId, before, edit, held)
  }
  const chunks: ChunkRef[] = []
  const edits = editsByChunk(before.chunks, edit)
  const removedKeys: PhoneKey[] = []
  const addedKeys: PhoneKey[] = keysOf(edit.added)
  const write = async (chunk: Chunk, firstEntryId: number): Promise<void> => {
    for (const piece of cut(chunk)) {
      chunks.push(await insertChunk(session, ids, accountId, piece.chunk, firstEntryId + piece.offset))
    }
  }

  for (const ref of before.chunks) {
    const wanted = edits.get(ref)
    if (!wanted) {
      chunks.push(ref)
      continue
    }
    const [, , firstEntryId] = ref
    let chunk = await readChunk(session, accountId, ref)
    const changed = new Map<number, Entry>()
    for (const { id, after } of wanted) {
      const position = positionIn(chunk, id - firstEntryId, listId)
      const phone = phoneAt(chunk, position)
      if (after) changed.set(position, after)
      if (after?.phone === phone) continue
      removedKeys.push(phoneKey(phone))
      if (after) addedKeys.push(phoneKey(after.phone))
    }
    // All changed entries at once, because each step makes a copy of the chunk.
    if (changed.size > 0) chunk = withEntries(chunk, changed)
    for (const { id, after } of wanted) {
      if (!after) chunk = withoutEntry(chunk, positionIn(chunk, id - firstEntryId, listId))
    }
    if (wanted.length > 1) await giveWay()
    await write(chunk, firstEntryId)
  }
  chunks.push(...(await appendEntries(session, ids, accountId, chunks, edit)))

  if (chunks.length === 0) return null
  const index =
    chunks.length > 1 ? await editIndex(session, ids, accountId, await indexOf(), removedKeys, addedKeys) : null
  const id = await insertList(session, ids, accountId, { chunks, index })
  const count = chunks.reduce((sum, [, inChunk]) => sum + inChunk, 0)
  last.remember(id, count, listId === null ? { whole: edit.added } : { from: listId, added: addedKeys })
  return id

  async function indexOf(): Promise<PhoneIndex> {
    return before.index ?? editIndex(session, ids, accountId, [], [], await allKeys(session, accountId, before))
  }
}

/**
 * Writes entries that come behind those of the chunks, and returns their references. A few entries join a short last
 * chunk, which is taken off `chunks` then.
 */
export async function appendEntries(
  session: Session,
  ids: Ids,
  accountId: number,
  chunks: ChunkRef[],
  { added, firstEntryId }: Pick<ListEdit, 'added' | 'firstEntryId'>,
): Promise<ChunkRef[]> {
  const written: ChunkRef[] = []
  const write = async ({ chunk, offset }: Piece, first: number): Promise<void> => {
    written.push(await insertChunk(session, ids, accountId, chunk, first + offset))
  }
  if (added.codes.length === 0) return written
  const last = chunks.at(-1)
  if (last && last[1] < appendSize && added.codes.length <= chunkSize) {
    chunks.pop()
    const [, , first] = last
    const chunk = withList(await readChunk(session, accountId, last), added, firstEntryId - first)
    for (const piece of cut(chunk)) await write(piece, first)
    return written
  }
  for (const piece of chunksOf(added)) {
    await giveWay()
    await write(piece, firstEntryId)
  }
  return written
}

function keysOf({ sortedCodes, phones }: EntryList): PhoneKey[] {
  return [...sortedCodes, ...phones.values()]
}

interface EntryEdit {
  readonly id: number
  readonly after: Entry | undefined
}

function editsByChunk(chunks: readonly ChunkRef[], edit: ListEdit): ReadonlyMap<ChunkRef, EntryEdit[]> {
  const edits = new Map<ChunkRef, EntryEdit[]>()
  const wanted = [
    ...edit.changed.map((after) => ({ id: after.id, after })),
    ...edit.removed.map((id) => ({ id, after: undefined })),
  ]
  for (const each of wanted) {
    const ref = chunks.findLast(([, , firstEntryId]) => firstEntryId <= each.id)
    const others = ref && edits.get(ref)
    if (others) others.push(each)
    else if (ref) edits.set(ref, [each])
    else throw new Error(`entry ${each.id} is in no chunk of its list`)
  }
  return edits
}

/**
 * The entries of the list that have these phones, by phone. Where the list has an index, one leaf for each phone shows
 * whether the phone is there, and the chunks are searched only for those that are. What they hold is held for the next search.
 */
export async function entriesByPhone(
  session: Session,
  accountId: number,
  listId: string | null,
  phones: readonly string[],
  held: HeldChunks,
): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  const list = (await readList(session, accountId, listId, held.rows)) ?? nothing
  const keys = phones.map(phoneKey)
  const sought = new SoughtKeys(list.index ? await keysIn(session, accountId, list.index, keys) : keys)
  for (const ref of list.chunks) {
    if (sought.left === 0) break
    const [chunkId, , firstEntryId, , patch] = ref
    const known = list.index ? held.find(accountId, chunkId, sought) : undefined
    const isInPatch = patch !== undefined && patch.changed.length + patch.added.length > 0
    if (known === 'none' && !isInPatch) continue
    const stored = known && known !== 'none' ? known : await readStored(session, accountId, ref)
    if (list.index) held.hold(accountId, chunkId, stored)
    const chunk = patchedChunk(stored, firstEntryId, patch)
    for (const position of sought.positionsIn(chunk)) {
      const entry = entryAt(chunk, position, firstEntryId)
      entries.set(entry.phone, entry)
      sought.found(phoneKey(entry.phone))
    }
  }
  return entries
}

/** The keys of all phones of a list, in the order of its entries. */
export async function allKeys(session: Session, accountId: number, list: ListRow): Promise<PhoneKey[]> {
  const keys: PhoneKey[] = []
  for (const ref of list.chunks) {
    const chunk = await readChunk(session, accountId, ref)
    for (let position = 0; position < chunk.codes.length; position++) keys.push(phoneKey(phoneAt(chunk, position)))
  }
  return keys
}
