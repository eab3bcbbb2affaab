import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { foldText } from '../../core/filter/fold-text.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openStore } from '../open-store.ts'
import { describeTextSearch } from '../text/search.contract.ts'

const clock = { now: () => 1_000 }
const usual = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const open = (url: string) =>
    openStore({ place: { postgres: { ...usual, url } }, keyFingerprint: 'test', ids: makeIds(clock), clock })
  const openNew = async () => ({ store: await open(await server.makeDatabase()), remove: async () => undefined })
  describeTextSearch('PostgreSQL', openNew)

  describe('without the right to create extensions', () => {
    let client: Client
    let address: string
    before(async () => {
      address = await server.makeDatabase()
      client = new Client(address)
      await client.connect()
      await client.query('create role modest login; create schema modest authorization modest')
      await client.query('alter role modest set search_path = modest')
      const modest = new URL(address)
      modest.username = 'modest'
      address = modest.href
    })
    after(() => client.end())

    describeTextSearch('PostgreSQL without pg_trgm', async () => ({
      store: await open(address),
      remove: async () => undefined,
    }))

    it('says what is missing', async () => {
      const store = await open(address)
      assert.match(store.slowSearches() ?? '', /create extension pg_trgm/)
      await store.close()
      const able = await openNew()
      assert.equal(able.store.slowSearches(), null)
      await able.store.close()
    })
  })

  it('folds every character as JavaScript does', async () => {
    const address = await server.makeDatabase()
    await (await open(address)).close()
    const client = new Client(address)
    await client.connect()
    // Later ones may be of a version of Unicode that PostgreSQL does not know yet.
    const all = Array.from({ length: 0x1c80 }, (_, code) => code).filter((code) => code > 0)
    const texts = [...all, ...Array.from({ length: 0x400 }, (_, at) => 0xfb50 + at)].flatMap((code) => {
      const character = String.fromCodePoint(code)
      return [character, `é${character}Σ`]
    })
    const { rows } = await client.query(
      'select folded(t) as folded from unnest($1::text[]) with ordinality as given (t, at) order by at',
      [texts],
    )
    await client.end()
    const differing = texts.filter((text, at) => rows[at].folded !== foldText(text))
    assert.deepEqual(differing, [])
  })
})
