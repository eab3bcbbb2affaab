import type { Entry } from '../../core/entry/entry.ts'
import type { Ids } from '../../core/environment.ts'
import type { PackedPart } from '../../core/list/list-merge.ts'
import type { ListPart, ListReader, ListWriter } from '../../core/list/list-port.ts'
import { countOf } from '../../core/list/staged-list.ts'
import type { PageRequest } from '../../core/page.ts'
import type { Session } from '../engine/engine.ts'
import { type Chunk, entriesIn, entryAt, isPlain, phoneAt, phonesIn, plainChunk } from './chunk.ts'
import { chunksOf } from './chunk-cut.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { HeldChunks } from './held-chunks.ts'
import { HeldLists } from './held-lists.ts'
import { positionOf } from './id-runs.ts'
import type { LastMaking } from './last-making.ts'
import { appendEntries, editList, entriesByPhone } from './list-edit.ts'
import { mergerOn, packedPart } from './list-merger.ts'
import { insertChunk, insertList, readChunk, readChunkRefs, readList } from './list-rows.ts'
import { nameOf } from './patch.ts'
import { writeIndex } from './phone-index.ts'
import { takeStaged } from './staged.ts'
import { StagedParts } from './staged-parts.ts'

export function listReader(session: Session): ListReader {
  return {
    async phones(accountId, listId) {
      const phones: string[] = []
      for await (const part of phonesInParts(session, accountId, listId)) for (const phone of part) phones.push(phone)
      return phones
    },

    entriesInParts: (accountId, listId) => entriesInParts(session, accountId, listId),

    parts: (accountId, listId) => listParts(session, accountId, listId),

    shortParts: async (accountId, listId) => (await shortChunks(session, accountId, listId)).map(partOf),

    packedParts: (accountId, listId) => packedParts(session, accountId, listId),

    unsharedParts: (accountId, listId, other) => unsharedParts(session, accountId, listId, other),

    async entries(accountId, listId, page) {
      const entries: Entry[] = []
      for (const { ref, from, to } of partsOf(await readChunkRefs(session, accountId, listId), page)) {
        const [, , firstEntryId] = ref
        const chunk = await readChunk(session, accountId, ref)
        for (let position = from; position < to; position++) entries.push(entryAt(chunk, position, firstEntryId))
      }
      return entries
    },

    async entry(accountId, listId, entryId) {
      const chunks = await readChunkRefs(session, accountId, listId)
      const ref = chunks.findLast(([, , firstEntryId]) => firstEntryId <= entryId)
      if (!ref) return undefined
      const [, count, firstEntryId] = ref
      const chunk = await readChunk(session, accountId, ref)
      const position = positionOf(chunk.runs, count, entryId - firstEntryId)
      return position < 0 ? undefined : entryAt(chunk, position, firstEntryId)
    },

    entriesOf: (accountId, listId, ids) => entriesOf(session, accountId, listId, ids),

    byPhones: (accountId, listId, phones) => entriesByPhone(session, accountId, listId, phones, new HeldChunks()),
  }
}

/** Every phone of a list, chunk by chunk. */
async function* phonesInParts(session: Session, accountId: number, listId: string | null): AsyncGenerator<string[]> {
  for (const ref of await readChunkRefs(session, accountId, listId)) {
    yield phonesIn(await readChunk(session, accountId, ref))
  }
}

/** Every entry of a list, chunk by chunk. */
async function* entriesInParts(session: Session, accountId: number, listId: string | null): AsyncGenerator<Entry[]> {
  for (const ref of await readChunkRefs(session, accountId, listId)) {
    yield entriesIn(await readChunk(session, accountId, ref), ref[2])
  }
}

/** The entries with some ids, which ascend, chunk by chunk. */
async function* entriesOf(
  session: Session,
  accountId: number,
  listId: string | null,
  ids: readonly number[],
): AsyncGenerator<Entry[]> {
  const refs = await readChunkRefs(session, accountId, listId)
  let next = 0
  for (const [place, ref] of refs.entries()) {
    const [, count, firstEntryId] = ref
    const end = refs[place + 1]?.[2] ?? Number.POSITIVE_INFINITY
    const from = next
    while (next < ids.length && (ids[next] as number) < end) next++
    if (from === next) continue
    const chunk = await readChunk(session, accountId, ref)
    yield ids.slice(from, next).flatMap((id) => {
      const position = positionOf(chunk.runs, count, id - firstEntryId)
      return position < 0 ? [] : [entryAt(chunk, position, firstEntryId)]
    })
  }
}

/** A list, chunk by chunk, for a comparison with another. */
async function* listParts(session: Session, accountId: number, listId: string | null): AsyncGenerator<ListPart> {
  for (const ref of await readChunkRefs(session, accountId, listId))
    yield partOf(await readChunk(session, accountId, ref))
}

