import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from 'pg'
import { buildClock } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import type { Author } from '../../core/author.ts'
import { Refusal } from '../../core/errors.ts'
import type { Store } from '../../core/ports.ts'
import { makeIds } from '../../secrets/ids.ts'
import { describeAccounts } from '../accounts.contract.ts'
import { describePages } from '../engine/pages.contract.ts'
import { describeLedger } from '../ledger/ledger.contract.ts'
import { describeGroupsOfPhone } from '../lists/groups-of-phones.contract.ts'
import { describeListMerge } from '../lists/list-merge.contract.ts'
import { describeStage } from '../lists/stage.contract.ts'
import { describeManyThings } from '../many-things.contract.ts'
import { openStore } from '../open-store.ts'
import { describeOptOuts } from '../opt-outs.contract.ts'
import { describeLanes } from '../outbox/lanes.contract.ts'
import { describeOutbox } from '../outbox/outbox.contract.ts'
import { describeIncomingRules } from '../pbx/incoming-rules.contract.ts'
import { describeRoutes } from '../pbx/routes.contract.ts'
import { describeStore } from '../store.contract.ts'
import type { PostgresOptions } from './connection-config.ts'

const clock = { now: () => 1_000 }
const usual = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
const author: Author = { accountId: null, credentialId: null, name: null, origin: 'test' }

function open(
  url: string,
  options: Partial<PostgresOptions> = {},
  keyFingerprint = 'test',
  time = clock,
): Promise<Store> {
  const place = { postgres: { ...usual, ...options, url } }
  return openStore({ place, keyFingerprint, ids: makeIds(time), clock: time })
}

function addAccount(store: Store, name: string): Promise<number> {
  return store.write(author, async (tx) => ({
    answer: (await tx.accounts.insert({ name, enabled: true, createdAt: 1 }))?.id as number,
    change: { noun: 'account', verb: 'add', subject: name, before: null, after: null },
  }))
}

