import { crc32 } from 'node:zlib'
import type { Row, Value } from '../engine/value.ts'

interface Sum {
  readonly table: string
  /** The column of the checksum. */
  readonly sum: string
  /** The columns that tell a row from every other. */
  readonly key: readonly string[]
  /** The columns whose values are covered beside the key. The last one may be long. */
  readonly content: readonly string[]
}

const partOfList = { sum: 'checksum', key: ['account_id', 'id'], content: ['bytes'] } as const

/**
 * The checksums that the book keeps. Each covers what the row is and what it holds, so that a row in the place of another is
 * noticed too. A change gets its number only when it is written, so the number is not covered.
 */
export const sums = {
  chunk: { ...partOfList, table: 'chunks' },
  leaf: { ...partOfList, table: 'phone_leaves' },
  sieve: { table: 'phone_sieves', sum: 'checksum', key: ['account_id', 'slice', 'group_id'], content: ['bytes'] },
  list: { table: 'lists', sum: 'checksum', key: ['account_id', 'id'], content: ['count', 'chunks'] },
  index: { table: 'lists', sum: 'index_checksum', key: ['account_id', 'id'], content: ['phone_index'] },
  change: {
    table: 'changes',
    sum: 'checksum',
    key: [],
    content: [
      ...(['at', 'account_id', 'credential_id', 'name', 'origin', 'noun', 'verb', 'subject'] as const),
      ...(['before', 'after'] as const),
    ],
  },
} as const satisfies Readonly<Record<string, Sum>>

/** The name of a checksum. */
export type SumName = keyof typeof sums

/** The columns by which a row is found. */
export function keyOf(name: SumName): readonly string[] {
  return name === 'change' ? ['number'] : sums[name].key
}

/** The checksum that a row must have: the CRC-32 of its content, begun with the hash of what the row is. */
export function checksumOf(name: SumName, row: Row): number {
  const { key, content }: Sum = sums[name]
  let what: string = name
  for (const column of key) what += ` ${row[column]}`
  let sum = hashOf(what)
  if (content.length > 1) {
    const values = content.slice(0, -1).map((column) => asStored(row[column] ?? null))
    sum = crc32(JSON.stringify(values), sum)
  }
  const last = row[content.at(-1) as string] ?? ''
  return crc32(typeof last === 'number' ? String(last) : last, sum)
}

/** A hash of 32 bits of a short text. For short texts it is made here faster than by the library. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** A text as it is read again: half a character is written as U+FFFD. */
function asStored(value: Value): Value {
  return typeof value === 'string' ? value.toWellFormed() : value
}
