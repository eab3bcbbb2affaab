import { Client } from 'pg'
import type { Ledger } from './ledger-calls.ts'

/** Begins to fill the ledger of a book on PostgreSQL that no server has open. */
export async function postgresLedger(url: string): Promise<Ledger> {
  const client = new Client(url)
  await client.connect()
  await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'")
  const { rows: indexes } = await client.query(
    `select indexname, indexdef from pg_indexes where schemaname = current_schema and tablename in ('calls', 'call_parties')
       and indexname not in (select conname from pg_constraint)`,
  )
  for (const { indexname } of indexes) await client.query(`drop index ${indexname}`)
  await client.query('alter table calls disable trigger user')
  const { rows: columns } = await client.query(
    `select column_name as name, data_type as type from information_schema.columns
       where table_schema = current_schema and table_name = 'calls' order by ordinal_position`,
  )
  const names = columns.map(({ name }) => name as string)
  const types = columns.map(({ type }) => type as string)
  await client.query(
    'create temp table keys (party text not null, started_at bigint not null, call_id bigint not null)',
  )
  const fill = (table: string, of: readonly string[], values: readonly (readonly unknown[])[]) =>
    client.query(`insert into ${table} select * from unnest(${of.map((type, at) => `$${at + 1}::${type}[]`)})`, [
      ...values,
    ])
  return {
    async add(calls, keys) {
      await fill(
        `calls (${names})`,
        types,
        names.map((name) => calls.map((call) => call[name] ?? null)),
      )
      await fill(
        'keys',
        ['text', 'bigint', 'bigint'],
        [0, 1, 2].map((at) => keys.map((key) => key[at])),
      )
    },
    async finish(statements) {
      for (const statement of statements) await client.query(statement)
      for (const { indexdef } of indexes) await client.query(indexdef)
      await client.query('alter table calls enable trigger user')
      await client.query('vacuum analyze')
      await client.end()
    },
  }
}
