import type { Clock, Ids } from '../../core/environment.ts'
import { unavailable } from '../../core/errors.ts'
import type { Stage } from '../../core/list/stage-port.ts'
import type { StagedList } from '../../core/list/staged-list.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { chunksOf } from './chunk-cut.ts'
import { type ChunkRef, insertChunk, type ListRow } from './list-rows.ts'
import { insertLeaf, type LeafRef, leavesOf } from './phone-index.ts'

/**
 * Chunks, and leaves, that one transaction writes: half a megabyte takes a few milliseconds, and then others may write.
 */
const chunksAtOnce = 16
const leavesAtOnce = 32

/**
 * A staged list of this store. The ids of its entries count from 0: the chunk `[c7, 4000, 8000]` begins with its entry
 * 8000, whatever id that will have in the list that takes it.
 */
class Staged implements StagedList {
  readonly id: string
  readonly count: number
  readonly parts: number
  readonly row: ListRow

  constructor(id: string, count: number, parts: number, row: ListRow) {
    this.id = id
    this.count = count
    this.parts = parts
    this.row = row
  }
}

export function stageOn(engine: Engine, ids: Ids, clock: Clock): Stage {
  const drop: Stage['drop'] = async (accountId, id) => {
    const rows = await engine.reader.all('select part from staged_lists where account_id = $1 and id = $2', [
      accountId,
      id,
    ])
    for (const { part } of rows) {
      await engine.transaction((session) => dropPart(session, accountId, id, part as number))
    }
  }
  return {
    async put(accountId, list): Promise<Staged> {
      const id = ids.hexId()
      const begunAt = clock.now()
      const chunks: ChunkRef[] = []
      const leaves: LeafRef[] = []
      let parts = 0
      const write = (work: (session: Session) => Promise<Part>): Promise<Part> =>
        engine.transaction(async (session) => {
          const part = await work(session)
          await insertPart(session, { accountId, id, part: parts, begunAt }, part)
          return part
        })
      try {
        for (const some of batches(chunksOf(list), chunksAtOnce)) {
          const part = await write(async (session) => {
            const refs: ChunkRef[] = []
            for (const { chunk, offset } of some) refs.push(await insertChunk(session, ids, accountId, chunk, offset))
            return { chunks: refs, leaves: [] }
          })
          chunks.push(...part.chunks)
          parts++
        }
        for (const some of batches(leavesOf(list), leavesAtOnce)) {
          const part = await write(async (session) => {
            const refs: LeafRef[] = []
            for (const leaf of some) refs.push(await insertLeaf(session, ids, accountId, leaf))
            return { chunks: [], leaves: refs }
          })
          leaves.push(...part.leaves)
          parts++
        }
      } catch (error) {
        await drop(accountId, id).catch(() => undefined)
        throw error
      }
      return new Staged(id, list.codes.length, parts, { chunks, index: leaves })
    },

    drop,

    async dropOlder(time) {
      const rows = await engine.reader.all('select distinct account_id, id from staged_lists where begun_at < $1', [
        time,
      ])
      for (const row of rows) await drop(row.account_id as number, row.id as string)
    },
  }
}

/**
 * Takes a staged list for the list version that will have its chunks and leaves. The ids count from `firstEntryId`
 * then: `[c7, 4000, 8000]` becomes `[c7, 4000, 8500]` for 500.
 */
export async function takeStaged(
  session: Session,
  accountId: number,
  list: StagedList,
  firstEntryId: number,
): Promise<ListRow> {
  if (!(list instanceof Staged)) throw new Error('a store takes only the lists that it staged')
  const { id, parts, row } = list
  const taken = await session.run('delete from staged_lists where account_id = $1 and id = $2', [accountId, id])
  if (taken !== parts) throw unavailable('the list was written too long ago: send it again', undefined)
  return {
    chunks: row.chunks.map(([chunkId, count, offset]) => [chunkId, count, firstEntryId + offset]),
    index: row.index,
  }
}

/** The chunks and leaves that one transaction wrote. */
interface Part {
  readonly chunks: readonly ChunkRef[]
  readonly leaves: readonly LeafRef[]
}

interface PartKey {
  readonly accountId: number
  readonly id: string
  readonly part: number
  readonly begunAt: number
}

async function insertPart(
  session: Session,
  { accountId, id, part, begunAt }: PartKey,
  { chunks, leaves }: Part,
): Promise<void> {
  await session.run(
    'insert into staged_lists (account_id, id, part, begun_at, chunks, leaves) values ($1, $2, $3, $4, $5, $6)',
    [accountId, id, part, begunAt, idsIn(chunks), idsIn(leaves)],
  )
}

function idsIn(refs: readonly (ChunkRef | LeafRef)[]): string {
  return JSON.stringify(refs.map(([id]) => id))
}

/**
 * Deletes a part of a staged list with its chunks and leaves. Whoever deletes the row of the part owns these, so that a
 * write which takes the list meanwhile finds a part missing.
 */
async function dropPart(session: Session, accountId: number, id: string, part: number): Promise<void> {
  const row = await session.one(
    'delete from staged_lists where account_id = $1 and id = $2 and part = $3 returning chunks, leaves',
    [accountId, id, part],
  )
  if (!row) return
  for (const [table, ids] of [
    ['chunks', row.chunks],
    ['phone_leaves', row.leaves],
  ] as const) {
    for (const each of JSON.parse(ids as string) as string[]) {
      await session.run(`delete from ${table} where account_id = $1 and id = $2`, [accountId, each])
    }
  }
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
