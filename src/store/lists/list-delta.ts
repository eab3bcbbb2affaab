import type { Entry } from '../../core/entry/entry.ts'
import { phoneAt } from '../../core/list/entry-list.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import { noCode, phoneCode } from '../../core/list/phone-code.ts'
import { type Chunk, decodeChunk, encodeChunk, entriesIn } from './chunk.ts'
import type { IdRuns } from './id-runs.ts'
import { compareKeys, decodeLeaf, encodeLeaf, type PhoneKey, phoneKey } from './leaf.ts'

/** How a version of a long list differs from its base: the list, with chunks and leaves of its own, from which it was made. */
export interface ListDelta {
  /** Entries of the base as they are now, by id, which ascends. */
  readonly changed: readonly Entry[]
  /** Entries behind those of the base, by id, which ascends. */
  readonly added: readonly Entry[]
  /** The ids of entries of the base that are gone, in ascending order. */
  readonly removed: readonly number[]
  /** The phones of changed and removed entries as the base has them, in ascending order. */
  readonly left: readonly PhoneKey[]
}

export const noDelta: ListDelta = { changed: [], added: [], removed: [], left: [] }

/** Entries that a delta comes to at the most. Who reads the list goes through all of them. */
const entriesAtMost = 400

/** Bytes of a delta at the most, so that its row is in one page of 4 KB. */
const bytesAtMost = 3800

/** How many entries the edit names. */
export function sizeOf({ changed, removed, added }: ListEdit): number {
  return changed.length + removed.length + added.codes.length
}

/** Whether the edit alone is too large for a delta. */
export function isLarge(edit: ListEdit): boolean {
  return sizeOf(edit) > entriesAtMost
}

/** The delta once an edit has come to it. `before` has the phones of the entries that the edit changes or removes, by id. */
export function withEdit(delta: ListDelta, edit: ListEdit, before: ReadonlyMap<number, string>): ListDelta {
  const changed = new Map(delta.changed.map((entry) => [entry.id, entry]))
  const added = new Map(delta.added.map((entry) => [entry.id, entry]))
  const removed = new Set(delta.removed)
  const left = new Set(delta.left)
  for (const entry of edit.changed) {
    if (added.has(entry.id)) added.set(entry.id, entry)
    else {
      changed.set(entry.id, entry)
      left.add(phoneKey(before.get(entry.id) as string))
    }
  }
  for (const id of edit.removed) {
    if (added.delete(id)) continue
    changed.delete(id)
    removed.add(id)
    left.add(phoneKey(before.get(id) as string))
  }
  for (let at = 0; at < edit.added.codes.length; at++) {
    const id = edit.firstEntryId + at
    added.set(id, { id, phone: phoneAt(edit.added, at), details: edit.added.details.get(at) })
  }
  return {
    changed: [...changed.values()].sort((one, other) => one.id - other.id),
    added: [...added.values()],
    removed: [...removed].sort((one, other) => one - other),
    left: [...left].sort(compareKeys),
  }
}

/** The phones that the list has beside those of its base, in ascending order. */
export function cameIn({ changed, added }: ListDelta): PhoneKey[] {
  return [...changed, ...added].map(({ phone }) => phoneKey(phone)).sort(compareKeys)
}

/*
 * A delta in bytes: format (1 byte), unused (3), the lengths of the first three parts (4 each, little endian), and the parts: the
 * changed entries and the added ones, each as a chunk whose ids count from 0, the removed ids and the phones that left, each as a leaf.
 */
const format = 1
const headerBytes = 16

/** The delta as it is stored; undefined where it is too large for that. */
export function encodeDelta({ changed, added, removed, left }: ListDelta): Uint8Array | undefined {
  if (changed.length + added.length + removed.length > entriesAtMost) return undefined
  const codes = left.filter((key) => typeof key === 'number')
  const phones = left.filter((key) => typeof key === 'string')
  const parts = [
    encodeChunk(chunkOf(changed)),
    encodeChunk(chunkOf(added)),
    encodeLeaf(removed, []),
    encodeLeaf(codes, phones),
  ]
  const length = parts.reduce((sum, part) => sum + part.length, headerBytes)
  if (length > bytesAtMost) return undefined
  const bytes = new Uint8Array(length)
  bytes[0] = format
  const view = new DataView(bytes.buffer)
  let end = headerBytes
  for (const [at, part] of parts.entries()) {
    if (at < 3) view.setUint32(4 + 4 * at, part.length, true)
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}

/** Reads a stored delta. */
export function decodeDelta(bytes: Uint8Array): ListDelta {
  if (bytes[0] !== format) throw new Error(`delta format ${bytes[0]} is not known to this version of dialbook`)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let end = headerBytes
  const [changed, added, removed] = [0, 1, 2].map((at) => {
    const start = end
    end += view.getUint32(4 + 4 * at, true)
    // A copy, which begins where numbers of eight bytes can: a slice of a Buffer is none.
    return new Uint8Array(bytes.subarray(start, end))
  }) as [Uint8Array, Uint8Array, Uint8Array]
  return {
    changed: entriesIn(decodeChunk(changed), 0),
    added: entriesIn(decodeChunk(added), 0),
    removed: decodeLeaf(removed) as number[],
    left: decodeLeaf(bytes.subarray(end)),
  }
}

/** The entries as a chunk whose ids count from 0. */
function chunkOf(entries: readonly Entry[]): Chunk {
  const runs: (readonly [position: number, offset: number])[] = []
  for (const [position, { id }] of entries.entries()) {
    if (entries[position - 1]?.id !== id - 1) runs.push([position, id])
  }
  const codes = Float64Array.from(entries, ({ phone }) => phoneCode(phone))
  return {
    codes,
    phones: new Map(entries.flatMap(({ phone }, at) => (codes[at] === noCode ? [[at, phone]] : []))),
    details: new Map(entries.flatMap(({ details }, at) => (details ? [[at, details]] : []))),
    runs: runs satisfies IdRuns,
  }
}
