import type { Group } from '../group/group.ts'
import { CodeFinder } from '../list/code-finder.ts'
import { type EntryList, emptyEntryList } from '../list/entry-list.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import type { ListMerger, NewEntries, PackedPart, Revision } from '../list/list-merge.ts'
import type { ListReader } from '../list/list-port.ts'
import { noCode, phoneOfCode } from '../list/phone-code.ts'
import { rankCount, rankOf, type SortedPhones, sortedOnce } from '../list/sorted-phones.ts'
import type { NewList, StagedList } from '../list/staged-list.ts'

/** How phones are set against a group's: they come, they go, they are all that it has then, or no other stays. */
export type SetMode = 'add' | 'remove' | 'sync' | 'keep'

/** The next version of a group's list, ready to be written. */
export interface PreparedSet {
  /** What stays of the list; undefined where the list stays as it is. */
  readonly merged: StagedList | undefined
  /** What comes behind it. */
  readonly behind: NewList
  readonly added: number
  readonly removed: number
  /** Which of the given phones the group has: 1 at their ranks, else 0. */
  readonly held: Uint8Array
  /** The phones that come and have no code. */
  readonly strange: readonly string[]
}

/** What a list is prepared of. */
export interface WantedSet {
  readonly group: Group
  readonly mode: SetMode
  readonly phones: EntryList
  /** The same phones, sorted. */
  readonly given: SortedPhones
  /** Is told of each list that is staged: whoever does not write it must forget it. */
  readonly onStaged: (id: string) => void
}

/** Entries that come behind in one piece: as many as a chunk has. */
const pieceSize = 4000

/** New entries that need not be staged: so few that they may join a short last chunk. */
const joiningAtMost = 1000

/** Prepares the next version of a group's list. */
export async function prepareSet(
  lists: Pick<ListReader, 'packedParts'>,
  merger: ListMerger,
  wanted: WantedSet,
): Promise<PreparedSet> {
  const { group, mode, given } = wanted
  const { accountId, listId } = group
  const held = await merger.held(accountId, listId, given)
  const coming = mode === 'add' || mode === 'sync' ? withMark(given, held, 0) : none
  const leaving = await leavingPhones(lists, wanted, held)
  const [added, removed] = [rankCount(coming), leaving.count]
  const counts = { added, removed, held, strange: coming.phones }
  if (added === 0 && removed === 0) return { merged: undefined, behind: emptyEntryList, ...counts }
  const news = { phones: coming, held: new Uint8Array(added) }
  const merged =
    removed === group.count
      ? await merger.merge(accountId, null, { ...news, looksOn: () => false, revise: async () => new Map() })
      : await merger.merge(accountId, listId, {
          ...news,
          ...(removed > 0 && { leaving: leaving.phones }),
          ...goes(leaving),
        })
  wanted.onStaged(merged.id)
  const behind = added > 0 ? await comingEntries(merger, wanted, coming) : emptyEntryList
  if ('id' in behind) wanted.onStaged(behind.id)
  return { merged, behind, ...counts }
}

const none: SortedPhones = { codes: new Float64Array(0), phones: [] }

/** The phones at the ranks that have a mark. */
function withMark({ codes, phones }: SortedPhones, marks: Uint8Array, mark: 0 | 1): SortedPhones {
  const some = new Float64Array(codes.length)
  let count = 0
  for (let rank = 0; rank < codes.length; rank++) if (marks[rank] === mark) some[count++] = codes[rank] as number
  return { codes: some.subarray(0, count), phones: phones.filter((_, at) => marks[codes.length + at] === mark) }
}

/** What goes from a list. */
interface Leaving {
  readonly count: number
  readonly phones: SortedPhones
  /** Whether the entry at a position of the whole list goes. */
  readonly goes: (position: number, code: number, phone: () => string | undefined) => boolean
}

const nothingLeaves: Leaving = { count: 0, phones: none, goes: () => false }

