import type { EntryDetails, EntryDraft } from '../entry/entry.ts'
import { giveWay } from '../give-way.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import type { ListMerge, ListMerger, NewEntries, Revision } from '../list/list-merge.ts'
import { noCode, phoneOfCode } from '../list/phone-code.ts'
import { rankCount, type SortedPhones, sortedOnce } from '../list/sorted-phones.ts'
import type { NewList, StagedList } from '../list/staged-list.ts'
import type { ImportLines } from './import-lines.ts'
import type { ImportMode } from './import-report.ts'
import { isNew, isRepeat, type Meeting } from './meet-list.ts'
import { reviseDetails } from './revise-details.ts'
import { entryFinder, isGone, type Settled } from './settle-lines.ts'

/** Entries that come behind in one piece: as many as a chunk has. */
const pieceSize = 4000

/** New entries that need not be staged: so few that they may join a short last chunk. */
const joiningAtMost = 1000

/** An import that has met a list version. */
export interface MetImport {
  readonly accountId: number
  readonly mode: ImportMode
  readonly lines: ImportLines
  readonly meeting: Meeting
  readonly settled: Settled
}

/** The next list version of an import, ready to be written. */
export interface PreparedImport {
  readonly merged: StagedList
  /** The entries that come behind. */
  readonly added: NewList
}

/** Is told of the work on the next list version. */
export interface PreparationListener {
  /** A list was staged: whoever does not write it must forget it. */
  onStaged(id: string): void
  /** Another piece is done. */
  onPiece(): void | Promise<void>
}

/** Prepares the next list version; undefined when the list stays as it is. */
export async function prepareImport(
  lists: ListMerger,
  met: MetImport,
  listener: PreparationListener,
): Promise<PreparedImport | undefined> {
  const { accountId, meeting, settled, mode } = met
  const { added, removed, updated } = settled.counts
  const isEdited = mode === 'remove' ? removed > 0 : added + removed + updated > 0
  if (!isEdited && !settled.rewritten) return undefined
  const phones = await comingPhones(met)
  const coming = { phones, held: new Uint8Array(rankCount(phones)) }
  const merged = settled.rewritten
    ? await lists.merge(accountId, null, { ...coming, looksOn: () => false, revise: async () => new Map() })
    : await lists.merge(accountId, meeting.listId, { ...coming, ...edit(met, listener) })
  listener.onStaged(merged.id)
  const behind = await comingEntries(lists, met, listener)
  if ('id' in behind) listener.onStaged(behind.id)
  return { merged, added: behind }
}

/** The way through the version that is edited. It ends where nothing is left to do. */
function edit(
  { meeting: { entries }, settled, lines, mode }: MetImport,
  { onPiece }: PreparationListener,
): Pick<ListMerge, 'leaving' | 'looksOn' | 'revise'> {
  const { removed, updated } = settled.counts
  const find = entryFinder(entries)
  let left = removed + (mode === 'remove' ? 0 : updated)
  let start = 0
  return {
    ...(removed > 0 && { leaving: settled.leaving }),
    looksOn: () => left > 0,
    async revise(part) {
      const revisions = new Map<number, Revision>()
      for (let at = 0; at < part.codes.length; at++) {
        const entry = find(start + at)
        if (isGone(entries, entry, mode)) revisions.set(at, 'gone')
        else if (entry >= 0 && settled.changed[entry] === 1) {
          const cells = lines.cellsAt(entries.lines[entry] as number)
          revisions.set(at, reviseDetails(part.details.get(at), cells, mode) ?? 'bare')
        }
      }
      left -= revisions.size
      start += part.codes.length
      await onPiece()
      return revisions
    },
  }
}

/** The lines whose entries come behind, in their order. */
function* comingLines({ meeting: { entryOf }, settled, mode }: MetImport): Generator<number> {
  if (mode === 'remove') return
  for (const [line, entry] of entryOf.entries()) {
    if (entry === isNew || (settled.rewritten && entry !== isRepeat)) yield line
  }
}

function countOfComing({ meeting: { entryOf }, settled }: MetImport): number {
  const { added, repeated } = settled.counts
  return settled.rewritten ? entryOf.length - repeated : added
}

async function comingPhones(met: MetImport): Promise<SortedPhones> {
  const { lines, meeting } = met
  // Where no line meets an entry and the keys are the numbers, as in a new group, these are the keys of the lines.
  if (meeting.entries.count === 0 && lines.keysAreNumbers) return meeting.sortedKeys
  const codes = new Float64Array(countOfComing(met))
  const phones: string[] = []
  let count = 0
  for (const line of comingLines(met)) {
    const entry = meeting.entryOf[line] as number
    const code = entry >= 0 ? (meeting.entries.codes[entry] as number) : lines.codeAt(line)
    if (code === noCode) phones.push(entry >= 0 ? meeting.entries.phoneAt(entry) : lines.phoneAt(line))
    codes[count++] = code
  }
  return { codes: await sortedOnce(codes), phones: phones.sort() }
}

async function comingEntries(lists: ListMerger, met: MetImport, listener: PreparationListener): Promise<NewList> {
  const count = countOfComing(met)
  if (count > joiningAtMost) return lists.append(met.accountId, pieces(met, listener))
  const drafts: EntryDraft[] = []
  for await (const { codes, phones, details } of pieces(met, listener)) {
    for (const [at, code] of codes.entries()) {
      const phone = code === noCode ? (phones.get(at) ?? '') : phoneOfCode(code)
      const own = details.get(at)
      drafts.push(own ? { phone, details: own } : { phone })
    }
  }
  return entryListOf(drafts)
}

async function* pieces(met: MetImport, { onPiece }: PreparationListener): AsyncGenerator<NewEntries> {
  const { lines, meeting, settled, mode } = met
  const codes = new Float64Array(pieceSize)
  let piece = { phones: new Map<number, string>(), details: new Map<number, EntryDetails>() }
  let count = 0
  for (const line of comingLines(met)) {
    const entry = meeting.entryOf[line] as number
    const code = entry >= 0 ? (meeting.entries.codes[entry] as number) : lines.codeAt(line)
    if (code === noCode) piece.phones.set(count, entry >= 0 ? meeting.entries.phoneAt(entry) : lines.phoneAt(line))
    const details =
      entry >= 0 ? detailsOf(settled.rewritten?.(entry)) : reviseDetails(undefined, lines.cellsAt(line), mode)
    if (details) piece.details.set(count, details)
    codes[count++] = code
    if (count < pieceSize) continue
    yield { codes: codes.slice(), ...piece }
    piece = { phones: new Map(), details: new Map() }
    count = 0
    await onPiece()
    await giveWay()
  }
  if (count > 0) yield { codes: codes.slice(0, count), ...piece }
}

function detailsOf(json: string | undefined): EntryDetails | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as EntryDetails)
}
