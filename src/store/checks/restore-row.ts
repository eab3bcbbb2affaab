import type { Session } from '../engine/engine.ts'
import { tellOfRestored } from '../engine/facts.ts'
import { isOrdered } from '../engine/indexed-order.ts'
import { quoted } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'
import { checksumOf, isConstant, keyOf, noSum, type SumName, sums, sumsOf } from './checksum.ts'

/** Puts a row in the place of the one with its key, with the checksums that it must have: a backup may be of a time before them. */
export async function restoreRow(session: Session, name: SumName, row: Row): Promise<void> {
  const { table } = sums[name]
  const key = keyOf(name)
  const whole = {
    ...row,
    ...Object.fromEntries(
      sumsOf(table).map((each) => [
        sums[each].sum,
        isConstant(each) || session.sumsRows ? checksumOf(each, row) : noSum,
      ]),
    ),
  }
  await session.run(
    `delete from ${table} where ${key.map((column, at) => `${column} = $${at + 1}`).join(' and ')}`,
    key.map((column): Value => row[column] ?? null),
  )
  if (isOrdered(table)) await tellOfRestored(session)
  const columns = Object.keys(whole)
  await session.run(
    `insert into ${table} (${columns.map(quoted)}) values (${columns.map((_, at) => `$${at + 1}`)})`,
    Object.values(whole),
  )
}
