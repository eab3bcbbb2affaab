import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import type { Engine } from '../engine/engine.ts'
import { openEngine } from '../open-engine.ts'

/** Three of them are kept for superusers, so that others have one. */
const maxConnections = 4

const limits = { connections: 5, queue: 100, connectTimeout: 20_000, statementTimeout: 20_000, lockTimeout: 5_000 }

describe('the link to a server with one connection', { skip: postgresIsMissing }, () => {
  let postgres: PostgresServer
  let url: string
  const engines: Engine[] = []
  before(async () => {
    postgres = await startPostgres({ maxConnections })
    const administrator = new Client(postgres.address)
    await administrator.connect()
    await administrator.query('create role plain login; ')
    await administrator.query("create database book owner plain encoding 'UTF8' template template0")
    await administrator.end()
    const address = new URL('book', postgres.address)
    address.username = 'plain'
    url = address.href
  })
  after(async () => {
    for (const engine of engines) await engine.close()
    await postgres.stop()
  })

  const open = async (): Promise<Engine> => {
    for (const engine of engines.splice(0)) await engine.close()
    const engine = await openEngine({ postgres: { ...limits, url } })
    engines.push(engine)
    return engine
  }

  it('gives its connection to a request that would have none', async () => {
    const engine = await open()
    assert.equal(await engine.leads('work'), true)
    assert.deepEqual({ ...(await engine.reader.one('select 1 as one', [])) }, { one: 1 })
    assert.equal(await engine.leads('work'), false)
  })

  it('takes none while requests wait for one', async () => {
    const engine = await open()
    const other = new Client(url)
    await other.connect()
    const requests = Array.from({ length: 5 }, () => engine.reader.one('select 1 as one', []))
    // The first request is in the line when the server has refused as many others.
    for (let tries = 0; tries < 5; tries++) assert.equal(await engine.leads('work'), false)
    await other.end()
    for (let mark = 0; mark < 5; mark++) engine.foreignMark()
    assert.equal((await Promise.all(requests)).length, 5)
  })
})
