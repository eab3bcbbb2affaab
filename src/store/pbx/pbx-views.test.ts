import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { migrateSqlite } from '../sqlite/migrate.ts'

/** The statements in which Asterisk reads all rows of a view, as the log of its driver shows them. */
const all = (view: string): string => `select * from "${view}" where "id" like '%' escape '\\'`

describe('what Asterisk reads of a book on SQLite', () => {
  let folder: string
  let database: DatabaseSync
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-test-'))
    const file = join(folder, 'book.db')
    migrateSqlite(file)
    database = new DatabaseSync(file)
    database.exec(`
      insert into accounts (id, name, enabled, created_at, checksum) values (1, 'a', 1, 1, 0), (2, 'b', 1, 1, 0);
      insert into pbx_account (one, account_id, checksum) values (1, 1, 0)`)
    let id = 0
    const add = (number: string, { account = 1, technology = 'SIP', active = 1, host = 'dynamic' } = {}): void => {
      const row = {
        ...{ account_id: account, id: ++id, hex_id: `h${id}`, number, name: 'n', sealed_secret: 's', digest: 'd' },
        ...{
          technology,
          active,
          host,
          caller_id_number: '',
          call_record: 0,
          push_notification: 0,
          deny: '',
          permit: '',
        },
        ...{ dtmf_mode: 'rfc2833', can_reinvite: 0, direct_media: 0, context: 'main_routing', kind: 'friend' },
        ...{ nat: 'no', port: 5060, qualify: 0, call_group: '', pickup_group: '', call_counter: 1, fax_detect: 0 },
        ...{ email: '', forward_busy: '', forward_no_answer: '', forward_unavailable: '', forward_all: '' },
        ...{ more_options: '', description: '', created_at: 1, updated_at: 1, checksum: 0 },
      }
      const columns = Object.keys(row)
      database
        .prepare(`insert into extensions (${columns}) values (${columns.map(() => '?')})`)
        .run(...Object.values(row))
    }
    database.exec('begin')
    for (let number = 1000; number < 3000; number++) add(String(number))
    add('500', { host: '192.0.2.1' })
    add('501', { host: '2001:db8::1' })
    add('502', { host: 'gateway.example' })
    add('503', { host: '192.0.2.3', active: 0 })
    add('504', { host: '192.0.2.4', technology: 'IAX2' })
    add('505', { host: '192.0.2.5', account: 2 })
    add('506')
    add('507')
    database.exec(
      "update extensions set fax_detect = 1 where number = '506'; update extensions set transfer = 'no' where number = '507'",
    )
    database.exec('commit')
  })
  after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })

  const planOf = (sql: string): string =>
    database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join('\n')

  // Every message of every phone reads this view.
  it('the addresses of callers are looked for among the extensions that have one', () => {
    const right = [
      ['500', '500', '192.0.2.1'],
      ['501', '501', '2001:db8::1'],
    ]
    const read = (view: string) => {
      const rows = database.prepare(all(view)).all()
      return rows.map(({ id, endpoint, match }) => [id, endpoint, match]).sort()
    }
    assert.deepEqual(read('ps_endpoint_id_ips'), right)
    assert.deepEqual(read('ps_ips'), right)
    assert.match(planOf(all('ps_ips')), /SEARCH a USING PRIMARY KEY \(account_id=\?\)$/)
  })

  it('the addresses of callers follow every write to extensions, trunks and what is known of these', () => {
    const kept = () => database.prepare('select * from index_addresses order by 1, 2, 3').all()
    const derived = () => database.prepare('select * from derived_addresses order by 1, 2, 3').all()
    const before = kept()
    assert.deepEqual(before, derived())
    for (const sql of [
      "insert into trunks (account_id, name, host, port) values (1, '500', 'sip.example', 5060)",
      "insert into index_trunks values (1, '500', '', '', '192.0.2.1,192.0.2.2', '', '', '')",
      "update trunks set name = '7' where name = '500'; update index_trunks set name = '7'",
      "update index_trunks set addresses = '192.0.2.3'",
      "update trunks set kind = 'user'",
      "update trunks set kind = 'peer'",
      'update trunks set active = 0',
      "update extensions set host = '192.0.2.9' where number = '1700'",
      "update extensions set host = '192.0.2.8' where number = '1700'",
      "update extensions set number = '17000' where number = '1700'",
      "update extensions set host = 'dynamic', number = '1700' where number = '17000'",
      'update trunks set active = 1',
      'delete from trunks; delete from index_trunks',
    ]) {
      const former = kept()
      database.exec(sql)
      assert.deepEqual(kept(), derived(), sql)
      if (!sql.startsWith('insert into trunks')) assert.notDeepEqual(kept(), former, sql)
    }
    assert.deepEqual(kept(), before)
  })

  it('the served account and the settings of calls are in force with the write', () => {
    const kept = () => database.prepare('select * from index_pbx').all()
    const phones = () => database.prepare('select * from ps_phones').all()
    const former = phones().length
    for (const [sql, count] of [
      ['update accounts set enabled = 0 where id = 1', 0],
      ['update accounts set enabled = 1 where id = 1', former],
      ['update pbx_account set account_id = 2', 1],
      ['delete from pbx_account', 0],
      ['insert into pbx_account (one, account_id, checksum) values (1, 1, 0)', former],
      ['insert into call_settings (one, ring_time, forwards_always, rtp_timeout) values (1, 20, 0, 30)', former],
      // As the store writes it: SQLite has what a statement says of conflicts hold for triggers too.
      [
        `insert into call_settings (one, ring_time, forwards_always, rtp_timeout) values (1, 20, 0, 33)
         on conflict (one) do update set rtp_timeout = excluded.rtp_timeout`,
        former,
      ],
    ] as const) {
      database.exec(sql)
      assert.deepEqual(kept(), database.prepare('select * from derived_pbx').all(), sql)
      assert.equal(phones().length, count, sql)
    }
    assert.equal(phones()[0]?.rtp_timeout, '33')
    database.exec('delete from call_settings')
    assert.equal(phones()[0]?.rtp_timeout, '60')
  })

  it('all extensions come in falling order, by an index', () => {
    for (const [view, count] of [
      ['ps_phones', 2003],
      ['ps_phones_more', 2],
      ['ps_aors', 2005],
    ] as const) {
      const numbers = database
        .prepare(all(view))
        .all()
        .map(({ id }) => String(id))
      assert.equal(numbers.length, count)
      assert.deepEqual(numbers, numbers.toSorted().reverse())
      assert.doesNotMatch(planOf(all(view)), /ORDER BY/)
    }
  })

  it('one extension is found by its number', () => {
    for (const view of ['ps_phones', 'ps_phones_more', 'ps_auths', 'ps_aors']) {
      const one = `select * from "${view}" where "id" = '1500' limit 1`
      assert.equal(database.prepare(one).all().length, view === 'ps_phones_more' ? 0 : 1)
      assert.match(planOf(one), /SEARCH p USING PRIMARY KEY \(account_id=\? AND number=\?\)/)
    }
  })

  // Triggers write what the views of before made anew each time.
  it('what is kept of each extension follows every write to it and to its options', () => {
    const kept = () => database.prepare('select * from index_phones order by account_id, number').all()
    const derived = () => database.prepare('select * from derived_phones order by account_id, number').all()
    const follows = (sql: string): void => {
      const before = kept()
      database.exec(sql)
      assert.deepEqual(kept(), derived(), sql)
      assert.notDeepEqual(kept(), before, sql)
    }
    assert.deepEqual(kept(), derived())
    follows("update extensions set name = 'other' where number = '1500'")
    follows("update extensions set number = '15000' where number = '1500'")
    follows("update extensions set active = 0 where number = '15000'")
    follows("update extensions set active = 1, number = '1500' where number = '15000'")
    follows("update extensions set digest = 'another', host = '192.0.2.9', port = 5070 where number = '1500'")
    follows("update extensions set host = 'dynamic' where number = '1500'")
    const id = database.prepare("select id from extensions where number = '1500'").get()?.id
    const phone = () => database.prepare("select id from ps_phones where id = '1500'").all().length
    follows(`insert into endpoint_options (account_id, extension_id, max_contacts) values (1, ${id}, '3')`)
    assert.equal(phone(), 0)
    follows(`update endpoint_options set max_contacts = '4' where extension_id = ${id}`)
    follows(`delete from endpoint_options where extension_id = ${id}`)
    assert.equal(phone(), 1)
    follows("delete from extensions where number = '1500'")
  })
})
