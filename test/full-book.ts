import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Engine } from '../src/store/engine/engine.ts'
import { quoted, type Table } from '../src/store/engine/table.ts'
import type { Value } from '../src/store/engine/value.ts'
import { encodeRow } from '../src/store/move/row-bytes.ts'
import { batchesOf } from '../src/store/move/table-rows.ts'
import { Summing, type TableSum } from '../src/store/move/table-sum.ts'

const rowsOfTable = 12
const integers = [0, -1, Number.MAX_SAFE_INTEGER, -(2 ** 40) - 5, 2 ** 32]
const texts = ['', 'a\tb\n"\\N\\', 'شماره 😀', "'; drop table accounts; --", 'null']

/**
 * A row with a value of the right kind for each column. Rows differ; a key is the number of the row, which checks
 * allow.
 */
function rowOf({ columns, key }: Table, number: number, isSparse: boolean): Value[] {
  return columns.map(({ name, kind }) => {
    // A group points at no list, since it would be damaged without one.
    if (name === 'list_id') return null
    if (name === 'count') return 0
    // The base of a list must be there.
    if (name === 'base_id') return `id ${number}`
    if (key.includes(name) || /_id$|^(number|username|token_hash)$/.test(name)) {
      return kind === 'integer' ? number : `${name} ${number}`
    }
    // Rows without checksums: those of these rows would be wrong.
    if (name.endsWith('checksum')) return 0
    if (isSparse) return null
    if (kind === 'integer') return integers[number % integers.length] as number
    return kind === 'text'
      ? `${texts[number % texts.length]}${name === 'name' ? number : ''}`
      : randomBytes((number - 1) * 1000)
  })
}

/** Fills every table of the schema, so that a table which a migration adds is filled too. */
export async function fillBook(engine: Engine, key = 'test'): Promise<void> {
  const tables = await engine.tables(engine.reader)
  assert.ok(tables.length > 15)
  for (const table of tables) {
    // All at once, so that they share commits.
    const written = await Promise.allSettled(
      Array.from({ length: rowsOfTable }, (_, at) => {
        const values = rowOf(table, at + 1, at % 3 === 2)
        const batch = { rows: [values], encoded: [encodeRow(table, values)] }
        return engine.transaction((session) => session.insertRows(table, batch))
      }),
    )
    // A row is left out where a column takes no null, or a check forbids more rows.
    assert.ok(
      written.some(({ status }) => status === 'fulfilled'),
      `no row fits into ${table.name}`,
    )
  }
  await engine.transaction((session) => session.run("insert into facts (name, value) values ('key', $1)", [key]))
}

/** The sums of all tables, each over all rows. */
export async function sumsOf(engine: Engine): Promise<TableSum[]> {
  const sums: TableSum[] = []
  for (const table of await engine.tables(engine.reader)) {
    const summing = new Summing()
    for await (const { encoded } of batchesOf(engine.reader, table)) summing.add(encoded)
    const sum = summing.of(table.name)
    const counted = await engine.reader.one(`select count(*) as count from ${quoted(table.name)}`, [])
    assert.equal(sum.rows, counted?.count, table.name)
    sums.push(sum)
  }
  return sums
}
