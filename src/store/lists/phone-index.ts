import type { Ids } from '../../core/environment.ts'
import { giveWay } from '../../core/give-way.ts'
import type { EntryList } from '../../core/list/entry-list.ts'
import { checksumOf } from '../checks/checksum.ts'
import { there, whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { compareKeys, decodeLeaf, encodeLeaf, leafHas, leafSize, type PhoneKey } from './leaf.ts'
import { hasByPatch, type LeafPatch, patchedKeys } from './leaf-patch.ts'
import type { MadeRow } from './made-row.ts'

/**
 * A leaf in the index of its list. `[l3, 4000, 1512]`: the leaf l3 holds 4,000 phones, the first of which is 512, whose
 * code is 1512. A patch says how the leaf differs from what is stored.
 */
export type LeafRef = readonly [id: string, count: number, first: PhoneKey, patch?: LeafPatch | undefined]

/** The leaves of one list, in the order of their phones. One leaf shows whether a phone is in the list. */
export type PhoneIndex = readonly LeafRef[]

/** The phones of a leaf in ascending order: those with a code, and behind them those without. */
export interface Leaf {
  readonly codes: ArrayLike<number>
  readonly phones: readonly string[]
}

/** Writes the index of a list. */
export async function writeIndex(session: Session, ids: Ids, accountId: number, list: EntryList): Promise<PhoneIndex> {
  const index: LeafRef[] = []
  for (const leaf of leavesOf(list)) index.push(await insertLeaf(session, ids, accountId, leaf))
  return index
}

/** Cuts the phones of a list into leaves. */
export function* leavesOf(list: EntryList): Generator<Leaf> {
  const codes = list.sortedCodes
  for (let start = 0; start < codes.length; start += leafSize) {
    yield { codes: codes.subarray(start, start + leafSize), phones: [] }
  }
  yield* leavesOfPhones(list)
}

/** Cuts the phones without a code into leaves, which are of nearly the same size. */
function* leavesOfPhones({ sortedPhones }: EntryList): Generator<Leaf> {
  const size = evenSize(sortedPhones.size)
  let phones: string[] = []
  for (const phone of sortedPhones.values()) {
    if (phones.push(phone) < size) continue
    yield { codes: [], phones }
    phones = []
  }
  if (phones.length > 0) yield { codes: [], phones }
}

/** Keys of one leaf up to which each is looked for by itself. */
const fewKeys = 8

/** The keys that the index has, of those that are asked for. */
export async function keysIn(
  session: Session,
  accountId: number,
  index: PhoneIndex,
  keys: readonly PhoneKey[],
): Promise<ReadonlySet<PhoneKey>> {
  const found = new Set<PhoneKey>()
  for (const [ref, wanted] of byLeaf(index, keys)) {
    const bytes = await readLeafBytes(session, accountId, ref)
    // To unpack a leaf into a set takes as long as to walk through it 20 times.
    const leaf = wanted.length > fewKeys ? new Set(decodeLeaf(bytes)) : undefined
    for (const key of wanted) {
      if (hasByPatch(key, ref[3]) ?? (leaf ? leaf.has(key) : leafHas(bytes, key))) found.add(key)
    }
  }
  return found
}

/**
 * The index with some keys taken out and others put in. Only the leaves to which these keys belong are written again.
 */
export async function editIndex(
  session: Session,
  ids: Ids,
  accountId: number,
  index: PhoneIndex,
  removed: readonly PhoneKey[],
  added: readonly PhoneKey[],
): Promise<PhoneIndex> {
  if (index.length === 0) return writeLeaves(session, ids, accountId, added.toSorted(compareKeys))
  const leaving = byLeaf(index, removed)
  const coming = byLeaf(index, added)
  const edited: LeafRef[] = []
  for (const ref of index) {
    const out = leaving.get(ref)
    const into = coming.get(ref)
    if (!out && !into) {
      edited.push(ref)
      continue
    }
    const gone = new Set(out)
    const kept = (await readLeaf(session, accountId, ref)).filter((key) => !gone.has(key))
    const keys = [...kept, ...(into ?? [])].sort(compareKeys)
    edited.push(...(await writeLeaves(session, ids, accountId, keys)))
  }
  return edited
}

/** The keys by the leaf to which they belong, whether or not the leaf has them. */
function byLeaf(index: PhoneIndex, keys: readonly PhoneKey[]): ReadonlyMap<LeafRef, PhoneKey[]> {
  const parts = new Map<LeafRef, PhoneKey[]>()
  for (const key of keys) {
    const ref = leafOf(index, key)
    const part = ref && parts.get(ref)
    if (part) part.push(key)
    else if (ref) parts.set(ref, [key])
  }
  return parts
}

/**
 * The only leaf that can have the key: the last leaf that begins at or before it, or else the first leaf. Of leaves
 * that begin at 10, 20 and 30, that is the second for 29 and the first for 5.
 */
export function leafOf(index: PhoneIndex, key: PhoneKey): LeafRef | undefined {
  let low = 0
  let high = index.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys((index[middle] as LeafRef)[2], key) <= 0) low = middle + 1
    else high = middle
  }
  return index[Math.max(low - 1, 0)]
}

