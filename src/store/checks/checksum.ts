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

/** The checksum that a row must have: the CRC-32 of its covered values, with the last of them as it is. */
export function checksumOf(name: SumName, row: Row): number {
  const { key, content }: Sum = sums[name]
  const values = [...key, ...content].map((column) => asStored(row[column] ?? null))
  const last = values.pop() ?? null
  const rest = crc32(JSON.stringify([name, ...values, last === null]))
  return typeof last === 'string' || last instanceof Uint8Array ? crc32(last, rest) : crc32(String(last), rest)
}

/** A text as it is read again: half a character is written as U+FFFD. */
function asStored(value: Value): Value {
  return typeof value === 'string' ? value.toWellFormed() : value
}
