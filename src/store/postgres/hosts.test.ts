import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import type { Author } from '../../core/author.ts'
import type { Store } from '../../core/ports.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openStore } from '../open-store.ts'

const clock = { now: () => 1_000 }
const limits = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
const author: Author = { accountId: null, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'account', verb: 'add', subject: 'x', before: null, after: null } as const

const open = (url: string): Promise<Store> =>
  openStore({ place: { postgres: { ...limits, url } }, keyFingerprint: 'test', ids: makeIds(clock), clock })

const add = (store: Store, name: string) =>
  store.write(author, async (tx) => ({
    answer: await tx.accounts.insert({ name, enabled: true, createdAt: 1 }),
    change,
  }))

/** Asks one server, without the store. */
async function ask(address: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(address)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** The address of a database on both servers, the standby first. */
function onBoth(standby: PostgresServer, database: string): string {
  return database.replace('@', `@${new URL(standby.address).host},`)
}

describe('several hosts', { skip: postgresIsMissing }, () => {
  it('are asked for the one that takes writes, and left for its heir, also when it comes back', async (t) => {
    const leader = await startPostgres()
    t.after(() => {
      leader.thaw()
      return leader.stop()
    })
    const database = await leader.makeDatabase()
    const standby = await startPostgres({ leader })
    t.after(() => standby.stop())
    const url = onBoth(standby, database)
    const store = await open(url)
    // Whoever signs in makes the connection by which a store notices that a leader is frozen.
    await store.credentials.byTokenHash('d', 'x')
    await add(store, 'at the leader')
    assert.deepEqual(await names(store), ['at the leader'])

    const heir = database.replace(/:\d+\//, `:${new URL(standby.address).port}/`)
    while ((await ask(heir, "select to_regclass('accounts') as made"))[0]?.made === null);
    while ((await ask(heir, 'select 1 from accounts')).length === 0);
    leader.freeze()
    // This write hangs at the frozen leader until the store has found the heir. Then it is refused or run again.
    const meanwhile = add(store, 'meanwhile').catch(() => undefined)
    await ask(heir, 'select pg_promote()')
    await meanwhile
    await add(store, 'at the heir')
    assert.ok((await ask(heir, 'select name from accounts')).some(({ name }) => name === 'at the heir'))

    leader.thaw()
    const fresh = await open(url)
    await add(fresh, 'after the thaw')
    await add(store, 'here too')
    const stored = (await ask(heir, 'select name from accounts')).map(({ name }) => name)
    for (const name of ['at the leader', 'at the heir', 'after the thaw', 'here too']) assert.ok(stored.includes(name))
    assert.ok(!(await ask(database, 'select name from accounts')).some(({ name }) => name === 'after the thaw'))
    await Promise.all([store.close(), fresh.close()])
  })

  it('have a transaction run again whose connection broke before its commit', async (t) => {
    const server = await startPostgres()
    t.after(() => server.stop())
    const database = await server.makeDatabase()
    const store = await open(`${database}?target_session_attrs=read-write`)
    let runs = 0
    await store.write(author, async (tx) => {
      // The first statement with an answer has the transaction begin.
      const found = await tx.accounts.lock('nobody')
      if (++runs === 1) {
        await ask(
          database,
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dialbook'",
        )
        await tx.accounts.lock('nobody')
      }
      return { answer: found, change }
    })
    assert.equal(runs, 2)
    await store.close()
  })
})

const names = async (store: Store) => (await store.accounts.all()).map(({ name }) => name)
