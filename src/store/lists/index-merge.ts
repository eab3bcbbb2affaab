import { giveWay } from '../../core/give-way.ts'
import type { ListMerge } from '../../core/list/list-merge.ts'
import { keyAt, rankCount, ranksBefore, type SortedPhones } from '../../core/list/sorted-phones.ts'
import type { Session } from '../engine/engine.ts'
import { compareKeys, leafSize, type PhoneKey } from './leaf.ts'
import { type Leaf, type LeafRef, type PhoneIndex, readLeaf } from './phone-index.ts'
import type { StagedParts } from './staged-parts.ts'

/** The phones that belong to a leaf: those at the ranks from `from` up to, not including, `to`. */
interface Share {
  readonly ref: LeafRef
  readonly from: number
  readonly to: number
}

/** Which of the phones are in the leaves of an index: 1 at the ranks of those, else 0. */
export async function heldByIndex(
  session: Session,
  accountId: number,
  index: PhoneIndex,
  phones: SortedPhones,
): Promise<Uint8Array> {
  const held = new Uint8Array(rankCount(phones))
  for (const { ref, from, to } of shares(index, phones)) {
    if (from === to) continue
    let rank = from
    for (const key of await readLeaf(session, accountId, ref)) {
      while (rank < to && compareKeys(keyAt(phones, rank), key) < 0) rank++
      if (rank < to && keyAt(phones, rank) === key) held[rank] = 1
    }
    await giveWay()
  }
  return held
}

/**
 * Adds the leaves of an index once the phones have come to it and others have left. Only leaves that this touches are
 * written again. `before` is the index, or all keys of a list that has none.
 */
export async function mergeIndex(
  session: Session,
  accountId: number,
  before: PhoneIndex | readonly PhoneKey[],
  { phones, held, leaving = noPhones }: ListMerge,
  { leaves }: StagedParts,
): Promise<void> {
  const add = async (old: readonly PhoneKey[], from: number, to: number): Promise<void> => {
    const keys = rankCount(leaving) === 0 ? old : without(old, leaving)
    for (const leaf of mergedLeaves(keys, phones, held, from, to)) {
      await leaves.add(leaf)
      await giveWay()
    }
  }
  if (!isIndex(before)) return add([...before].sort(compareKeys), 0, rankCount(phones))
  const losing = new Set([...shares(before, leaving)].filter(({ from, to }) => from < to).map(({ ref }) => ref))
  for (const { ref, from, to } of shares(before, phones)) {
    if (ref[3] || losing.has(ref) || held.subarray(from, to).includes(0))
      await add(await readLeaf(session, accountId, ref), from, to)
    else leaves.keep(ref)
  }
}

const noPhones: SortedPhones = { codes: new Float64Array(0), phones: [] }

/** The keys, which ascend, without those that are among the phones. */
function without(keys: readonly PhoneKey[], phones: SortedPhones): readonly PhoneKey[] {
  const [first] = keys
  if (first === undefined) return keys
  const { codes } = phones
  let rank = ranksBefore(phones, first)
  return keys.filter((key) => {
    if (typeof key === 'number') {
      while (rank < codes.length && (codes[rank] as number) < key) rank++
      return codes[rank] !== key
    }
    while (rank < rankCount(phones) && compareKeys(keyAt(phones, rank), key) < 0) rank++
    return rank >= rankCount(phones) || keyAt(phones, rank) !== key
  })
}

function isIndex(before: PhoneIndex | readonly PhoneKey[]): before is PhoneIndex {
  return Array.isArray(before[0])
}

/** Each leaf with the ranks of the phones that belong to it, whether or not it has them. */
function* shares(index: PhoneIndex, phones: SortedPhones): Generator<Share> {
  let from = 0
  for (const [place, ref] of index.entries()) {
    const next = index[place + 1]
    const to = next ? ranksBefore(phones, next[2]) : rankCount(phones)
    yield { ref, from, to }
    from = to
  }
}

/**
 * Cuts the keys, and the phones of the ranks from `from` to `to` that are not held, into as few leaves as can hold them,
 * all of nearly the same size.
 */
function* mergedLeaves(
  keys: readonly PhoneKey[],
  phones: SortedPhones,
  held: Uint8Array,
  from: number,
  to: number,
): Generator<Leaf> {
  let total = keys.length
  for (let rank = from; rank < to; rank++) if (held[rank] === 0) total++
  if (total === 0) return
  const size = Math.ceil(total / Math.ceil(total / leafSize))
  let leaf: { readonly codes: number[]; readonly phones: string[] } = { codes: [], phones: [] }
  let inLeaf = 0
  for (const key of merged(keys, phones, held, from, to)) {
    if (typeof key === 'number') leaf.codes.push(key)
    else leaf.phones.push(key)
    if (++inLeaf < size) continue
    yield leaf
    leaf = { codes: [], phones: [] }
    inLeaf = 0
  }
  if (inLeaf > 0) yield leaf
}

/** Both sequences of keys as one, in ascending order. */
function* merged(
  keys: readonly PhoneKey[],
  phones: SortedPhones,
  held: Uint8Array,
  from: number,
  to: number,
): Generator<PhoneKey> {
  let rank = from
  for (const key of keys) {
    for (; rank < to; rank++) {
      const coming = keyAt(phones, rank)
      if (compareKeys(coming, key) > 0) break
      if (held[rank] === 0) yield coming
    }
    yield key
  }
  for (; rank < to; rank++) if (held[rank] === 0) yield keyAt(phones, rank)
}
