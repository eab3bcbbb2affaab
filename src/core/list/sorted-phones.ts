import { giveWay } from '../give-way.ts'
import type { EntryList } from './entry-list.ts'
import { noCode, phoneCode } from './phone-code.ts'
import { placeOfCode } from './place-of-code.ts'

/**
 * Phones in ascending order, each once: the codes of those that have one, and behind them those that have none. The
 * rank of a phone is its place in that order: with the codes 10912 and 249, sorted to 249 and 10912, and the phone `*1`,
 * `+49` has the rank 0, `0912` the rank 1 and `*1` the rank 2.
 */
export interface SortedPhones {
  readonly codes: Float64Array
  readonly phones: readonly string[]
}

/** Phones as they were given, sorted. */
export interface SortedGiven {
  readonly phones: SortedPhones
  /** The rank of each phone that was given, in the order in which they were. */
  readonly ranks: Uint32Array
  /** 1 at the ranks of phones that were given more than once, else 0. */
  readonly isRepeated: Uint8Array
}

/** Phones that are merged before other requests are served. */
const atOnce = 50_000

/** Runs of 1,000 phones or less that are put together before other requests are served. */
const runsAtOnce = 200

/** How many ranks there are. */
export function rankCount({ codes, phones }: SortedPhones): number {
  return codes.length + phones.length
}

/** The phones of a list, sorted. */
export function sortedPhonesOf({ sortedCodes, sortedPhones, phones }: EntryList): SortedPhones {
  const codes = sortedCodes.includes(noCode) ? sortedCodes.filter((code) => code !== noCode) : sortedCodes
  return { codes, phones: sortedPhones.size === phones.size ? [...sortedPhones.values()] : [...phones.values()].sort() }
}

/** The rank of a phone, whose code is `noCode` when it has none; -1 for a phone that is not there. */
export function rankOf({ codes, phones }: SortedPhones, code: number, phone: string | undefined): number {
  if (code !== noCode) {
    const rank = placeOfCode(codes, code)
    return codes[rank] === code ? rank : -1
  }
  const place = placeOfPhone(phones, phone ?? '')
  return phones[place] === phone ? codes.length + place : -1
}

/** The number of phones that come before the key, which is a code, or a phone that has none. */
export function ranksBefore({ codes, phones }: SortedPhones, key: number | string): number {
  return typeof key === 'number' ? placeOfCode(codes, key) : codes.length + placeOfPhone(phones, key)
}

/** The code at a rank, or the phone where it has none. */
export function keyAt({ codes, phones }: SortedPhones, rank: number): number | string {
  return (rank < codes.length ? codes[rank] : phones[rank - codes.length]) as number | string
}

/**
 * Sorts phones that come in parts. Each part is sorted by itself, and the parts are merged pair by pair, so that others
 * are served in between and nobody can choose phones that make it slow.
 */
export async function sortPhones(parts: Iterable<readonly string[]>): Promise<SortedGiven> {
  const given: Given[] = []
  const codeRuns: Float64Array[] = []
  const phoneRuns: string[][] = []
  for (const part of parts) {
    const codes = Float64Array.from(part, phoneCode)
    const phones = part.filter((_, index) => codes[index] === noCode)
    given.push({ codes, phones })
    codeRuns.push((phones.length > 0 ? codes.filter((code) => code !== noCode) : codes.slice()).sort())
    if (phones.length > 0) phoneRuns.push(phones.toSorted())
    await giveWay()
  }
  const codes = await eachOnce(await mergeAll(codeRuns, floats), floats)
  const phones = await eachOnce(await mergeAll(phoneRuns, texts), texts)
  const isRepeated = new Uint8Array(codes.items.length + phones.items.length)
  for (const place of codes.repeated) isRepeated[place] = 1
  for (const place of phones.repeated) isRepeated[codes.items.length + place] = 1
  const sorted = { codes: codes.items, phones: phones.items }
  return { phones: sorted, ranks: await ranksOf(given, sorted), isRepeated }
}

