import type { Ids } from '../../core/environment.ts'
import type { Session } from '../engine/engine.ts'
import { type Chunk, decodeChunk, encodeChunk } from './chunk.ts'
import type { PhoneIndex } from './phone-index.ts'

/**
 * A chunk in its list. `[c7, 4000, 8000]`: the chunk c7 holds 4,000 entries, the first of which is the entry 8000.
 * Without that entry the next version of the list has `[c8, 3999, 8001]` in its place.
 */
export type ChunkRef = readonly [id: string, count: number, firstEntryId: number]

/** A list version as it is stored. */
export interface ListRow {
  readonly chunks: readonly ChunkRef[]
  /**
   * Null for a list of one chunk, because that is searched as fast as a leaf. Null also for a list from before there
   * was an index, which gets one with its next edit.
   */
  readonly index: PhoneIndex | null
}

/** The stored list; undefined without an id, and for an unknown or foreign list. */
export async function readList(
  session: Session,
  accountId: number,
  listId: string | null,
): Promise<ListRow | undefined> {
  if (listId === null) return undefined
  const row = await session.one('select chunks, phone_index from lists where account_id = $1 and id = $2', [
    accountId,
    listId,
  ])
  if (!row) return undefined
  return {
    chunks: JSON.parse(row.chunks as string),
    index: row.phone_index === null ? null : JSON.parse(row.phone_index as string),
  }
}

/** The chunks of a list, for reads that need no index. */
export async function readChunkRefs(
  session: Session,
  accountId: number,
  listId: string | null,
): Promise<readonly ChunkRef[]> {
  if (listId === null) return []
  const row = await session.one('select chunks from lists where account_id = $1 and id = $2', [accountId, listId])
  return row ? JSON.parse(row.chunks as string) : []
}

/** Stores a list version and returns its id. */
export async function insertList(
  session: Session,
  ids: Ids,
  accountId: number,
  { chunks, index }: ListRow,
): Promise<string> {
  const id = ids.hexId()
  const count = chunks.reduce((sum, [, inChunk]) => sum + inChunk, 0)
  await session.put('insert into lists (account_id, id, count, chunks, phone_index) values ($1, $2, $3, $4, $5)', [
    accountId,
    id,
    count,
    JSON.stringify(chunks),
    index && JSON.stringify(index),
  ])
  return id
}

/** Reads a chunk that a list refers to. */
export async function readChunk(session: Session, accountId: number, id: string): Promise<Chunk> {
  const row = await session.one('select bytes from chunks where account_id = $1 and id = $2', [accountId, id])
  if (!row) throw new Error(`chunk ${id} of account ${accountId} is missing`)
  return decodeChunk(row.bytes as Uint8Array)
}

/** Stores a chunk, and returns its reference for a list in which its ids count from `firstEntryId`. */
export async function insertChunk(
  session: Session,
  ids: Ids,
  accountId: number,
  chunk: Chunk,
  firstEntryId: number,
): Promise<ChunkRef> {
  const id = ids.hexId()
  await session.put('insert into chunks (account_id, id, bytes) values ($1, $2, $3)', [
    accountId,
    id,
    encodeChunk(chunk),
  ])
  return [id, chunk.codes.length, firstEntryId]
}
