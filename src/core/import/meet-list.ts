import { giveWay } from '../give-way.ts'
import type { ListReader } from '../list/list-port.ts'
import { noCode, phoneOfCode } from '../list/phone-code.ts'
import { rankCount, type SortedPhones } from '../list/sorted-phones.ts'
import type { ImportLines } from './import-lines.ts'
import { type NumberKeys, rankOfKey } from './number-keys.ts'

/** Stands in place of the entry of a line whose number is new. */
export const isNew = -1

/** Stands in place of the entry of a line whose number an earlier line has named. */
export const isRepeat = -2

/** Lines that are met before other requests are served. */
const atOnce = 20_000

/** The entries of a list version whose numbers the lines name, in the order of the list. */
export interface MetEntries {
  readonly count: number
  /** The places of the entries in the list. */
  readonly positions: Uint32Array
  readonly codes: Float64Array
  /** The line that an entry belongs to; -1 for none: another spelling of the number is the line's. */
  readonly lines: Int32Array
  phoneAt(entry: number): string
}

/** The lines of an import, and what a list version has of them. */
export interface Meeting {
  readonly listId: string | null
  /** How many entries the version has. */
  readonly count: number
  /** The keys of the lines, each once. */
  readonly sortedKeys: SortedPhones
  readonly entries: MetEntries
  /** Of each line, its entry, {@link isNew} or {@link isRepeat}. */
  readonly entryOf: Int32Array
}

/** The list version of a group. */
export interface MetList {
  readonly accountId: number
  readonly listId: string | null
  readonly count: number
}

/**
 * Meets the lines of an import with a list version. A line's entry is the one with its very spelling, else the first with its key.
 * With `takesAll` every entry with the key belongs to the line.
 */
export async function meetList(
  lists: Pick<ListReader, 'packedParts'>,
  { accountId, listId, count }: MetList,
  lines: ImportLines,
  keys: NumberKeys,
  takesAll: boolean,
): Promise<Meeting> {
  const sorted = await lines.sortedKeys()
  const positions = new Uint32Array(count)
  const codes = new Float64Array(count)
  const next = new Int32Array(count)
  const lineOf = new Int32Array(count).fill(-1)
  const texts = new Map<number, string>()
  /** Of each key, the first of its entries, counted from 1; they are linked by `next` in their order. */
  const firstOf = new Int32Array(rankCount(sorted))
  const lastOf = new Int32Array(rankCount(sorted))
  const isNamed = new Uint8Array(rankCount(sorted))
  let met = 0
  let start = 0
  for await (const part of lists.packedParts(accountId, listId)) {
    for (let at = 0; at < part.codes.length; at++) {
      const code = part.codes[at] as number
      const text = code === noCode ? part.phones.get(at) : undefined
      const rank = rankOfKey(sorted, keys.ofEntry(code, text))
      if (rank < 0) continue
      positions[met] = start + at
      codes[met] = code
      if (text !== undefined) texts.set(met, text)
      met++
      const last = lastOf[rank] as number
      if (last === 0) firstOf[rank] = met
      else next[last - 1] = met
      lastOf[rank] = met
    }
    start += part.codes.length
    await giveWay()
  }

  const entryOf = new Int32Array(lines.count).fill(isNew)
  const areAllNew = met === 0 && rankCount(sorted) === lines.count
  for (let line = 0; line < lines.count && !areAllNew; line++) {
    if (line % atOnce === atOnce - 1) await giveWay()
    const rank = rankOfKey(sorted, lines.keyAt(line))
    entryOf[line] = choose(line, rank)
    isNamed[rank] = 1
  }
  return {
    listId,
    count,
    sortedKeys: sorted,
    entryOf,
    entries: { count: met, positions, codes, lines: lineOf, phoneAt },
  }

  function choose(line: number, rank: number): number {
    const first = firstOf[rank] as number
    if (first === 0 || takesAll) {
      if (isNamed[rank] === 1) return isRepeat
      if (first === 0) return isNew
      for (let entry = first; entry > 0; entry = next[entry - 1] as number) lineOf[entry - 1] = line
      return first - 1
    }
    let wanted = isNamed[rank] === 1 ? 0 : first
    for (let entry = first; entry > 0; entry = next[entry - 1] as number) {
      if (codes[entry - 1] === lines.codeAt(line) && texts.get(entry - 1) === lines.textAt(line)) wanted = entry
    }
    if (wanted === 0 || lineOf[wanted - 1] !== -1) return isRepeat
    lineOf[wanted - 1] = line
    return wanted - 1
  }

  function phoneAt(entry: number): string {
    const code = codes[entry] as number
    return code === noCode ? (texts.get(entry) ?? '') : phoneOfCode(code)
  }
}