async function leavingPhones(
  lists: Pick<ListReader, 'packedParts'>,
  { group, mode, given }: WantedSet,
  held: Uint8Array,
): Promise<Leaving> {
  if (mode === 'add') return nothingLeaves
  if (mode === 'remove') {
    const phones = withMark(given, held, 1)
    const has = inPhones(phones)
    return { count: rankCount(phones), phones, goes: (_, code, phone) => has(code, phone) }
  }
  const count = group.count - held.reduce((sum, each) => sum + each, 0)
  if (count === 0) return nothingLeaves
  // All go, and nobody looks for any of them.
  if (count === group.count) return { count, phones: none, goes: () => true }
  const codes = new Float64Array(count)
  const phones: string[] = []
  const isGoing = new Uint8Array(group.count)
  const stays = inPhones(given)
  let [next, position] = [0, 0]
  for await (const part of lists.packedParts(group.accountId, group.listId)) {
    for (let at = 0; at < part.codes.length; at++, position++) {
      const code = part.codes[at] as number
      if (stays(code, () => part.phones.get(at))) continue
      isGoing[position] = 1
      if (code === noCode) phones.push(part.phones.get(at) ?? '')
      else codes[next++] = code
    }
  }
  const sorted = { codes: await sortedOnce(codes.subarray(0, next)), phones: phones.sort() }
  return { count, phones: sorted, goes: (at) => isGoing[at] === 1 }
}

/** Says of many phones whether they are among some. */
function inPhones(phones: SortedPhones): (code: number, phone: () => string | undefined) => boolean {
  const finder = new CodeFinder(phones.codes)
  return (code, phone) => (code === noCode ? rankOf(phones, noCode, phone()) >= 0 : finder.has(code))
}

/** The way through the version, in the order of its entries, which ends where nothing is left to go. */
function goes(leaving: Leaving): {
  readonly looksOn: () => boolean
  readonly revise: (part: PackedPart) => Promise<ReadonlyMap<number, Revision>>
} {
  let left = leaving.count
  let position = 0
  return {
    looksOn: () => left > 0,
    async revise({ codes, phones }) {
      const revisions = new Map<number, Revision>()
      for (let at = 0; at < codes.length; at++, position++) {
        if (leaving.goes(position, codes[at] as number, () => phones.get(at))) revisions.set(at, 'gone')
      }
      left -= revisions.size
      return revisions
    },
  }
}

function comingEntries(merger: ListMerger, wanted: WantedSet, coming: SortedPhones): NewList | Promise<StagedList> {
  const pieces = comingPieces(wanted.phones, coming)
  if (rankCount(coming) > joiningAtMost) return merger.append(wanted.group.accountId, inTurn(pieces))
  return entryListOf(
    [...pieces].flatMap(({ codes, phones }) =>
      Array.from(codes, (code, at) => ({ phone: code === noCode ? (phones.get(at) ?? '') : phoneOfCode(code) })),
    ),
  )
}

async function* inTurn(pieces: Iterable<NewEntries>): AsyncGenerator<NewEntries> {
  yield* pieces
}

const noDetails: NewEntries['details'] = new Map()

/** The entries that come, in the order in which they were given. */
function* comingPieces({ codes: given, phones: texts }: EntryList, coming: SortedPhones): Generator<NewEntries> {
  const comes = rankCount(coming) === given.length ? () => true : inPhones(coming)
  const codes = new Float64Array(pieceSize)
  let phones = new Map<number, string>()
  let count = 0
  for (let at = 0; at < given.length; at++) {
    const code = given[at] as number
    const phone = code === noCode ? texts.get(at) : undefined
    if (!comes(code, () => phone)) continue
    if (phone !== undefined) phones.set(count, phone)
    codes[count++] = code
    if (count < pieceSize) continue
    yield { codes: codes.slice(), phones, details: noDetails }
    phones = new Map()
    count = 0
  }
  if (count > 0) yield { codes: codes.slice(0, count), phones, details: noDetails }
}
