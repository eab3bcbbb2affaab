import { giveWay } from '../give-way.ts'
import type { ListReader } from '../list/list-port.ts'
import { noCode } from '../list/phone-code.ts'
import { type SortedPhones, sortedOnce } from '../list/sorted-phones.ts'
import type { ImportLines } from './import-lines.ts'
import type { ImportMode, SettledCounts } from './import-report.ts'
import { isNew, isRepeat, type Meeting, type MetEntries } from './meet-list.ts'
import { PackedTexts } from './packed-texts.ts'
import { reviseDetails } from './revise-details.ts'

/** What an import does to a list version. */
export interface Settled {
  readonly counts: SettledCounts
  /** 1 at the entries that get other details, else 0. */
  readonly changed: Uint8Array
  /** The phones of the entries that go. */
  readonly leaving: SortedPhones
  /**
   * The details of the entries that stay, as JSON by entry, where the list has to be written anew since its order differs; else
   * undefined, and the list is edited where it is.
   */
  readonly rewritten: ((entry: number) => string | undefined) | undefined
}

/** Whether an entry of the list goes. `entry` is -1 for one that no line names. */
export function isGone({ lines }: MetEntries, entry: number, mode: ImportMode): boolean {
  if (mode === 'add') return false
  const isNamed = entry >= 0 && lines[entry] !== -1
  return mode === 'remove' ? isNamed : !isNamed
}

/** Finds the entry at a position of the list; -1 when no line names its number. Positions must be asked for in order. */
export function entryFinder({ count, positions }: MetEntries): (position: number) => number {
  let next = 0
  return (position) => {
    while (next < count && (positions[next] as number) < position) next++
    return next < count && positions[next] === position ? next : -1
  }
}

/** Settles what becomes of each line and each entry of a list version. */
export async function settleLines(
  lists: Pick<ListReader, 'packedParts'>,
  accountId: number,
  { listId, entries, entryOf }: Meeting,
  lines: ImportLines,
  mode: ImportMode,
): Promise<Settled> {
  const isRewritten = mode === 'sync' && !isInOrder(entryOf, entries)
  const changed = new Uint8Array(entries.count)
  const kept = new PackedTexts()
  const places = new Float64Array(isRewritten ? entries.count : 0)
  const codes: number[] = []
  const phones: string[] = []
  let updated = 0
  if (mode !== 'add' || (lines.hasFields && entries.count > 0)) {
    const find = entryFinder(entries)
    let start = 0
    for await (const part of lists.packedParts(accountId, listId)) {
      for (let at = 0; at < part.codes.length; at++) {
        const entry = find(start + at)
        if (isGone(entries, entry, mode)) {
          const code = part.codes[at] as number
          if (code === noCode) phones.push(part.phones.get(at) ?? '')
          else codes.push(code)
          continue
        }
        const line = entry < 0 ? -1 : (entries.lines[entry] as number)
        if (line < 0 || mode === 'remove') continue
        const before = part.details.get(at)
        const after = reviseDetails(before, lines.cellsAt(line), mode)
        if (after !== before) {
          changed[entry] = 1
          updated++
        }
        if (isRewritten && after) places[entry] = kept.add(JSON.stringify(after)) + 1
      }
      start += part.codes.length
      await giveWay()
    }
  }
  const of = (wanted: number) => entryOf.reduce((sum, each) => (each === wanted ? sum + 1 : sum), 0)
  const [fresh, repeated] = [of(isNew), of(isRepeat)]
  const held = entryOf.length - fresh - repeated
  const removed = codes.length + phones.length
  return {
    counts:
      mode === 'remove'
        ? { added: 0, updated: held, unchanged: fresh, repeated, removed }
        : { added: fresh, updated, unchanged: held - updated, repeated, removed },
    changed,
    leaving: { codes: await sortedOnce(Float64Array.from(codes)), phones: phones.sort() },
    rewritten: isRewritten ? (entry) => textAt(kept, places[entry] as number) : undefined,
  }
}

function textAt(texts: PackedTexts, place: number): string | undefined {
  return place === 0 ? undefined : texts.get(place - 1)
}

/** Whether the entries that lines name stand in the order of the lines, and every new number behind them. */
function isInOrder(entryOf: Int32Array, { positions }: MetEntries): boolean {
  let last = -1
  let isAfter = false
  for (const entry of entryOf) {
    if (entry === isRepeat) continue
    if (entry === isNew) isAfter = true
    else if (isAfter || (positions[entry] as number) < last) return false
    else last = positions[entry] as number
  }
  return true
}
