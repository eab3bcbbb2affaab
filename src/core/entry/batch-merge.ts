import { giveWay } from '../give-way.ts'
import type { EntryList } from '../list/entry-list.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import type { ListMerge, PackedPart } from '../list/list-merge.ts'
import { rankOf } from '../list/sorted-phones.ts'
import { DraftDetails } from './draft-details.ts'
import type { EntryDetails, EntryDraft } from './entry.ts'
import type { LongBatch } from './long-batch.ts'
import { mergeDetails } from './merge-details.ts'

/** Entries that come behind in one piece: as many as a chunk has. */
const pieceSize = 4000

/** Entries that get details before other requests are served. */
const revisedAtOnce = 200

/** Meets a batch with a list version, of which it is known which phones of the batch it has. */
export class BatchMerge {
  readonly batch: LongBatch
  /** 1 at the ranks of phones that the version has, else 0. */
  readonly held: Uint8Array
  /** The phones that the version does not have. */
  readonly addedCount: number
  /**
   * The ids of the entries by the ranks of their phones: those of the version as they are, and those that come behind
   * counted from 1 on.
   */
  readonly ids: Float64Array
  /**
   * The characters that the details of an entry have, by the rank of its phone, where the drafts alone do not show
   * them; else 0.
   */
  readonly hiddenSizes: Uint32Array
  readonly #details: DraftDetails
  #changedCount = 0

  private constructor(batch: LongBatch, held: Uint8Array, addedCount: number) {
    this.batch = batch
    this.held = held
    this.addedCount = addedCount
    this.ids = new Float64Array(batch.size)
    this.hiddenSizes = new Uint32Array(batch.size)
    this.#details = new DraftDetails(batch.parts.count, batch.size)
  }

  /** Begins the merge of a batch with a list version that holds the phones at these ranks. */
  static async begin(batch: LongBatch, held: Uint8Array): Promise<BatchMerge> {
    const heldCount = held.reduce((sum, each) => sum + each, 0)
    const merge = new BatchMerge(batch, held, batch.size - heldCount)
    if (heldCount > 0 || batch.isRepeated.includes(1)) await merge.#gatherDetails()
    return merge
  }

  /** Whether the version needs another: it lacks a phone, or an entry of it got other details. */
  get changesList(): boolean {
    return this.addedCount > 0 || this.#changedCount > 0
  }

  /** The way through the version. It can be taken again, through another version that holds the same phones. */
  listMerge(): ListMerge {
    let left = this.batch.size - this.addedCount
    this.#changedCount = 0
    return {
      phones: this.batch.phones,
      held: this.held,
      looksOn: () => left > 0,
      revise: async (part) => {
        const { found, changed } = await this.#revise(part)
        left -= found
        this.#changedCount += changed.size
        return changed
      },
    }
  }

  /** The entries that come behind, in the order in which the batch names their phones first, piece by piece. */
  async *added(): AsyncGenerator<EntryList> {
    let piece: EntryDraft[] = []
    let count = 0
    let next = 0
    for (const drafts of this.batch.parts) {
      for (const draft of drafts) {
        const rank = this.batch.ranks[next++] as number
        if (this.held[rank] === 1 || (this.ids[rank] as number) > 0) continue
        this.ids[rank] = ++count
        piece.push(this.batch.isRepeated[rank] === 1 ? await this.#repeated(draft.phone, rank) : draft)
        if (piece.length < pieceSize) continue
        yield entryListOf(piece)
        piece = []
      }
      await giveWay()
    }
    if (piece.length > 0) yield entryListOf(piece)
  }

  async #repeated(phone: string, rank: number): Promise<EntryDraft> {
    const details = await this.#details.of(rank)
    this.hiddenSizes[rank] = sizeOf(details)
    return details ? { phone, details } : { phone }
  }

  async #revise(part: PackedPart): Promise<{ found: number; changed: ReadonlyMap<number, EntryDetails> }> {
    const { phones, isRepeated } = this.batch
    const changed = new Map<number, EntryDetails>()
    let found = 0
    for (const [position, code] of part.codes.entries()) {
      const rank = rankOf(phones, code, part.phones.get(position))
      if (rank < 0) continue
      found++
      this.ids[rank] = part.idAt(position)
      const before = part.details.get(position)
      const given = await this.#details.of(rank)
      const after = mergeDetails(before, given)
      if (after && after !== before) {
        changed.set(position, after)
        if (changed.size % revisedAtOnce === 0) await giveWay()
      }
      // The draft of an entry shows all of its details when it is the only one and the entry had no others.
      const isShown = isRepeated[rank] === 0 && countOf(after) === countOf(given)
      this.hiddenSizes[rank] = isShown ? 0 : sizeOf(after)
    }
    return { found, changed }
  }

  /** Gathers the details of drafts whose phones the version has, or other drafts have too. */
  async #gatherDetails(): Promise<void> {
    let next = 0
    for (const drafts of this.batch.parts) {
      for (const { details } of drafts) {
        const rank = this.batch.ranks[next++] as number
        if (countOf(details) === 0) continue
        if (this.held[rank] === 1 || this.batch.isRepeated[rank] === 1) this.#details.add(rank, details ?? {})
      }
      await giveWay()
    }
  }
}

function countOf(details: EntryDetails | undefined): number {
  return details ? Object.keys(details).length : 0
}

function sizeOf(details: EntryDetails | undefined): number {
  return Object.values(details ?? {}).reduce((sum, value) => sum + value.length, countOf(details))
}