const isUnavailable = (error: unknown) => error instanceof Refusal && error.code === 'unavailable'

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const openNew = async () => ({ store: await open(await server.makeDatabase()), remove: async () => undefined })
  describeStore('PostgreSQL', openNew)
  describeStage('PostgreSQL', openNew)
  describePages('PostgreSQL', openNew)
  describeListMerge('PostgreSQL', openNew)
  describeAccounts('PostgreSQL', openNew)
  describeManyThings('PostgreSQL', openNew)
  describeOptOuts('PostgreSQL', openNew)
  describeLedger('PostgreSQL', openNew)
  describeGroupsOfPhone('PostgreSQL', openNew)
  describeIncomingRules('PostgreSQL', openNew)
  describeRoutes('PostgreSQL', openNew)

  const openWithClock = async () => {
    const moving = buildClock()
    const store = await open(await server.makeDatabase(), {}, 'test', moving)
    return { store, clock: moving, remove: async () => undefined }
  }
  describeOutbox('PostgreSQL', openWithClock)
  describeLanes('PostgreSQL', openWithClock)

  it('is made once by many that start together, and each sees what any has written', async () => {
    const url = await server.makeDatabase()
    const stores = await Promise.all(Array.from({ length: 10 }, () => open(url)))
    for (const [index, store] of stores.entries()) await addAccount(store, `account ${index}`)
    for (const store of stores) assert.equal((await store.accounts.all()).length, 10)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('is refused with another key, and left untouched by an older program', async () => {
    const url = await server.makeDatabase()
    await (await open(url)).close()
    await assert.rejects(open(url, {}, 'other'), /sealed with another key: copy the file secret.key/)
    const client = new Client(url)
    await client.connect()
    await client.query('update schema_version set version = 999')
    await client.end()
    await assert.rejects(open(url), /the book postgres:\/\/127.0.0.1:\d+\/\w+ has version 999, this dialbook knows/)
  })

  it('lets nobody sign in with what another process has just disabled', async () => {
    const url = await server.makeDatabase()
    const [one, other] = [await open(url), await open(url)]
    const accountId = await addAccount(one, 'a')
    const isEnabled = async () => (await other.credentials.byTokenHash('d', 'hash'))?.enabled
    const change = { noun: 'credential', verb: 'update', subject: 'x', before: null, after: null } as const
    const id = await one.write(author, async (tx) => ({
      answer: (await tx.credentials.insert({ ...key, accountId }))?.id as number,
      change,
    }))
    // The first answers are read from the book, the later ones remembered.
    for (let round = 0; round < 20; round++) {
      const enabled = round % 2 === 1
      await one.write(author, async (tx) => ({ answer: await tx.credentials.setEnabled(id, enabled), change }))
      const deadline = Date.now() + 30_000
      while ((await isEnabled()) !== enabled) {
        assert.ok(Date.now() < deadline, 'the other process never learns of it')
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await Promise.all([one.close(), other.close()])
  })

  it('has one leader, and another when that one is gone', async () => {
    const url = await server.makeDatabase()
    const [one, other] = [await open(url), await open(url)]
    assert.deepEqual([await one.leads('w'), await other.leads('w'), await one.leads('w')], [true, false, true])
    assert.equal(await other.leads('another work'), true)
    await one.close()
    const deadline = Date.now() + 30_000
    while (!(await other.leads('w'))) assert.ok(Date.now() < deadline)
    await other.close()
  })

  it('lets only so many wait for a connection, and each only so long', async () => {
    const url = await server.makeDatabase()
    await (await open(url)).close()
    const store = await open(url, { connections: 1, queue: 2, connectTimeout: 2000 })
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const change = { noun: 'account', verb: 'add', subject: 'x', before: null, after: null } as const
    const holder = store.write(author, async () => {
      begin()
      return { answer: await held, change }
    })
    await begun
    const over: number[] = []
    const asked = [1, 2, 3].map((which) => store.accounts.all().finally(() => over.push(which)))
    await assert.rejects(asked[2] as Promise<unknown>, isUnavailable)
    assert.deepEqual(over, [3], 'the third does not wait')
    for (const each of asked) await assert.rejects(each, isUnavailable)
    release()
    await holder
    assert.deepEqual(await store.accounts.all(), [])
    await store.close()
  })

  it('refuses while the database is away, and goes on when it is back', async () => {
    const store = await open(await server.makeDatabase())
    await addAccount(store, 'before')
    await server.halt('immediate')
    await assert.rejects(store.accounts.all(), isUnavailable)
    await assert.rejects(addAccount(store, 'meanwhile'), isUnavailable)
    await server.resume()
    assert.deepEqual(
      (await store.accounts.all()).map(({ name }) => name),
      ['before'],
    )
    await addAccount(store, 'after')
    await store.close()
  })

  it('runs a write again whose connection broke before its commit was asked for', async () => {
    const url = await server.makeDatabase()
    const store = await open(url)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const change = { noun: 'account', verb: 'add', subject: 'x', before: null, after: null } as const
    let runs = 0
    const write = store.write(author, async () => {
      runs++
      begin()
      return { answer: await held, change }
    })
    await begun
    await atDatabase(url, `select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`)
    const isGone = async () => (await atDatabase(url, `select pid from pg_stat_activity where ${ours}`)).length === 0
    while (!(await isGone()));
    release()
    await write
    assert.equal(runs, 2)
    await addAccount(store, 'after')
    await store.close()
  })

  it('goes on when a newer program has changed the tables under it', async () => {
    const url = await server.makeDatabase()
    const store = await open(url)
    await addAccount(store, 'before')
    // Reads of whole rows, so many that every connection has one, which PostgreSQL has prepared for the old columns.
    const readAll = () => Promise.all(Array.from({ length: 20 }, () => store.accounts.byName('before')))
    await readAll()
    await atDatabase(url, 'alter table accounts add column news bigint')
    assert.ok((await readAll()).every((account) => account?.name === 'before'))
    await atDatabase(url, 'alter table accounts add column more_news bigint')
    await store.write(author, async (tx) => ({
      answer: await tx.accounts.lock('before'),
      change: { noun: 'account', verb: 'update', subject: 'before', before: null, after: null },
    }))
    await store.close()
  })

  it('waits for the migration of another process, however long a statement may take', async () => {
    const url = await server.makeDatabase()
    const other = new Client(url)
    await other.connect()
    await other.query('select pg_advisory_lock(7243915001)')
    const opening = open(url, { statementTimeout: 1000, lockTimeout: 1000 })
    // The opening has to wait for longer than the statement time-out and the second that the client adds to it.
    const waiting = "select pid from pg_stat_activity where wait_event = 'advisory' and now() - query_start > '2500 ms'"
    const hasWaited = async () => {
      while ((await atDatabase(url, waiting)).length === 0);
    }
    await Promise.race([hasWaited(), opening])
    await other.end()
    await (await opening).close()
  })

  it('keeps every table by account, so that a distributed database can part it so', async () => {
    const url = await server.makeDatabase()
    await (await open(url)).close()
    const rows = await atDatabase(
      url,
      `select tables.table_name as name, columns.column_name as first_key
       from information_schema.tables
       left join information_schema.table_constraints keys
         on keys.table_name = tables.table_name and keys.constraint_type = 'PRIMARY KEY'
       left join information_schema.key_column_usage columns
         on columns.constraint_name = keys.constraint_name and columns.ordinal_position = 1
       where tables.table_schema = 'public' and tables.table_type = 'BASE TABLE'`,
    )
    const others = rows.filter(({ first_key }) => first_key !== 'account_id').map(({ name }) => name)
    const shared = [
      'accounts',
      'blocks',
      'call_settings',
      'call_spool',
      'carriers',
      'credentials',
      'facts',
      'index_pbx',
      'index_state',
      'networks',
      ...['pbx_account', 'people', 'schema_version', 'sessions', 'sip_networks'],
    ]
    assert.deepEqual(others.sort(), shared)
    const foreign = "select 1 from information_schema.table_constraints where constraint_type = 'FOREIGN KEY'"
    assert.deepEqual(await atDatabase(url, foreign), [])
  })

  it('keeps nothing of a write whose change it cannot hold', async () => {
    const store = await open(await server.makeDatabase())
    const isInvalid = (error: unknown) => error instanceof Refusal && error.code === 'invalid_value'
    const write = store.write(author, async (tx) => ({
      answer: await tx.accounts.insert({ name: 'half', enabled: true, createdAt: 1 }),
      change: { noun: 'account', verb: 'add', subject: 'a\0b', before: null, after: null },
    }))
    await assert.rejects(write, isInvalid)
    assert.deepEqual(await store.accounts.all(), [])
    await store.close()
  })

  it('refuses a text that it cannot hold', async () => {
    const store = await open(await server.makeDatabase())
    await assert.rejects(
      store.accounts.byName('a\0b'),
      (error) => error instanceof Refusal && error.code === 'invalid_value',
    )
    await store.close()
  })
})

const ours = "application_name = 'dialbook' and datname = current_database()"

/** Asks the database without the store. */
async function atDatabase(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

const key = {
  dialect: 'd',
  scheme: 'token',
  username: null,
  passwordHash: null,
  tokenHash: 'hash',
  ...{ permissions: [], revealsSecrets: false, requiresMatch: false, sameBodyWithin: null, enabled: true },
  createdAt: 1,
} as const
