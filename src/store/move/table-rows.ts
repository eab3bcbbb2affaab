import type { Session } from '../engine/engine.ts'
import { ofBook } from '../engine/facts.ts'
import { quoted, type Table } from '../engine/table.ts'
import type { Batch, Row, Value } from '../engine/value.ts'
import { encodeRow } from './row-bytes.ts'

const batchRows = 2000
const batchBytes = 4 * 1024 ** 2

/** The rows behind one key, up to and with another; without one it has no end on that side. */
export interface Range {
  readonly after?: readonly Value[] | undefined
  readonly upTo?: readonly Value[] | undefined
}

/** A batch as it was read: with where it ends. */
export interface ReadBatch extends Batch {
  readonly upTo: readonly Value[]
  /** Bytes of its texts and blobs, as `measure` counts them. */
  readonly bytes: number
}

/** The bytes that a row has in columns that may be long; engines know them without reading these. */
function longBytes(table: Table): string {
  const long = table.columns.filter(({ kind }) => kind !== 'integer')
  return ['0', ...long.map(({ name }) => `coalesce(octet_length(${quoted(name)}), 0)`)].join(' + ')
}

/** How many rows a table has, and bytes in them. */
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
 * The rows of a range in the order of their key, in batches of so few rows that they fit into memory, however long these
 * are: their lengths are asked first.
 */
export async function* batchesOf(
  session: Session,
  table: Table,
  { after, upTo }: Range = {},
): AsyncGenerator<ReadBatch> {
  const key = table.key.map(quoted).join(', ')
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  for (let from = after; ; ) {
    const ahead = where(table, { after: from, upTo })
    const lengths = await session.all(
      `select ${key}, ${longBytes(table)} as "long bytes" from ${table.name} ${ahead.text} order by ${key} limit ${batchRows}`,
      ahead.values,
    )
    if (lengths.length === 0) return
    const { last, bytes } = cutBatch(lengths)
    const end = table.key.map((name) => last[name] as Value)
    const batch = where(table, { after: from, upTo: end })
    const found = await session.all(`select ${columns} from ${table.name} ${batch.text} order by ${key}`, batch.values)
    const rows = found.map((row) => table.columns.map(({ name }) => row[name] as Value))
    yield { rows, encoded: rows.map((row) => encodeRow(table, row)), upTo: end, bytes }
    from = end
  }
}

/** The last of the rows that fit into a batch: the first one always does. */
function cutBatch(lengths: readonly Row[]): { last: Row; bytes: number } {
  let bytes = 0
  let last = lengths[0] as Row
  for (const row of lengths) {
    const more = bytes + (row['long bytes'] as number)
    if (row !== last && more > batchBytes) break
    bytes = more
    last = row
  }
  return { last, bytes }
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
