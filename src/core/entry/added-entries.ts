import { giveWay } from '../give-way.ts'
import type { ListReader } from '../list/list-port.ts'
import type { BatchMerge } from './batch-merge.ts'
import type { Entry, EntryDetails, EntryDraft } from './entry.ts'

/** Characters of details that are read for an answer at a time, unless those of one part of it are more. */
const readAtOnce = 8_000_000

/** Parts of an answer that are made at a time, at the most. */
const partsAtOnce = 32

/** A part of a batch, and the entries that its drafts became, in their order. */
export interface AnsweredPart<Part> {
  readonly part: Part
  readonly entries: readonly Entry[]
}

/** The entries that a batch became. */
export interface AddedEntries {
  /**
   * Goes through the batch once more, part by part. `draftsOf` names the drafts of a part: they must be those that were
   * added, in the same order.
   */
  answer<Part>(
    parts: Iterable<Part>,
    draftsOf: (part: Part) => readonly EntryDraft[],
  ): AsyncIterable<AnsweredPart<Part>>
}

/** The entries of a short batch, which are in memory. */
export function shortAnswer(entries: readonly Entry[]): AddedEntries {
  return {
    async *answer(parts, draftsOf) {
      let next = 0
      for (const part of parts) {
        const start = next
        next += draftsOf(part).length
        yield { part, entries: entries.slice(start, next) }
      }
    },
  }
}

/** The list version in which the entries of a long batch stand. Its new entries have ids from `firstId` on. */
export interface WrittenBatch {
  readonly accountId: number
  readonly listId: string | null
  readonly firstId: number
}

/**
 * The entries of a long batch, of which only the ids are in memory. Details that the drafts do not show are read from
 * the list: for several parts at a time, since the entries of one part may stand anywhere in the list.
 */
export function longAnswer(
  lists: ListReader,
  { batch, held, ids, hiddenSizes }: BatchMerge,
  { accountId, listId, firstId }: WrittenBatch,
): AddedEntries {
  return {
    async *answer<Part>(parts: Iterable<Part>, draftsOf: (part: Part) => readonly EntryDraft[]) {
      let waiting: { readonly part: Part; readonly found: readonly Found[] }[] = []
      let size = 0
      let next = 0
      for (const part of parts) {
        const found = draftsOf(part).map((draft) => find(draft, batch.ranks[next++] as number))
        size += found.reduce((sum, { hiddenSize }) => sum + hiddenSize, 0)
        waiting.push({ part, found })
        if (size < readAtOnce && size > 0 && waiting.length < partsAtOnce) await giveWay()
        else {
          yield* answered(waiting)
          waiting = []
          size = 0
        }
      }
      yield* answered(waiting)
    },
  }

  function find({ phone, details }: EntryDraft, rank: number): Found {
    const id = ids[rank] as number
    return { id: held[rank] === 1 ? id : firstId - 1 + id, phone, details, hiddenSize: hiddenSizes[rank] as number }
  }

  async function* answered<Part>(
    waiting: readonly { readonly part: Part; readonly found: readonly Found[] }[],
  ): AsyncGenerator<AnsweredPart<Part>> {
    const hidden = await detailsOf(waiting.flatMap(({ found }) => found.filter(({ hiddenSize }) => hiddenSize > 0)))
    for (const { part, found } of waiting) {
      const entries = found.map(({ id, phone, details, hiddenSize }) => ({
        id,
        phone,
        details: hiddenSize > 0 ? hidden.get(id) : details,
      }))
      yield { part, entries }
    }
  }

  async function detailsOf(found: readonly Found[]): Promise<ReadonlyMap<number, EntryDetails | undefined>> {
    const details = new Map<number, EntryDetails | undefined>()
    if (found.length === 0) return details
    const wanted = Array.from(Float64Array.from(new Set(found.map(({ id }) => id))).sort())
    for await (const entries of lists.entriesOf(accountId, listId, wanted)) {
      for (const entry of entries) details.set(entry.id, entry.details)
      await giveWay()
    }
    return details
  }
}

/** The entry of a draft. Its details are those of the draft where `hiddenSize` is 0. */
interface Found extends Entry {
  readonly hiddenSize: number
}
