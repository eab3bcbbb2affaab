import { damaged } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { ofBook } from '../engine/facts.ts'
import { quoted, type Table } from '../engine/table.ts'
import type { Batch, Row, Value } from '../engine/value.ts'
import { encodeRow } from './row-bytes.ts'

/** The most rows, and bytes of their texts and blobs, in a batch. A row that is longer is a batch of its own. */
export interface BatchSize {
  readonly rows: number
  readonly bytes: number
}

const usualSize: BatchSize = { rows: 2000, bytes: 4 * 1024 ** 2 }

/**
 * The rows behind the key `after`, up to and including the key `upTo`. Without a key the range is open on that side.
 */
export interface Range {
  readonly after?: readonly Value[] | undefined
  readonly upTo?: readonly Value[] | undefined
}

/** Some rows that were read, with the key of the last one. */
export interface ReadRows {
  readonly rows: Batch['rows']
  readonly upTo: readonly Value[]
  /** The bytes of its texts and blobs, which `measure` counts too. */
  readonly bytes: number
}

/** Such rows, each in bytes too. */
export type ReadBatch = ReadRows & Batch

/** An expression for the bytes of a row in its texts and blobs. Engines know the lengths without reading the values. */
function longBytes(table: Table): string {
  const long = table.columns.filter(({ kind }) => kind !== 'integer')
  return ['0', ...long.map(({ name }) => `coalesce(octet_length(${quoted(name)}), 0)`)].join(' + ')
}

/** The number of rows of a table, and of the bytes in their texts and blobs. */
export async function measure(session: Session, table: Table): Promise<{ rows: number; bytes: number }> {
  const found = await session.one(
    `select count(*) as "rows", coalesce(sum(${longBytes(table)}), 0) as bytes from ${table.name} ${where(table).text}`,
    [],
  )
  return { rows: found?.rows as number, bytes: found?.bytes as number }
}

export async function isEmpty(session: Session, table: Table, range: Range = {}): Promise<boolean> {
  const { text, values } = where(table, range)
  return (await session.one(`select 1 as one from ${table.name} ${text} limit 1`, values)) === undefined
}

export function deleteRange(session: Session, table: Table, range: Range): Promise<number> {
  const { text, values } = where(table, range)
  return session.run(`delete from ${table.name} ${text}`, values)
}

/**
 * The rows of a range in the order of their key, in batches that fit into memory however long the rows are: up to 2,000
 * rows and 4 MB, or one row that is longer. The lengths are asked for first.
 */
export async function* batchesOf(session: Session, table: Table, range: Range = {}): AsyncGenerator<ReadBatch> {
  for await (const batch of rowsOf(session, table, range)) {
    yield { ...batch, encoded: batch.rows.map((row) => encodeRow(table, row)) }
  }
}

/** The same rows as they are, whatever is in them. */
export async function* rowsOf(
  session: Session,
  table: Table,
  { after, upTo }: Range = {},
  size = usualSize,
): AsyncGenerator<ReadRows> {
  const key = table.key.map(quoted).join(', ')
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  for (let from = after; ; ) {
    const ahead = where(table, { after: from, upTo })
    const lengths = await session.all(
      `select ${key}, ${longBytes(table)} as "long bytes" from ${table.name} ${ahead.text} order by ${key} limit ${size.rows}`,
      ahead.values,
    )
    if (lengths.length === 0) return
    const { last, bytes } = cutBatch(lengths, size)
    const end = table.key.map((name) => last[name] as Value)
    // A damaged index may lead back to where the reader was already.
    if (from && !isBehind(end, from)) {
      throw damaged({ accountId: null, table: table.name, row: null, problem: 'has rows out of order' })
    }
    const batch = where(table, { after: from, upTo: end })
    const found = await session.all(`select ${columns} from ${table.name} ${batch.text} order by ${key}`, batch.values)
    const rows = found.map((row) => table.columns.map(({ name }) => row[name] as Value))
    yield { rows, upTo: end, bytes }
    from = end
  }
}

/** The last of the rows that fit into a batch, and their bytes. The first row always fits. */
function cutBatch(lengths: readonly Row[], size: BatchSize): { last: Row; bytes: number } {
  let bytes = 0
  let last = lengths[0] as Row
  for (const row of lengths) {
    const more = bytes + (row['long bytes'] as number)
    if (row !== last && more > size.bytes) break
    bytes = more
    last = row
  }
  return { last, bytes }
}

/** Whether a key comes after another, in the order of the engines: numbers by value, texts by their bytes. */
function isBehind(key: readonly Value[], other: readonly Value[]): boolean {
  for (const [index, value] of key.entries()) {
    const than = other[index] as Value
    const order =
      typeof value === 'number' && typeof than === 'number'
        ? value - than
        : Buffer.compare(Buffer.from(String(value)), Buffer.from(String(than)))
    if (order !== 0) return order > 0
  }
  return false
}

function where(table: Table, { after, upTo }: Range = {}): { text: string; values: Value[] } {
  const key = table.key.map(quoted).join(', ')
  const values: Value[] = []
  const row = (bound: readonly Value[]) => `(${bound.map((value) => `$${values.push(value)}`).join(', ')})`
  const conditions = [
    ...ofBook(table),
    ...(after ? [`(${key}) > ${row(after)}`] : []),
    ...(upTo ? [`(${key}) <= ${row(upTo)}`] : []),
  ]
  return { text: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '', values }
}
