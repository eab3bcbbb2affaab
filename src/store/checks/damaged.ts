import { channel } from 'node:diagnostics_channel'
import { type Damage, Damaged } from '../../core/damage/damage.ts'
import type { Table } from '../engine/table.ts'
import type { Row } from '../engine/value.ts'
import { checksumOf, keyOf, noSum, type SumName, sums } from './checksum.ts'

/**
 * Tells of each damage as it is found, whoever asked and whatever becomes of the error: an answer that was begun already has no
 * place for it any more.
 */
export const damageFound = channel('dialbook damage')

/** The problems of rows, as they stand behind the name of the row. */
export const altered = 'has another checksum than it was written with'
export const missing = 'is missing'

/** The refusal of a damaged place, after telling of it. */
export function damaged(damage: Damage, cause?: unknown): Damaged {
  damageFound.publish(damage)
  return new Damaged(damage, { cause })
}

/** Whether a row has its checksum. A row that has none counts as whole. */
export function isWhole(name: SumName, row: Row): boolean {
  const stored = row[sums[name].sum]
  return stored === noSum || stored === checksumOf(name, row)
}

/**
 * Returns the row when it has its checksum.
 *
 * @throws Damaged
 */
export function whole(name: SumName, row: Row): Row {
  if (!isWhole(name, row)) throw damaged(alteredRow(name, row))
  return row
}

/**
 * Returns the row of a part that something else points at.
 *
 * @throws Damaged when there is none.
 */
export function there(table: string, accountId: number, id: string, row: Row | undefined): Row {
  if (!row) throw damaged({ accountId, table, row: id, problem: missing })
  return 'id' in row ? asAsked(table, row, { account_id: accountId, id }) : row
}

/**
 * Returns the row when it has the values that were asked for. Where a bit of an index is flipped, SQLite follows it to
 * another row, which is whole.
 *
 * @throws Damaged
 */
export function asAsked(table: string, row: Row, asked: Row): Row {
  for (const column in asked) {
    if (row[column] === asked[column]) continue
    const accountId = (row.account_id ?? null) as number | null
    throw damaged({ accountId, table, row: String(row.id), problem: 'is not the row that its index stands for' })
  }
  return row
}

/** The damage of a row that has another checksum. */
export function alteredRow(name: SumName, row: Row): Damage {
  return damageOf({ name: sums[name].table, key: keyOf(name) }, row, altered)
}

/** A damage of a row of a table, named by its key. */
export function damageOf({ name, key }: Pick<Table, 'name' | 'key'>, row: Row, problem: string): Damage {
  const names = key.filter((column) => column !== 'account_id')
  const accountId = (row.account_id ?? null) as number | null
  return { accountId, table: name, row: names.map((column) => row[column]).join(' '), problem }
}
