import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { partiesOf, trunksOf } from '../src/core/ledger/call-record.ts'
import { checksumOf } from '../src/store/checks/checksum.ts'
import { rowOf } from '../src/store/ledger/calls.ts'
import { callAt } from './ledger-calls.ts'

// Fills the ledger of account 1 with so many calls that ended by now, on SQLite: node fill-ledger.ts FOLDER COUNT NOW.
// Indexes and triggers are made anew at the end: that takes minutes in place of an hour.
const [folder = '', count = '0', now = '0'] = process.argv.slice(2)
const database = new DatabaseSync(join(folder, 'book.db'))
database.exec('pragma synchronous = off; pragma cache_size = -200000; pragma busy_timeout = 60000')
const made = database
  .prepare(
    "select type, name, sql from sqlite_schema where tbl_name in ('calls', 'call_parties') and sql is not null and type <> 'table'",
  )
  .all() as { type: string; name: string; sql: string }[]
for (const { type, name } of made) database.exec(`drop ${type} ${name}`)

const columns = ['account_id', 'id', 'call_id', 'from_number', 'to_number', 'taker', 'way', 'entry_trunk', 'exit_trunk']
const others = [
  'route',
  'originate_id',
  'campaign',
  'recording',
  'disposition',
  'started_at',
  'answered_at',
  'ended_at',
]
const all = [...columns, ...others, 'details', 'checksum']
const insertCall = database.prepare(`insert into calls (${all}) values (${all.map(() => '?')})`)
database.exec('create temp table keys (party text not null, started_at integer not null, call_id integer not null)')
const insertKey = database.prepare('insert into keys values (?, ?, ?)')
const atOnce = 100_000
for (let done = 0; done < Number(count); done += atOnce) {
  database.exec('begin')
  for (let at = done; at < Math.min(done + atOnce, Number(count)); at++) {
    const call = callAt(at, Number(count), Number(now))
    const row = rowOf(1, at + 1, call)
    const whole: Readonly<Record<string, SQLInputValue>> = { ...row, checksum: checksumOf('call', row) }
    insertCall.run(...all.map((name) => whole[name] ?? null))
    for (const key of [...partiesOf(call), ...trunksOf(call).map((trunk) => `trunk ${trunk}`)]) {
      insertKey.run(key, call.startedAt, at + 1)
    }
  }
  database.exec('commit')
}
database.exec(`begin;
  insert into call_parties (account_id, party, started_at, call_id)
    select distinct 1, party, started_at, call_id from keys order by party, started_at, call_id;
  insert into sequences (account_id, noun, next) values (1, 'call', ${count} + 1)
    on conflict (account_id, noun) do update set next = excluded.next;
  insert into index_call_days
    select account_id, trunk, day, way, disposition, count(*) from (
      select account_id, '' as trunk, started_at / 86400000000 as day, way, disposition from calls
      union all select account_id, entry_trunk, started_at / 86400000000, way, disposition from calls where entry_trunk <> ''
      union all select account_id, exit_trunk, started_at / 86400000000, way, disposition from calls
        where exit_trunk <> '' and exit_trunk <> entry_trunk
    ) group by 1, 2, 3, 4, 5;
  commit`)
for (const { sql } of made) database.exec(sql)
database.exec('analyze; pragma wal_checkpoint(truncate)')
database.close()
