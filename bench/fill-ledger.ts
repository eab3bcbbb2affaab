import { checksumOf } from '../src/store/checks/checksum.ts'
import type { Value } from '../src/store/engine/value.ts'
import { keysOf, rowOf } from '../src/store/ledger/calls.ts'
import { callAt, type LedgerKey } from './ledger-calls.ts'
import { postgresLedger } from './ledger-on-postgres.ts'
import { sqliteLedger } from './ledger-on-sqlite.ts'

// Fills the ledger of account 1 with so many calls that ended by now: node fill-ledger.ts COUNT NOW FOLDER [DATABASE-URL]
const [count, now] = process.argv.slice(2, 4).map(Number) as [number, number]
const [folder = '', url] = process.argv.slice(4)
const ledger = url === undefined ? sqliteLedger(folder) : await postgresLedger(url)
const atOnce = 10_000
for (let done = 0; done < count; done += atOnce) {
  const rows: Readonly<Record<string, Value>>[] = []
  const keys: LedgerKey[] = []
  for (let at = done; at < Math.min(done + atOnce, count); at++) {
    const call = callAt(at, count, now)
    const row = rowOf(1, at + 1, call)
    rows.push({ ...row, checksum: checksumOf('call', row) })
    for (const key of new Set(keysOf(call))) keys.push([key, call.startedAt, at + 1])
  }
  await ledger.add(rows, keys)
}
await ledger.finish([
  `insert into call_parties (account_id, party, started_at, call_id)
    select 1, party, started_at, call_id from keys order by party, started_at, call_id`,
  `insert into sequences (account_id, noun, next) values (1, 'call', ${count} + 1)
    on conflict (account_id, noun) do update set next = excluded.next`,
  `insert into index_call_days
    select account_id, trunk, day, way, disposition, count(*) from (
      select account_id, '' as trunk, started_at / 86400000000 as day, way, disposition from calls
      union all select account_id, entry_trunk, started_at / 86400000000, way, disposition from calls where entry_trunk <> ''
      union all select account_id, exit_trunk, started_at / 86400000000, way, disposition from calls
        where exit_trunk <> '' and exit_trunk <> entry_trunk
    ) each_call group by 1, 2, 3, 4, 5`,
])