/** Sorts the codes of phones, each once, while others are served in between. `noCode` is left out. */
export async function sortedOnce(codes: Float64Array): Promise<Float64Array> {
  const runs: Float64Array[] = []
  for (let start = 0; start < codes.length; start += atOnce) {
    const part = codes.subarray(start, start + atOnce)
    runs.push((part.includes(noCode) ? part.filter((code) => code !== noCode) : part.slice()).sort())
    await giveWay()
  }
  return (await eachOnce(await mergeAll(runs, floats), floats)).items
}

/** The codes of one part in its order, with `noCode` for phones that have none, and those phones in their order. */
interface Given {
  readonly codes: Float64Array
  readonly phones: readonly string[]
}

async function ranksOf(given: readonly Given[], sorted: SortedPhones): Promise<Uint32Array> {
  const ranks = new Uint32Array(given.reduce((sum, { codes }) => sum + codes.length, 0))
  let next = 0
  for (const { codes, phones } of given) {
    let uncoded = 0
    for (const code of codes) ranks[next++] = rankOf(sorted, code, code === noCode ? phones[uncoded++] : undefined)
    await giveWay()
  }
  return ranks
}

/** Items in order, as an array or packed. */
interface Run<Item> {
  readonly length: number
  [place: number]: Item
}

const floats = (length: number): Float64Array => new Float64Array(length)
const texts = (length: number): string[] => new Array<string>(length)

/** The number of phones that come before `phone`. It is apart from {@link placeOfCode}, which makes both twice as fast. */
function placeOfPhone(phones: readonly string[], phone: string): number {
  let low = 0
  let high = phones.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((phones[middle] as string) < phone) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Merges sorted runs, pair by pair, until they are one. The items move to and fro between two arrays: an array for each
 * pair would be the most garbage of a long batch.
 */
async function mergeAll<Item extends number | string, Items extends Run<Item>>(
  runs: readonly Items[],
  make: (length: number) => Items,
): Promise<Items> {
  const length = runs.reduce((sum, run) => sum + run.length, 0)
  let from = make(length)
  let to = make(length)
  let ends: number[] = []
  for (const run of runs) {
    const start = ends.at(-1) ?? 0
    for (let index = 0; index < run.length; index++) from[start + index] = run[index] as Item
    ends.push(start + run.length)
    if (ends.length % runsAtOnce === 0) await giveWay()
  }
  while (ends.length > 1) {
    const merged: number[] = []
    for (let index = 0; index < ends.length; index += 2) {
      const start = merged.at(-1) ?? 0
      const middle = ends[index] as number
      const end = ends[index + 1] ?? middle
      await merge<Item>(from, to, start, middle, end)
      merged.push(end)
    }
    ends = merged
    const there = from
    from = to
    to = there
  }
  return from
}

/** Merges the items from `start` to `middle` with those from `middle` to `end`, into the same places of `to`. */
async function merge<Item extends number | string>(
  from: Readonly<Run<Item>>,
  to: Run<Item>,
  start: number,
  middle: number,
  end: number,
): Promise<void> {
  let left = start
  let right = middle
  for (let place = start; place < end; place++) {
    if (place % atOnce === 0) await giveWay()
    const takesLeft = right >= end || (left < middle && (from[left] as Item) <= (from[right] as Item))
    to[place] = (takesLeft ? from[left++] : from[right++]) as Item
  }
}

/** The items of a sorted run, each once, and the places of those that were there more than once. */
async function eachOnce<Item extends number | string, Items extends Run<Item>>(
  run: Items,
  make: (length: number) => Items,
): Promise<{ readonly items: Items; readonly repeated: readonly number[] }> {
  const repeated: number[] = []
  let count = 0
  for (let start = 0; start < run.length; start += atOnce) {
    if (start > 0) await giveWay()
    const end = Math.min(start + atOnce, run.length)
    for (let place = start; place < end; place++) {
      const item = run[place] as Item
      if (count === 0 || run[count - 1] !== item) run[count++] = item
      else if (repeated.at(-1) !== count - 1) repeated.push(count - 1)
    }
  }
  if (count === run.length) return { items: run, repeated }
  const items = make(count)
  for (let start = 0; start < count; start += atOnce) {
    await giveWay()
    const end = Math.min(start + atOnce, count)
    for (let place = start; place < end; place++) items[place] = run[place] as Item
  }
  return { items, repeated }
}
