import type { Column, Table } from '../engine/table.ts'
import type { Value } from '../engine/value.ts'

/*
 * A row in bytes, the same from every engine, big endian. The number of its columns comes first (2 bytes). Each value
 * follows, in the order of the columns' names: its length (4 bytes, -1 for null) and itself, which is a whole number in
 * 8 bytes, a text in UTF-8, or bytes as they are. The row (7, null) is `0002 00000008 0000000000000007 ffffffff`.
 * Checksums are made of rows in this form, backups hold it, and PostgreSQL reads it as a tuple of a binary COPY.
 */
const countBytes = 2
const lengthBytes = 4
const integerBytes = 8
const nullLength = -1

/**
 * Packs a row into bytes.
 *
 * @throws Error when a value is not of the kind of its column, or is a whole number beyond those that JavaScript has
 * exactly.
 */
export function encodeRow({ columns }: Table, values: readonly Value[]): Buffer {
  const parts = columns.map((column, index) => encodeValue(column, values[index] as Value))
  const length = parts.reduce((sum, part) => sum + lengthBytes + (part?.length ?? 0), countBytes)
  const bytes = Buffer.allocUnsafe(length)
  let at = bytes.writeInt16BE(columns.length)
  for (const part of parts) {
    at = bytes.writeInt32BE(part?.length ?? nullLength, at)
    if (part) {
      bytes.set(part, at)
      at += part.length
    }
  }
  return bytes
}

function encodeValue({ name, kind }: Column, value: Value): Uint8Array | undefined {
  if (value === null) return undefined
  if (kind === 'text' && typeof value === 'string') return Buffer.from(value, 'utf8')
  if (kind === 'blob' && value instanceof Uint8Array) return value
  if (kind !== 'integer' || typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new Error(`the column ${name} has a value that is no ${kind}, or too large`)
  }
  const bytes = Buffer.allocUnsafe(integerBytes)
  const high = Math.floor(value / 2 ** 32)
  bytes.writeInt32BE(high)
  bytes.writeUInt32BE(value - high * 2 ** 32, 4)
  return bytes
}

/** A row, and the bytes in which it stands. */
export interface DecodedRow {
  readonly values: readonly Value[]
  readonly bytes: Buffer
  /** The number of its bytes in texts and blobs. */
  readonly longBytes: number
}

/**
 * The rows that stand one behind another in some bytes.
 *
 * @throws Error when a row has another number of columns than the table.
 */
export function decodeRows({ columns }: Pick<Table, 'columns'>, bytes: Buffer): DecodedRow[] {
  const rows: DecodedRow[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = at
    if (bytes.readInt16BE(at) !== columns.length) throw new Error('a row has another number of columns than its table')
    at += countBytes
    let longBytes = 0
    const values = columns.map(({ kind }) => {
      const length = bytes.readInt32BE(at)
      at += lengthBytes
      if (length === nullLength) return null
      if (kind !== 'integer') longBytes += length
      at += length
      return decodeValue(kind, bytes.subarray(at - length, at))
    })
    rows.push({ values, bytes: bytes.subarray(start, at), longBytes })
  }
  return rows
}

function decodeValue(kind: Column['kind'], bytes: Buffer): Value {
  if (kind === 'blob') return bytes
  if (kind === 'text') return bytes.toString('utf8')
  return bytes.readInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4)
}
