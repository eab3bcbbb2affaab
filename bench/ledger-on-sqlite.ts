import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Ledger } from './ledger-calls.ts'

/** Begins to fill the ledger of a book on SQLite that no server has open. */
export function sqliteLedger(folder: string): Ledger {
  const database = new DatabaseSync(join(folder, 'book.db'))
  database.exec('pragma synchronous = off; pragma cache_size = -200000; pragma busy_timeout = 60000')
  const made = database
    .prepare(
      "select type, name, sql from sqlite_schema where tbl_name in ('calls', 'call_parties') and sql is not null and type <> 'table'",
    )
    .all() as { type: string; name: string; sql: string }[]
  for (const { type, name } of made) database.exec(`drop ${type} ${name}`)
  const columns = database.prepare("select name from pragma_table_info('calls')").all() as { name: string }[]
  const names = columns.map(({ name }) => name)
  const insertCall = database.prepare(`insert into calls (${names}) values (${names.map(() => '?')})`)
  database.exec('create temp table keys (party text not null, started_at integer not null, call_id integer not null)')
  const insertKey = database.prepare('insert into keys values (?, ?, ?)')
  return {
    async add(calls, keys) {
      database.exec('begin')
      for (const call of calls) insertCall.run(...names.map((name) => call[name] ?? null))
      for (const key of keys) insertKey.run(...key)
      database.exec('commit')
    },
    async finish(statements) {
      for (const statement of ['begin', ...statements, 'commit', ...made.map(({ sql }) => sql)])
        database.exec(statement)
      database.exec('analyze; pragma wal_checkpoint(truncate)')
      database.close()
    },
  }
}
