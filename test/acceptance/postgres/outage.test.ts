import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Client } from 'pg'
import { postgresIsMissing } from '../../postgres-server.ts'
import { assertRefused } from '../support/checkmarket.ts'
import {
  type Clients,
  type Cluster,
  isHealthy,
  shortTimeouts,
  startCluster,
  startDatabase,
  until,
} from '../support/cluster.ts'
import type { Answer } from '../support/http.ts'
import { assertProblem } from '../support/lox24.ts'
import type { Server } from '../support/server.ts'
import { failed } from '../support/simotel.ts'
import { isAway } from '../support/writers.ts'

/** Milliseconds for a connect and a statement time-out, one after the other, with room for a busy machine. */
const longestAnswerMs = 7000

type Verdict = 'done' | 'away'

/** One request of each kind, with the check of its answer while the database is away. */
const requests: readonly ((clients: Clients) => Promise<[answer: Answer, whenAway: (answer: Answer) => void]>)[] = [
  async ({ simotel }) => [
    await simotel.call('autodialer/groups/add', { name: 'g', numbers: ['1'] }),
    (answer) => assert.deepEqual([answer.status, JSON.parse(answer.text).message], [200, failed]),
  ],
  async ({ simotel }) => [
    await simotel.call('autodialer/groups/search', { alike: true }),
    (answer) => assert.deepEqual([answer.status, isAway(answer)], [200, true]),
  ],
  async ({ lox24 }) => [
    await lox24.call('POST', '/groups', { name: 'g' }),
    (answer) => assertProblem({ ...answer, body: JSON.parse(answer.text) }, 503, 'Service Unavailable'),
  ],
  async ({ lox24 }) => [
    await lox24.call('GET', '/groups'),
    (answer) => assertProblem({ ...answer, body: JSON.parse(answer.text) }, 503, 'Service Unavailable'),
  ],
  async ({ checkmarket }) => [
    await checkmarket.call('POST', 'contactgroups', { Name: 'g' }),
    (answer) => assertRefused(answer, 503, 'The service is unavailable.'),
  ],
  async ({ checkmarket }) => [
    await checkmarket.call('GET', 'contacts'),
    (answer) => assertRefused(answer, 503, 'The service is unavailable.'),
  ],
]

/** Sends one request. An answer that is late, or neither success nor the dialect's own refusal, fails the test. */
async function ask(request: (typeof requests)[number], clients: Clients): Promise<Verdict> {
  const began = performance.now()
  const [answer, assertAway] = await request(clients)
  const took = performance.now() - began
  assert.ok(took < longestAnswerMs, `an answer came after ${took} ms`)
  const isDone = [200, 201].includes(answer.status) && !isAway(answer)
  if (!isDone) assertAway(answer)
  return isDone ? 'done' : 'away'
}

describe('PostgreSQL', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: Awaited<ReturnType<typeof startDatabase>>
  let cluster: Cluster
  let server: Server
  before(async () => {
    postgres = await startDatabase()
    const env = { ...shortTimeouts, DIALBOOK_DATABASE_CONNECTIONS: '4', DIALBOOK_DATABASE_QUEUE: '6' }
    cluster = await startCluster(1, { database: postgres.database, env })
    server = cluster.servers[0] as Server
    server.audit.expect(503)
  })
  after(async () => {
    await cluster.stop()
    await postgres.stop()
  })

  /** Runs `meanwhile` under the load of one client of each kind. Counts the clients' answers. */
  const underLoad = async (meanwhile: () => Promise<unknown>): Promise<Record<Verdict, number>> => {
    const told = { done: 0, away: 0 }
    let isOver = false
    const load = requests.map(async (request) => {
      const clients = cluster.clients(server)
      while (!isOver) {
        told[await ask(request, clients)]++
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
    await Promise.race([meanwhile(), Promise.all(load)]).finally(() => {
      isOver = true
    })
    await Promise.all(load)
    return told
  }
  const allAnswer = async () => {
    const verdicts = await Promise.all(requests.map((request) => ask(request, cluster.clients(server))))
    return verdicts.every((verdict) => verdict === 'done')
  }

  test('stopped for 20 s is said by every answer, and the server recovers by itself', async () => {
    let backMs = 0
    const told = await underLoad(async () => {
      await postgres.halt('immediate')
      const back = Date.now() + 20_000
      while (Date.now() < back) {
        assert.equal(await isHealthy(server), false)
        const metrics = await fetch(`${server.origin}/metrics`)
        assert.match(await metrics.text(), /^dialbook_store_bytes Nan$/m)
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
      await postgres.resume()
      backMs = await until('it is healthy', () => isHealthy(server))
      await until('everything is answered', allAnswer)
    })
    assert.ok(told.away > 0 && told.done > 0, JSON.stringify(told))
    console.log(`# stopped for 20 s: ${told.away} requests refused, healthy again after ${backMs} ms`)
  })

  test('that hangs keeps no request longer than the time-outs', async () => {
    let backMs = 0
    const told = await underLoad(async () => {
      postgres.freeze()
      try {
        const frozenUntil = Date.now() + 8000
        while (Date.now() < frozenUntil) assert.equal(await isHealthy(server), false)
      } finally {
        postgres.thaw()
      }
      backMs = await until('it is healthy', () => isHealthy(server))
      await until('everything is answered', allAnswer)
    })
    assert.ok(told.away > 0, JSON.stringify(told))
    console.log(`# frozen for 8 s: ${told.away} requests refused, healthy again after ${backMs} ms`)
  })

  test('that hangs does not keep a server from stopping', async () => {
    const other = await cluster.start()
    postgres.freeze()
    try {
      const began = performance.now()
      process.kill(other.pid, 'SIGTERM')
      await until('it has ended', async () => !other.isAlive())
      console.log(`# stopped beside a frozen PostgreSQL in ${Math.round(performance.now() - began)} ms`)
    } finally {
      postgres.thaw()
    }
  })

  test('with a locked row: few writes wait for it, the others are refused at once, and reads go on', async () => {
    const { lox24 } = cluster.clients(server)
    const { id } = await lox24.addGroup({ name: 'locked' })
    const locker = new Client(postgres.database)
    await locker.connect()
    try {
      await locker.query('begin')
      await locker.query('select 1 from groups where id = $1 for update', [id])
      const times: number[] = []
      const write = async () => {
        const began = performance.now()
        const answer = await lox24.call('PUT', `/groups/${id}`, { name: 'new' })
        times.push(performance.now() - began)
        assertProblem(answer, 503, 'Service Unavailable')
      }
      const writes = Array.from({ length: 40 }, write)
      // Writes read too, before they write: until they have read, other reads are refused as well.
      const isRead = async () => (await lox24.call('GET', `/groups/${id}`)).status === 200
      await until('most writes are refused', async () => times.length >= 25 && (await isRead()))
      for (let read = 0; read < 20; read++) {
        const began = performance.now()
        await lox24.group(id)
        assert.ok(performance.now() - began < 1500, 'a read waited for a write')
      }
      assert.ok(times.length < writes.length, 'no write waited for the lock')
      await Promise.all(writes)
      assert.ok(Math.max(...times) < longestAnswerMs)
    } finally {
      await locker.query('rollback')
      await locker.end()
    }
    await lox24.ok(200, 'PUT', `/groups/${id}`, { name: 'new' })
  })
})
