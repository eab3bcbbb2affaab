import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { migratePostgres } from './migrate.ts'

describe('a book on PostgreSQL that a newer dialbook opens', { skip: postgresIsMissing }, () => {
  let postgres: PostgresServer
  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres.stop())

  it('has its views made anew, and the PBX that read the former ones reads these', async () => {
    const owner = new Client(await postgres.makeDatabase())
    await owner.connect()
    await migratePostgres(owner, 'book', 41)
    await owner.query(`create role "the PBX" login;
      insert into accounts (id, name, folded_name, enabled, created_at) values (1, 'a', 'a', 1, 1);
      insert into pbx_account (one, account_id) values (1, 1);
      insert into call_settings (one, ring_time, forwards_always, rtp_timeout) values (1, 20, 0, 33);
      insert into extensions (account_id, id, hex_id, number, name, sealed_secret, digest, technology, active, host, caller_id_number, call_record, push_notification,
        deny, permit, dtmf_mode, can_reinvite, direct_media, context, kind, nat, port, qualify, call_group, pickup_group, call_counter, fax_detect, email,
        forward_busy, forward_no_answer, forward_unavailable, forward_all, more_options, description, created_at, updated_at)
      select 1, id, 'h' || id, (500 + id)::text, 'n', 's', 'd', 'SIP', 1, case id when 3 then '192.0.2.3' else 'dynamic' end, '', 0, 0,
        '0.0.0.0/0.0.0.0', '0.0.0.0/0.0.0.0', 'rfc2833', 0, 0, 'main_routing', 'friend', 'no', 5060, 0, '', '', 1, case id when 2 then 1 else 0 end, '',
        '', '', '', '', '', '', 1, 1 from generate_series(1, 3) as id`)
    const names = ['ps_phones', 'ps_phones_more', 'ps_auths', 'ps_aors', 'ps_ips', 'ps_acls']
    for (const name of names) await owner.query(`grant select on ${name} to "the PBX"`)
    await migratePostgres(owner, 'book')

    await owner.query('set role "the PBX"')
    const read = async (name: string) => (await owner.query(`select * from ${name}`)).rows
    for (const name of names) await read(name)
    assert.deepEqual(
      (await read('ps_phones')).map(({ id, deny, rtp_timeout }) => [id, deny, rtp_timeout]),
      [
        ['503', '', '33'],
        ['501', '', '33'],
      ],
    )
    assert.deepEqual(
      (await read('ps_phones_more')).map(({ id, t38_udptl }) => [id, t38_udptl]),
      [['502', 'yes']],
    )
    assert.deepEqual(await read('ps_ips'), [{ id: '503', endpoint: '503', match: '192.0.2.3' }])
    await assert.rejects(read('index_phones'), { code: '42501' })
    await owner.end()
  })

  it('has the PBX serve another account, or none, with the write that says so', async () => {
    const owner = new Client(await postgres.makeDatabase())
    await owner.connect()
    await migratePostgres(owner, 'book')
    const served = async () => (await owner.query('select account_id from index_pbx')).rows
    assert.deepEqual(await served(), [{ account_id: null }])
    await owner.query(`insert into pbx_account (one, account_id) values (1, 1);
      insert into accounts (id, name, folded_name, enabled, created_at) values (1, 'a', 'a', 1, 1)`)
    assert.deepEqual(await served(), [{ account_id: '1' }])
    await owner.query('update accounts set enabled = 0')
    assert.deepEqual(await served(), [{ account_id: null }])
    await owner.end()
  })
})
