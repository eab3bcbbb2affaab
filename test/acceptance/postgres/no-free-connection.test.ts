import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../postgres-server.ts'
import { type Clients, type Cluster, isHealthy, startCluster, until } from '../support/cluster.ts'
import { assertProblem } from '../support/lox24.ts'
import type { Server } from '../support/server.ts'

/** Three of them are kept for superusers, and a server of dialbook may hold 21. */
const maxConnections = 12

/** Connections of another program to the same database, as the role of dialbook. */
class Others {
  readonly #address: string
  readonly #held: Client[] = []

  constructor(address: string) {
    this.#address = address
  }

  /** Takes all connections that the server gives. The last answer is the refusal that dialbook gets too. */
  async takeAll(): Promise<void> {
    for (;;) {
      const client = new Client(this.#address)
      client.on('error', () => undefined)
      try {
        await client.connect()
      } catch (error) {
        assert.match(String(error), /remaining connection slots are reserved|too many clients/)
        return
      }
      this.#held.push(client)
    }
  }

  async give(count: number): Promise<void> {
    await Promise.all(this.#held.splice(0, count).map((client) => client.end()))
  }
}

describe('PostgreSQL without a free connection', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: PostgresServer
  let administrator: Client
  let cluster: Cluster
  let server: Server
  let others: Others
  before(async () => {
    postgres = await startPostgres({ maxConnections })
    administrator = new Client(postgres.address)
    await administrator.connect()
    await administrator.query('create role plain login; ')
    await administrator.query("create database book owner plain encoding 'UTF8' template template0")
    const url = new URL('book', postgres.address)
    url.username = 'plain'
    cluster = await startCluster(1, { database: url.href, env: { DIALBOOK_DATABASE_LOCK_TIMEOUT: '60' } })
    server = cluster.servers[0] as Server
    server.audit.expect(503)
    others = new Others(url.href)
  })
  after(async () => {
    await others.give(maxConnections)
    await cluster.stop().finally(() => administrator.end())
    await postgres.stop()
  })

  const everyRequest = ({ simotel, lox24, checkmarket }: Clients) => [
    () => simotel.data('autodialer/groups/add', { name: 'g', numbers: ['1'] }),
    () => simotel.data('autodialer/groups/search', { alike: true }),
    () => lox24.ok(201, 'POST', '/groups', { name: 'g' }),
    () => lox24.ok(200, 'GET', '/groups'),
    () => checkmarket.data('GET', 'contactgroups'),
  ]

  test('requests line up for those that the server has', async () => {
    await cluster.clients(server).lox24.addGroup({ name: 'first' })
    await others.takeAll()
    const requests = Array.from({ length: 8 }, () => everyRequest(cluster.clients(server))).flat()
    await Promise.all(requests.map((request) => request()))
    await others.give(maxConnections)
  })

  test('requests wait for one where the server has none, in their turn, until others give some back', async () => {
    await leaveNone()
    let answered = 0
    const waiting = Array.from({ length: 3 }, () => everyRequest(cluster.clients(server)))
      .flat()
      .map((request) => request().then(() => answered++))
    // Each look at the health ends without a connection, after the requests before it.
    for (let look = 0; look < 3; look++) assert.equal(await isHealthy(server), false)
    assert.equal(answered, 0)
    await others.give(1)
    await Promise.all(waiting)
    await others.give(maxConnections)
    await until('it is healthy', () => isHealthy(server))
  })

  test('a request that gets none in time is refused, with the reason', async () => {
    const hasty = await startHasty()
    hasty.audit.expect(503)
    await leaveNone()
    const { simotel, lox24 } = cluster.clients(hasty)
    assertProblem(await lox24.call('GET', '/groups'), 503, 'Service Unavailable')
    const answer = await simotel.call('autodialer/groups/add', { name: 'g', numbers: ['1'] })
    assert.match(String(answer.headers['dialbook-reason']), /has no free connection now: try again later/)
    await others.give(maxConnections)
    await until('it is healthy', () => isHealthy(hasty))
  })

  /** Another server of the book, with little patience. */
  const startHasty = () => cluster.start({ DIALBOOK_DATABASE_LOCK_TIMEOUT: '1' })

  /** Takes every connection of the server, also those that dialbook has. It may be faster, and then loses them again. */
  async function leaveNone(): Promise<void> {
    await until('dialbook has no connection, and there is none', async () => {
      await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        'dialbook',
      ])
      if ((await ofDialbook()) > 0) return false
      await others.takeAll()
      return (await ofDialbook()) === 0
    })
  }

  async function ofDialbook(): Promise<number> {
    const { rows } = await administrator.query(
      'select count(*)::int as count from pg_stat_activity where application_name = $1',
      ['dialbook'],
    )
    return rows[0].count
  }
})
