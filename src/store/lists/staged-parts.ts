import type { Ids } from '../../core/environment.ts'
import type { Session } from '../engine/engine.ts'
import type { Piece } from './chunk-cut.ts'
import { type ChunkRef, insertChunk, type ListRow } from './list-rows.ts'
import { insertLeaf, type Leaf, type LeafRef } from './phone-index.ts'
import { Staged } from './staged.ts'

/** Bytes that one transaction writes, more or less: they take a few milliseconds, and then others may write. */
const bytesAtOnce = 512 * 1024

/** Bytes of chunks and leaves, more or less: the texts of details have up to 64,000 characters, with their names around. */
const bytesOf = {
  chunk: ({ chunk }: Piece): number =>
    chunk.codes.byteLength + (chunk.details.size + chunk.phones.size > 0 ? 128_000 : 0),
  leaf: ({ codes, phones }: Leaf): number => 4 * codes.length + 16 * phones.length,
}

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
    this.chunks = new Sequence(bytesOf.chunk, (pieces) =>
      this.#write('chunks', async (session) => {
        const refs: ChunkRef[] = []
        for (const { chunk, offset } of pieces) refs.push(await insertChunk(session, ids, accountId, chunk, offset))
        return refs
      }),
    )
    this.leaves = new Sequence(bytesOf.leaf, (leaves) =>
      this.#write('leaves', async (session) => {
        const refs: LeafRef[] = []
        for (const leaf of leaves) refs.push(await insertLeaf(session, ids, accountId, leaf))
        return refs
      }),
    )
  }

  /** Writes what is left, and returns the staged list of `count` new entries. `index` is its own where it is given. */
  async finish(count: number, index?: ListRow['index']): Promise<Staged> {
    const chunks = await this.chunks.finish()
    const leaves = await this.leaves.finish()
    return new Staged(this.#key.id, count, this.#parts, { chunks, index: index === undefined ? leaves : index })
  }

  async #write<Ref extends ChunkRef | LeafRef>(
    kind: 'chunks' | 'leaves',
    work: (session: Session) => Promise<readonly Ref[]>,
  ): Promise<readonly Ref[]> {
    const { accountId, id, begunAt } = this.#key
    const refs = await this.#transact(async (session) => {
      const written = await work(session)
      const names = JSON.stringify(written.map(([name]) => name))
      await session.run(
        'insert into staged_lists (account_id, id, part, begun_at, chunks, leaves) values ($1, $2, $3, $4, $5, $6)',
        [accountId, id, this.#parts, begunAt, ...(kind === 'chunks' ? [names, '[]'] : ['[]', names])],
      )
      return written
    })
    this.#parts++
    return refs
  }
}

/** Things in order, of which some are there already and some are still to be written, several at a time. */
class Sequence<Thing, Ref> {
  readonly #refs: (Ref | undefined)[] = []
  readonly #bytesOf: (thing: Thing) => number
  readonly #write: (things: readonly Thing[]) => Promise<readonly Ref[]>
  #waiting: { readonly place: number; readonly thing: Thing }[] = []
  #bytes = 0

  constructor(bytesOf: (thing: Thing) => number, write: (things: readonly Thing[]) => Promise<readonly Ref[]>) {
    this.#bytesOf = bytesOf
    this.#write = write
  }

  /** Adds a thing that is there already. */
  keep(ref: Ref): void {
    this.#refs.push(ref)
  }

  /** Adds a thing, and writes those that wait once they are enough. */
  async add(thing: Thing): Promise<void> {
    this.#waiting.push({ place: this.#refs.length, thing })
    this.#refs.push(undefined)
    this.#bytes += this.#bytesOf(thing)
    if (this.#bytes >= bytesAtOnce) await this.#flush()
  }

  /** Writes what waits, and returns all in order. */
  async finish(): Promise<readonly Ref[]> {
    if (this.#waiting.length > 0) await this.#flush()
    return this.#refs as Ref[]
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    const refs = await this.#write(waiting.map(({ thing }) => thing))
    for (const [index, { place }] of waiting.entries()) this.#refs[place] = refs[index]
  }
}
