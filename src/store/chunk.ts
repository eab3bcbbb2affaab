import type { Entry, EntryDetails } from '../core/entry/entry.ts'
import type { EntryList } from '../core/entry/entry-list.ts'
import { noCode, phoneOfCode } from '../core/entry/phone-code.ts'

/** Entries in a chunk at the most. A full one is 32 KB, and was the fastest size to write and to page (design/stack.md). */
export const chunkSize = 4000

/*
 * A chunk in bytes: format (1 byte), unused (3), number of entries (4), one phone code for each (8, little endian), and,
 * where something does not fit that, JSON in UTF-8: the phones that have no code and the details, by position.
 */
const format = 1
const headerBytes = 8

interface Tail {
  readonly phones?: Readonly<Record<string, string>>
  readonly details?: Readonly<Record<string, EntryDetails>>
}

/** Packs the entries of `list` from position `start` up to, not including, `end`. */
export function encodeChunk(list: EntryList, start: number, end: number): Uint8Array {
  const count = end - start
  const tail = encodeTail(list, start, end)
  const bytes = new Uint8Array(headerBytes + count * 8 + tail.length)
  bytes[0] = format
  new DataView(bytes.buffer).setUint32(4, count, true)
  new Float64Array(bytes.buffer, headerBytes, count).set(list.codes.subarray(start, end))
  bytes.set(tail, headerBytes + count * 8)
  return bytes
}

function encodeTail(list: EntryList, start: number, end: number): Uint8Array {
  const phones: Record<string, string> = {}
  const details: Record<string, EntryDetails> = {}
  for (let index = start; index < end; index++) {
    if (list.codes[index] === noCode) phones[index - start] = list.phones[index] as string
    const detail = list.details.get(index)
    if (detail) details[index - start] = detail
  }
  const hasPhones = Object.keys(phones).length > 0
  const hasDetails = Object.keys(details).length > 0
  if (!hasPhones && !hasDetails) return new Uint8Array(0)
  const tail: Tail = { ...(hasPhones && { phones }), ...(hasDetails && { details }) }
  return new TextEncoder().encode(JSON.stringify(tail))
}

/** A chunk that was read: its entries by position. */
export interface DecodedChunk {
  readonly count: number
  phone(index: number): string
  /** The entry at that position, where the chunk's first entry has the id `firstId`. */
  entry(index: number, firstId: number): Entry
}

export function decodeChunk(stored: Uint8Array): DecodedChunk {
  if (stored[0] !== format) throw new Error(`chunk format ${stored[0]} is not known to this version of dialbook`)
  const bytes = stored.byteOffset % 8 === 0 ? stored : stored.slice()
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  const codes = new Float64Array(bytes.buffer, bytes.byteOffset + headerBytes, count)
  const rest = bytes.subarray(headerBytes + count * 8)
  const tail: Tail = rest.length > 0 ? JSON.parse(new TextDecoder().decode(rest)) : {}
  const phone = (index: number): string => {
    const code = codes[index] as number
    return code === noCode ? (tail.phones?.[index] ?? '') : phoneOfCode(code)
  }
  return {
    count,
    phone,
    entry: (index, firstId) => ({ id: firstId + index, phone: phone(index), details: tail.details?.[index] }),
  }
}
