import type { Ids } from '../../core/environment.ts'
import { checksumOf } from '../checks/checksum.ts'
import { there, whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { type Chunk, decodeChunk, encodeChunk } from './chunk.ts'
import type { MadeRow } from './made-row.ts'
import type { PhoneIndex } from './phone-index.ts'

/**
 * A chunk in its list. `[c7, 4000, 8000]`: the chunk c7 holds 4,000 entries, the first of which is the entry 8000.
 * Without that entry the next version of the list has `[c8, 3999, 8001]` in its place. A small chunk that has no row of its own has
 * no id, and comes with its bytes: it stands in the row of its list, if it is all of the list.
 */
export type ChunkRef = readonly [id: string, count: number, firstEntryId: number, bytes?: Uint8Array | undefined]

/** The bytes of a chunk that can stand in the row of its list, at the most: 79 phones, and fewer with details. */
const inRowAtMost = 640

/** A list version as it is stored. */
export interface ListRow {
  readonly chunks: readonly ChunkRef[]
  /**
   * Null for a list of one chunk, because that is searched as fast as a leaf. Null also for a list from before there
   * was an index, which gets one with its next edit.
   */
  readonly index: PhoneIndex | null
}

/**
 * The stored list; undefined without an id.
 *
 * @throws Damaged also when the account has no such list.
 */
export async function readList(
  session: Session,
  accountId: number,
  listId: string | null,
): Promise<ListRow | undefined> {
  if (listId === null) return undefined
  const row = there(
    'lists',
    accountId,
    listId,
    await session.one('select * from lists where account_id = $1 and id = $2', [accountId, listId]),
  )
  whole('list', row)
  whole('index', row)
  return {
    chunks: refsIn(row),
    index: row.phone_index === null ? null : JSON.parse(row.phone_index as string),
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
      'select account_id, id, count, chunks, entries, checksum from lists where account_id = $1 and id = $2',
      [accountId, listId],
    ),
  )
  return refsIn(whole('list', row))
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
export async function readChunk(session: Session, accountId: number, [id, , , bytes]: ChunkRef): Promise<Chunk> {
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
