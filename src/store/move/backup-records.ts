import type { Column } from '../engine/table.ts'
import type { TableSum } from './table-sum.ts'

/** A table in a backup: its columns, and the number of its rows and bytes. */
export interface BackedUpTable {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: number
  readonly bytes: number
  /** The last number that the table gave a row by itself; 0 for a table that never did. */
  readonly lastNumber: number
}

/** The first record of a backup: all that a restore must know before the rows. */
export interface BackupHead {
  /** The version of the schema, as migrations number it. */
  readonly schema: number
  readonly madeAt: number
  /** The fingerprint of the key with which secrets in the book are sealed. */
  readonly keyFingerprint: string
  /** The key itself, in a backup that was made with it. */
  readonly key?: string | undefined
  readonly tables: readonly BackedUpTable[]
}

/**
 * A record of a backup. Their order is: the head; for each table its name, then its rows in batches; the sums of all
 * tables.
 */
export type BackupRecord =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | { readonly kind: 'table'; readonly name: string }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'sums'; readonly sums: readonly TableSum[] }

/**
 * The first byte of each record. The length of its content (4 bytes, big endian) and the content follow: rows in bytes
 * (`row-bytes.ts`), or JSON in UTF-8.
 */
const letters = { head: 'H', table: 'T', rows: 'R', sums: 'S' } as const
const prefixBytes = 5

export function encodeRecord(record: BackupRecord): Buffer {
  const content = record.kind === 'rows' ? record.bytes : Buffer.from(JSON.stringify(contentOf(record)), 'utf8')
  const prefix = Buffer.alloc(prefixBytes)
  prefix.write(letters[record.kind], 'latin1')
  prefix.writeUInt32BE(content.length, 1)
  return Buffer.concat([prefix, content])
}

function contentOf(record: Exclude<BackupRecord, { kind: 'rows' }>): unknown {
  if (record.kind === 'head') return record.head
  return record.kind === 'table' ? record.name : record.sums
}

/**
 * The records in some bytes, which come in pieces of any size.
 *
 * @throws Error when the bytes are not records, or end within one.
 */
export async function* decodeRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    length += chunk.length
    for (let next = lengthOf(waiting); next <= length; next = lengthOf(waiting)) {
      const bytes = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting)
      yield decodeRecord(bytes.subarray(0, next))
      waiting = [bytes.subarray(next)]
      length -= next
    }
  }
  if (length > 0) throw new Error('its last record is cut off')
}

/** The length of the first record that waits; infinite while its prefix is not all there. */
function lengthOf(waiting: Buffer[]): number {
  while (waiting.length > 1 && (waiting[0] as Buffer).length < prefixBytes) {
    waiting.splice(0, 2, Buffer.concat(waiting.slice(0, 2)))
  }
  const [first] = waiting
  return first && first.length >= prefixBytes ? prefixBytes + first.readUInt32BE(1) : Number.POSITIVE_INFINITY
}

function decodeRecord(bytes: Buffer): BackupRecord {
  const letter = bytes.toString('latin1', 0, 1)
  const content = bytes.subarray(prefixBytes)
  if (letter === letters.rows) return { kind: 'rows', bytes: content }
  const json = JSON.parse(content.toString('utf8'))
  if (letter === letters.head) return { kind: 'head', head: json }
  if (letter === letters.table) return { kind: 'table', name: json }
  if (letter === letters.sums) return { kind: 'sums', sums: json }
  throw new Error(`it has a record of an unknown kind, ${letter}`)
}
