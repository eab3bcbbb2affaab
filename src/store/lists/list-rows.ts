import type { Ids } from '../../core/environment.ts'
import { checksumOf } from '../checks/checksum.ts'
import { there, whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { type Chunk, decodeChunk, encodeChunk } from './chunk.ts'
import type { ChunkRef } from './chunk-ref.ts'
import type { HeldRows } from './held-rows.ts'
import { decodeDelta } from './list-delta.ts'
import type { ListRow } from './list-row.ts'
import type { MadeRow } from './made-row.ts'
import { patchedChunk, patchedChunks, patchedIndex } from './patch.ts'

/** The bytes of a chunk that can stand in the row of its list, at the most: 79 phones, and fewer with details. */
const inRowAtMost = 640

/**
 * The stored list; undefined without an id. What is held of it and its base is not read.
 *
 * @throws Damaged also when the account has no such list.
 */
export async function readList(
  session: Session,
  accountId: number,
  listId: string | null,
  held?: HeldRows,
): Promise<ListRow | undefined> {
  if (listId === null) return undefined
  const known = held?.find(accountId, listId)
  if (known) return known
  const list = await readStoredList(session, accountId, listId, held)
  held?.hold(accountId, listId, list)
  return list
}

async function readStoredList(
  session: Session,
  accountId: number,
  listId: string,
  held: HeldRows | undefined,
): Promise<ListRow> {
  const row = there(
    'lists',
    accountId,
    listId,
    await session.one('select * from lists where account_id = $1 and id = $2', [accountId, listId]),
  )
  whole('list', row)
  whole('index', row)
  const index = row.phone_index === null ? null : JSON.parse(row.phone_index as string)
  if (row.base_id === null) return { chunks: refsIn(row), index }
  const id = row.base_id as string
  const base = (await readList(session, accountId, id, held)) as ListRow
  const delta = decodeDelta(row.delta as Uint8Array)
  return {
    chunks: patchedChunks(base.chunks, delta),
    index: base.index && patchedIndex(base.index, delta),
    base: { id, delta, ...base },
  }
}

/**
 * The chunks of a list, for reads that need no index.
 *
 * @throws Damaged also when the account has no such list.
 */
export async function readChunkRefs(
  session: Session,
  accountId: number,
  listId: string | null,
): Promise<readonly ChunkRef[]> {
  if (listId === null) return []
  const row = there(
    'lists',
    accountId,
    listId,
    await session.one(
      'select account_id, id, count, chunks, entries, base_id, delta, checksum from lists where account_id = $1 and id = $2',
      [accountId, listId],
    ),
  )
  whole('list', row)
  if (row.base_id === null) return refsIn(row)
  const base = await readChunkRefs(session, accountId, row.base_id as string)
  return patchedChunks(base, decodeDelta(row.delta as Uint8Array))
}

function refsIn({ chunks, entries = null }: Row): readonly ChunkRef[] {
  const refs = JSON.parse(chunks as string) as ChunkRef[]
  if (entries === null) return refs
  return refs.map(([id, count, firstEntryId]) => [id, count, firstEntryId, entries as Uint8Array])
}

/** Stores a list version and returns its id. */
export async function insertList(
  session: Session,
  ids: Ids,
  accountId: number,
  { chunks, index }: ListRow,
): Promise<string> {
  const refs = chunks.length > 1 ? await withOwnRows(session, ids, accountId, chunks) : chunks
  const row = {
    account_id: accountId,
    id: ids.hexId(),
    count: refs.reduce((sum, [, inChunk]) => sum + inChunk, 0),
    chunks: JSON.stringify(refs.map(([id, count, firstEntryId]) => [id, count, firstEntryId])),
    phone_index: index && JSON.stringify(index),
    entries: refs[0]?.[3] ?? null,
  }
  await session.put(
    `insert into lists (account_id, id, count, chunks, phone_index, entries, checksum, index_checksum)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...Object.values(row), checksumOf('list', row), checksumOf('index', row)],
  )
  return row.id
}

/** Stores a list version that differs from its base by a delta, and returns its id. */
export async function insertDelta(
  session: Session,
  ids: Ids,
  accountId: number,
  { count, baseId, delta }: { readonly count: number; readonly baseId: string; readonly delta: Uint8Array },
): Promise<string> {
  const row = { account_id: accountId, id: ids.hexId(), count, chunks: '[]', base_id: baseId, delta }
  await session.put(
    `insert into lists (account_id, id, count, chunks, base_id, delta, checksum, index_checksum)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...Object.values(row), checksumOf('list', row), checksumOf('index', { ...row, phone_index: null })],
  )
  return row.id
}

/** The chunks of a list of several, each with a row of its own. */
async function withOwnRows(
  session: Session,
  ids: Ids,
  accountId: number,
  chunks: readonly ChunkRef[],
): Promise<readonly ChunkRef[]> {
  const refs: ChunkRef[] = []
  for (const ref of chunks) {
    const [, count, firstEntryId, bytes] = ref
    if (!bytes) {
      refs.push(ref)
      continue
    }
    const row = rowOfChunk(ids, accountId, bytes)
    await putChunk(session, row)
    refs.push([row.id, count, firstEntryId])
  }
  return refs
}

/**
 * Reads a chunk that a list refers to.
 *
 * @throws Damaged
 */
export async function readChunk(session: Session, accountId: number, ref: ChunkRef): Promise<Chunk> {
  return patchedChunk(await readStored(session, accountId, ref), ref[2], ref[4])
}

/**
 * Reads a chunk as it is stored, without the patch that a list has for it.
 *
 * @throws Damaged
 */
export async function readStored(session: Session, accountId: number, [id, , , bytes]: ChunkRef): Promise<Chunk> {
  if (bytes) return decodeChunk(bytes)
  const found = await session.one('select bytes, checksum from chunks where account_id = $1 and id = $2', [
    accountId,
    id,
  ])
  const row = whole('chunk', { account_id: accountId, id, ...there('chunks', accountId, id, found) })
  return decodeChunk(row.bytes as Uint8Array)
}

/** Makes the row of a chunk. */
export function chunkRow(ids: Ids, accountId: number, chunk: Chunk): MadeRow {
  return rowOfChunk(ids, accountId, encodeChunk(chunk))
}

function rowOfChunk(ids: Ids, accountId: number, bytes: Uint8Array): MadeRow {
  const row = { account_id: accountId, id: ids.hexId(), bytes }
  return { ...row, values: [...Object.values(row), checksumOf('chunk', row)] }
}

/** Stores the row of a chunk. */
export async function putChunk(session: Session, { values }: MadeRow): Promise<void> {
  await session.put('insert into chunks (account_id, id, bytes, checksum) values ($1, $2, $3, $4)', values)
}

/**
 * Stores a chunk, and returns its reference for a list in which its ids count from `firstEntryId`. A small chunk is stored with its
 * list (`insertList`).
 */
export async function insertChunk(
  session: Session,
  ids: Ids,
  accountId: number,
  chunk: Chunk,
  firstEntryId: number,
): Promise<ChunkRef> {
  const bytes = encodeChunk(chunk)
  if (bytes.length <= inRowAtMost) return ['', chunk.codes.length, firstEntryId, bytes]
  const row = rowOfChunk(ids, accountId, bytes)
  await putChunk(session, row)
  return [row.id, chunk.codes.length, firstEntryId]
}