/** The same of a short list at once: a generator costs as much as the reading of one chunk. */
async function shortChunks(session: Session, accountId: number, listId: string | null): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (const ref of await readChunkRefs(session, accountId, listId))
    chunks.push(await readChunk(session, accountId, ref))
  return chunks
}

function partOf(chunk: Chunk): ListPart {
  const { codes, details } = chunk
  return {
    codes,
    phones: () => phonesIn(chunk),
    details:
      details.size === 0 ? noDetails : new Map(Array.from(details, ([place, each]) => [phoneAt(chunk, place), each])),
  }
}

const noDetails: ListPart['details'] = new Map()

/** A list as it is packed, chunk by chunk. */
async function* packedParts(session: Session, accountId: number, listId: string | null): AsyncGenerator<PackedPart> {
  for (const ref of await readChunkRefs(session, accountId, listId)) {
    yield packedPart(await readChunk(session, accountId, ref), ref[2])
  }
}

/** The chunks of a list that another one does not share. One that stands in the row of its list has no id, and is nobody else's. */
async function* unsharedParts(
  session: Session,
  accountId: number,
  listId: string | null,
  other: string | null,
): AsyncGenerator<PackedPart> {
  const shared = new Set((await readChunkRefs(session, accountId, other)).map(nameOf))
  for (const ref of await readChunkRefs(session, accountId, listId)) {
    if (ref[3] !== undefined || !ref[0] || !shared.has(nameOf(ref)))
      yield packedPart(await readChunk(session, accountId, ref), ref[2])
  }
}

export function listWriter(
  session: Session,
  ids: Ids,
  last: LastMaking,
  held = new HeldChunks(),
  heldLists = new HeldLists(),
): ListWriter {
  return {
    ...listReader(session),

    async shortParts(accountId, listId) {
      if (listId === null) return []
      const codes = heldLists.find(accountId, listId)
      if (codes) return [partOf(plainChunk(codes))]
      const chunks = await shortChunks(session, accountId, listId)
      const [first] = chunks
      if (first && chunks.length === 1 && isPlain(first)) heldLists.hold(accountId, listId, first.codes)
      return chunks.map(partOf)
    },

    byPhones: (accountId, listId, phones) => entriesByPhone(session, accountId, listId, phones, held),
    edit: (accountId, listId, edit) => editList(session, ids, accountId, listId, edit, last, held),

    // A part of this transaction needs no sweep: the time at which it begins does not matter.
    ...mergerOn(session, (accountId, fill) =>
      fill(new StagedParts((work) => work(session), ids, { accountId, id: ids.hexId(), begunAt: 0 })),
    ),

    async join(accountId, merged, added, firstEntryId) {
      const { chunks, index } = await takeStaged(session, accountId, merged, 0)
      const all = [...chunks]
      if ('codes' in added) {
        all.push(...(await appendEntries(session, ids, accountId, all, { added, firstEntryId })))
      } else all.push(...(await takeStaged(session, accountId, added, firstEntryId)).chunks)
      return all.length > 0 ? insertList(session, ids, accountId, { chunks: all, index }) : null
    },

    async insert(accountId, list, firstEntryId) {
      if (countOf(list) === 0) return null
      if (!('codes' in list)) {
        return insertList(session, ids, accountId, await takeStaged(session, accountId, list, firstEntryId))
      }
      const chunks: ChunkRef[] = []
      for (const { chunk, offset } of chunksOf(list)) {
        chunks.push(await insertChunk(session, ids, accountId, chunk, firstEntryId + offset))
      }
      const index = chunks.length > 1 ? await writeIndex(session, ids, accountId, list) : null
      const id = await insertList(session, ids, accountId, { chunks, index })
      last.remember(id, countOf(list), { whole: list })
      if (list.phones.size === 0 && list.details.size === 0) heldLists.hold(accountId, id, list.codes)
      return id
    },

    async copy(accountId, listId, firstEntryId) {
      const list = await readList(session, accountId, listId)
      if (!list) return null
      let next = firstEntryId
      const chunks = list.chunks.map(([id, count, , bytes]): ChunkRef => {
        const first = next
        next += count
        return [id, count, first, bytes]
      })
      return insertList(session, ids, accountId, { chunks, index: list.index })
    },
  }
}

interface ChunkPart {
  readonly ref: ChunkRef
  readonly from: number
  readonly to: number
}

/**
 * The parts of the chunks that a page covers: the positions from `from` up to, not including, `to`. A page of 20
 * entries from 3990 on covers 3990 to 4000 of the first chunk, if that is full, and 0 to 10 of the second.
 */
function* partsOf(chunks: readonly ChunkRef[], page: PageRequest): Generator<ChunkPart> {
  const pageEnd = page.start + page.count
  let start = 0
  for (const ref of chunks) {
    const [, count] = ref
    const from = Math.max(page.start - start, 0)
    const to = Math.min(pageEnd - start, count)
    if (from < to) yield { ref, from, to }
    start += count
    if (start >= pageEnd) return
  }
}
