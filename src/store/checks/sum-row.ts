import type { Session } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'
import { checksumOf, keyOf, noSum, type SumName, sums, sumsOf } from './checksum.ts'

/** A row with the checksums of its table. `row` must have all columns that they cover. */
export function summed(session: Session, table: string, row: Readonly<Record<string, Value>>): Record<string, Value> {
  const whole = { ...row }
  for (const name of sumsOf(table)) whole[sums[name].sum] = sumIn(session, name, row)
  return whole
}

/** The checksum of a row that changes; none on an engine that has checksums of its pages. */
export function sumIn(session: Session, name: SumName, row: Row): number {
  return session.sumsRows ? checksumOf(name, row) : noSum
}

/** Sums a row anew after a statement has changed some of its columns. Returns the row; undefined where there is none. */
export async function sumAgain(session: Session, name: SumName, id: number): Promise<Row | undefined> {
  const { table, sum } = sums[name]
  const [key] = keyOf(name)
  const row = await session.one(`select * from ${table} where ${key} = $1`, [id])
  if (!row) return undefined
  const checksum = sumIn(session, name, row)
  await session.run(`update ${table} set ${sum} = $2 where ${key} = $1`, [id, checksum])
  return { ...row, [sum]: checksum }
}
