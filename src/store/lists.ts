import type { Entry } from '../core/entry/entry.ts'
import type { EntryList } from '../core/entry/entry-list.ts'
import type { PageRequest } from '../core/page.ts'
import type { Ids, ListReader, ListWriter } from '../core/ports.ts'
import { chunkSize, type DecodedChunk, decodeChunk, encodeChunk } from './chunk.ts'
import type { Session } from './engine.ts'

/** A chunk in its list: its id, how many entries it has, and the id of the first. */
type ChunkRef = readonly [id: string, count: number, firstEntryId: number]

export function listReader(session: Session): ListReader {
  return {
    async phones(accountId, listId) {
      const phones: string[] = []
      for (const [chunkId] of await refs(session, accountId, listId)) {
        const chunk = await readChunk(session, accountId, chunkId)
        for (let index = 0; index < chunk.count; index++) phones.push(chunk.phone(index))
      }
      return phones
    },

    async entries(accountId, listId, page) {
      const entries: Entry[] = []
      for (const part of partsOf(await refs(session, accountId, listId), page)) {
        const chunk = await readChunk(session, accountId, part.chunkId)
        for (let index = part.from; index < part.to; index++) entries.push(chunk.entry(index, part.firstEntryId))
      }
      return entries
    },
  }
}

export function listWriter(session: Session, ids: Ids): ListWriter {
  const insertList = async (accountId: number, chunks: readonly ChunkRef[]): Promise<string> => {
    const id = ids.hexId()
    const count = chunks.reduce((sum, [, inChunk]) => sum + inChunk, 0)
    await session.run('insert into lists (account_id, id, count, chunks) values ($1, $2, $3, $4)', [
      accountId,
      id,
      count,
      JSON.stringify(chunks),
    ])
    return id
  }
  return {
    ...listReader(session),

    async insert(accountId, list, firstEntryId) {
      const count = list.phones.length
      if (count === 0) return null
      const chunks: ChunkRef[] = []
      for (let start = 0; start < count; start += chunkSize) {
        const end = Math.min(start + chunkSize, count)
        const id = await insertChunk(session, ids, accountId, list, start, end)
        chunks.push([id, end - start, firstEntryId + start])
      }
      return insertList(accountId, chunks)
    },

    async copy(accountId, listId, firstEntryId) {
      if (listId === null) return null
      let next = firstEntryId
      const chunks = (await refs(session, accountId, listId)).map(([id, count]): ChunkRef => {
        const first = next
        next += count
        return [id, count, first]
      })
      return insertList(accountId, chunks)
    },
  }
}

async function insertChunk(
  session: Session,
  ids: Ids,
  accountId: number,
  list: EntryList,
  start: number,
  end: number,
): Promise<string> {
  const id = ids.hexId()
  await session.run('insert into chunks (account_id, id, bytes) values ($1, $2, $3)', [
    accountId,
    id,
    encodeChunk(list, start, end),
  ])
  return id
}

async function refs(session: Session, accountId: number, listId: string | null): Promise<readonly ChunkRef[]> {
  if (listId === null) return []
  const row = await session.one('select chunks from lists where account_id = $1 and id = $2', [accountId, listId])
  return row ? JSON.parse(row.chunks as string) : []
}

async function readChunk(session: Session, accountId: number, id: string): Promise<DecodedChunk> {
  const row = await session.one('select bytes from chunks where account_id = $1 and id = $2', [accountId, id])
  if (!row) throw new Error(`chunk ${id} of account ${accountId} is missing`)
  return decodeChunk(row.bytes as Uint8Array)
}

interface ChunkPart {
  readonly chunkId: string
  readonly firstEntryId: number
  readonly from: number
  readonly to: number
}

/** The parts of the chunks that a page covers. */
function* partsOf(chunks: readonly ChunkRef[], page: PageRequest): Generator<ChunkPart> {
  const pageEnd = page.start + page.count
  let start = 0
  for (const [chunkId, count, firstEntryId] of chunks) {
    const from = Math.max(page.start - start, 0)
    const to = Math.min(pageEnd - start, count)
    if (from < to) yield { chunkId, firstEntryId, from, to }
    start += count
    if (start >= pageEnd) return
  }
}
