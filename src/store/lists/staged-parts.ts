import type { Ids } from '../../core/environment.ts'
import type { Session } from '../engine/engine.ts'
import type { Piece } from './chunk-cut.ts'
import type { ChunkRef } from './chunk-ref.ts'
import type { ListRow } from './list-row.ts'
import { chunkRow, putChunk } from './list-rows.ts'
import type { MadeRow } from './made-row.ts'
import { type Leaf, type LeafRef, leafRef, leafRow, putLeaf } from './phone-index.ts'
import { Staged } from './staged.ts'

/** Bytes that one transaction writes, more or less: they take a few milliseconds, and then others may write. */
const bytesAtOnce = 512 * 1024

/** Runs one transaction of several. */
export type Transact = <T>(work: (session: Session) => Promise<T>) => Promise<T>

/** The account, the id and the begin of a staged list. */
export interface StagedKey {
  readonly accountId: number
  readonly id: string
  readonly begunAt: number
}

/**
 * The parts of a staged list under construction: each is written in a transaction, with a row that names its chunks and
 * leaves.
 */
export class StagedParts {
  /** The chunks that are written, and those that are shared with another version. */
  readonly chunks: Sequence<Piece, ChunkRef>
  readonly leaves: Sequence<Leaf, LeafRef>
  readonly #transact: Transact
  readonly #key: StagedKey
  #parts = 0

  constructor(transact: Transact, ids: Ids, key: StagedKey) {
    const { accountId } = key
    this.#transact = transact
    this.#key = key
    this.chunks = new Sequence<Piece, ChunkRef>(
      ({ chunk, offset }) => {
        const row = chunkRow(ids, accountId, chunk)
        return { row, ref: [row.id, chunk.codes.length, offset] }
      },
      (made) => this.#write('chunks', made, putChunk),
    )
    this.leaves = new Sequence<Leaf, LeafRef>(
      (leaf) => {
        const row = leafRow(ids, accountId, leaf)
        return { row, ref: leafRef(row.id, leaf) }
      },
      (made) => this.#write('leaves', made, putLeaf),
    )
  }

  /** Writes what is left, and returns the staged list of `count` new entries. `index` is its own where it is given. */
  async finish(count: number, index?: ListRow['index']): Promise<Staged> {
    const chunks = await this.chunks.finish()
    const leaves = await this.leaves.finish()
    return new Staged(this.#key.id, count, this.#parts, { chunks, index: index === undefined ? leaves : index })
  }

  async #write(
    kind: 'chunks' | 'leaves',
    rows: readonly MadeRow[],
    put: (session: Session, row: MadeRow) => Promise<void>,
  ): Promise<void> {
    const { accountId, id, begunAt } = this.#key
    const names = JSON.stringify(rows.map((row) => row.id))
    await this.#transact(async (session) => {
      for (const row of rows) await put(session, row)
      await session.run(
        'insert into staged_lists (account_id, id, part, begun_at, chunks, leaves) values ($1, $2, $3, $4, $5, $6)',
        [accountId, id, this.#parts, begunAt, ...(kind === 'chunks' ? [names, '[]'] : ['[]', names])],
      )
    })
    this.#parts++
  }
}

/** A thing as the row that will be stored, and its reference. */
interface Made<Ref> {
  readonly row: MadeRow
  readonly ref: Ref
}

/**
 * Things in order, of which some are there already and some are still to be written, several at a time. Rows are made as things come,
 * ahead of the transaction that stores them.
 */
class Sequence<Thing, Ref> {
  readonly #refs: Ref[] = []
  readonly #make: (thing: Thing) => Made<Ref>
  readonly #write: (rows: readonly MadeRow[]) => Promise<void>
  #waiting: MadeRow[] = []
  #bytes = 0

  constructor(make: (thing: Thing) => Made<Ref>, write: (rows: readonly MadeRow[]) => Promise<void>) {
    this.#make = make
    this.#write = write
  }

  /** Adds a thing that is there already. */
  keep(ref: Ref): void {
    this.#refs.push(ref)
  }

  /** Adds a thing, and writes those that wait once they are enough. */
  async add(thing: Thing): Promise<void> {
    const { row, ref } = this.#make(thing)
    this.#refs.push(ref)
    this.#waiting.push(row)
    this.#bytes += row.bytes.byteLength
    if (this.#bytes >= bytesAtOnce) await this.#flush()
  }

  /** Writes what waits, and returns all in order. */
  async finish(): Promise<readonly Ref[]> {
    if (this.#waiting.length > 0) await this.#flush()
    return this.#refs
  }

  async #flush(): Promise<void> {
    const rows = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    await this.#write(rows)
  }
}
