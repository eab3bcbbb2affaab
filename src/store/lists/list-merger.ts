import type { EntryDetails } from '../../core/entry/entry.ts'
import { giveWay } from '../../core/give-way.ts'
import type { ListMerge, ListMerger, PackedPart, Revision } from '../../core/list/list-merge.ts'
import { rankCount, rankOf } from '../../core/list/sorted-phones.ts'
import type { Session } from '../engine/engine.ts'
import { type Chunk, phoneAt } from './chunk.ts'
import { chunksOf, cut } from './chunk-cut.ts'
import { withEntries, withoutEntries } from './chunk-edit.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { offsetAt } from './id-runs.ts'
import { heldByIndex, mergeIndex } from './index-merge.ts'
import { allKeys } from './list-edit.ts'
import type { ListRow } from './list-row.ts'
import { readChunk, readList } from './list-rows.ts'
import type { Staged } from './staged.ts'
import type { StagedParts } from './staged-parts.ts'

const unchanged: ReadonlyMap<number, Revision> = new Map()
const nothing: ListRow = { chunks: [], index: null }

/** A merger that reads by `session`, and lets `stage` write. */
export function mergerOn(
  session: Session,
  stage: (accountId: number, fill: (parts: StagedParts) => Promise<Staged>) => Promise<Staged>,
): ListMerger {
  return {
    async held(accountId, listId, phones) {
      const { chunks, index } = (await readList(session, accountId, listId)) ?? nothing
      if (index) return heldByIndex(session, accountId, index, phones)
      const held = new Uint8Array(rankCount(phones))
      for (const ref of chunks) {
        const chunk = await readChunk(session, accountId, ref)
        for (const [position, code] of chunk.codes.entries()) {
          const rank = rankOf(phones, code, chunk.phones.get(position))
          if (rank >= 0) held[rank] = 1
        }
        await giveWay()
      }
      return held
    },

    merge: (accountId, listId, merge) =>
      stage(accountId, async (parts) => {
        const before = (await readList(session, accountId, listId)) ?? nothing
        await mergeChunks(session, accountId, before.chunks, merge, parts)
        if (!before.base && !merge.held.includes(0) && !merge.leaving) return parts.finish(0, before.index)
        // A list without an index is short, or from before there was one: its keys are a leaf that was never written.
        await mergeIndex(session, accountId, before.index ?? (await allKeys(session, accountId, before)), merge, parts)
        return parts.finish(0)
      }),

    append: (accountId, pieces) =>
      stage(accountId, async (parts) => {
        let count = 0
        for await (const list of pieces) {
          for (const { chunk, offset } of chunksOf(list)) await parts.chunks.add({ chunk, offset: count + offset })
          count += list.codes.length
        }
        return parts.finish(count, null)
      }),
  }
}

async function mergeChunks(
  session: Session,
  accountId: number,
  refs: readonly ChunkRef[],
  merge: ListMerge,
  { chunks }: StagedParts,
): Promise<void> {
  for (const ref of refs) {
    const [, , firstEntryId, , patch] = ref
    if (!patch && !merge.looksOn()) {
      chunks.keep(ref)
      continue
    }
    const chunk = await readChunk(session, accountId, ref)
    const changed = merge.looksOn() ? await merge.revise(packedPart(chunk, firstEntryId)) : unchanged
    if (!patch && changed.size === 0) chunks.keep(ref)
    else {
      const gone = new Set([...changed].filter(([, revision]) => revision === 'gone').map(([position]) => position))
      const revised = withoutEntries(withEntries(chunk, new Map(entriesWith(chunk, changed))), gone)
      for (const piece of cut(revised)) await chunks.add({ chunk: piece.chunk, offset: firstEntryId + piece.offset })
    }
    await giveWay()
  }
}

/** A chunk as a part of a list in which its ids count from `firstEntryId`. */
export function packedPart(chunk: Chunk, firstEntryId: number): PackedPart {
  return {
    codes: chunk.codes,
    get phones() {
      return chunk.phones
    },
    get details() {
      return chunk.details
    },
    idAt: (position) => firstEntryId + offsetAt(chunk.runs, position),
  }
}

function* entriesWith(
  chunk: Chunk,
  changed: ReadonlyMap<number, Revision>,
): Generator<[number, { phone: string; details: EntryDetails | undefined }]> {
  for (const [position, revision] of changed) {
    if (revision === 'gone') continue
    yield [position, { phone: phoneAt(chunk, position), details: revision === 'bare' ? undefined : revision }]
  }
}