/** Cuts sorted keys into leaves, and stores these. */
export async function writeLeaves(
  session: Session,
  ids: Ids,
  accountId: number,
  keys: readonly PhoneKey[],
): Promise<LeafRef[]> {
  const refs: LeafRef[] = []
  for (const leaf of leavesOfKeys(keys)) {
    if (refs.length > 0) await giveWay()
    refs.push(await insertLeaf(session, ids, accountId, leaf))
  }
  return refs
}

/** The size of a leaf when as few leaves as can hold `count` keys have nearly the same size: 2,001 for 4,001 keys. */
function evenSize(count: number): number {
  return Math.ceil(count / Math.ceil(count / leafSize))
}

/** Cuts sorted keys into leaves, which are of nearly the same size. */
function* leavesOfKeys(keys: readonly PhoneKey[]): Generator<Leaf> {
  const size = evenSize(keys.length)
  for (let start = 0; start < keys.length; start += size) {
    const part = keys.slice(start, start + size)
    // Codes come before phones, and most leaves have nothing but codes.
    const end = typeof part.at(-1) === 'number' ? part.length : part.findIndex((key) => typeof key === 'string')
    yield { codes: part.slice(0, end) as number[], phones: part.slice(end) as string[] }
  }
}

/** Stores a leaf, and returns its reference for an index. */
export async function insertLeaf(session: Session, ids: Ids, accountId: number, leaf: Leaf): Promise<LeafRef> {
  const row = leafRow(ids, accountId, leaf)
  await putLeaf(session, row)
  return leafRef(row.id, leaf)
}

/** Makes the row of a leaf. */
export function leafRow(ids: Ids, accountId: number, { codes, phones }: Leaf): MadeRow {
  const row = { account_id: accountId, id: ids.hexId(), bytes: encodeLeaf(codes, phones) }
  return { ...row, values: [...Object.values(row), checksumOf('leaf', row)] }
}

/** Stores the row of a leaf. */
export async function putLeaf(session: Session, { values }: MadeRow): Promise<void> {
  await session.put('insert into phone_leaves (account_id, id, bytes, checksum) values ($1, $2, $3, $4)', values)
}

/** The reference of a leaf with that id. */
export function leafRef(id: string, { codes, phones }: Leaf): LeafRef {
  return [id, codes.length + phones.length, (codes[0] ?? phones[0]) as PhoneKey]
}

/** The keys of a leaf, in ascending order. */
export async function readLeaf(session: Session, accountId: number, ref: LeafRef): Promise<PhoneKey[]> {
  return patchedKeys(decodeLeaf(await readLeafBytes(session, accountId, ref)), ref[3])
}

async function readLeafBytes(session: Session, accountId: number, [id]: LeafRef): Promise<Uint8Array> {
  const found = await session.one('select * from phone_leaves where account_id = $1 and id = $2', [accountId, id])
  return whole('leaf', there('phone_leaves', accountId, id, found)).bytes as Uint8Array
}
