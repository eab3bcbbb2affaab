import type { Engine } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { checksumOf, isConstant, keyOf, noSum, type SumName, sums } from './checksum.ts'

/** Rows that get their checksum in one transaction: 200 chunks are 6 MB at the most. */
const batch = 200

/**
 * Gives every row from before there were checksums its own. Damage that the row had already stays unknown: the checksum is that
 * of the row as it is now. A run that was interrupted goes on when the book is next opened.
 */
export async function sumOlderRows(engine: Engine): Promise<void> {
  for (const name of Object.keys(sums) as SumName[]) {
    if (isConstant(name) || engine.reader.sumsRows) while (await sumSome(engine, name));
  }
}

/** Sums some rows, and says whether there may be more. */
async function sumSome(engine: Engine, name: SumName): Promise<boolean> {
  const { table, sum } = sums[name]
  const key = keyOf(name)
  // Null where the column is new, on SQLite.
  const unsummed = `from ${table} where coalesce(${sum}, ${noSum}) = ${noSum}`
  if (!(await engine.reader.one(`select 1 as one ${unsummed} limit 1`, []))) return false
  return engine.transaction(async (session) => {
    const rows = await session.lockAll(`select * ${unsummed} limit ${batch}`, [])
    const where = key.map((column, at) => `${column} = $${at + 2}`).join(' and ')
    for (const row of rows) {
      await session.put(`update ${table} set ${sum} = $1 where ${where}`, [
        checksumOf(name, row),
        ...key.map((column): Value => row[column] as Value),
      ])
    }
    return rows.length === batch
  })
}
