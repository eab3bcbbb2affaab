import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { postgresIsMissing } from '../../postgres-server.ts'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { type Clients, type Cluster, startCluster, startDatabase, until } from '../support/cluster.ts'
import { type Group, Lox24Client } from '../support/lox24.ts'
import { type Server, startServer } from '../support/server.ts'
import { addKey, Client as SimotelClient } from '../support/simotel.ts'

describe('servers on one book', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: Awaited<ReturnType<typeof startDatabase>>
  let cluster: Cluster
  let all: readonly Clients[]
  before(async () => {
    postgres = await startDatabase()
    cluster = await startCluster(3, { database: postgres.database })
    all = cluster.servers.map((server) => cluster.clients(server))
  })
  after(async () => {
    await cluster.stop()
    await postgres.stop()
  })
  const at = (turn: number) => all[turn % all.length] as Clients
  const everywhere = async (isSo: (server: Server) => Promise<boolean>) => {
    const outcomes = await Promise.all(cluster.servers.filter((server) => server.isAlive()).map(isSo))
    return outcomes.every(Boolean)
  }

  test('ten that start together on an empty database make one book', async () => {
    const data = await mkdtemp(join(tmpdir(), 'dialbook-ten-'))
    const env = { DIALBOOK_DATABASE_URL: await postgres.makeDatabase() }
    process.setMaxListeners(30)
    const servers = await Promise.all(Array.from({ length: 10 }, () => startServer({ data, env })))
    try {
      const welcomed = () => servers.filter((server) => /has an account 'default' now/.test(server.stdout())).length
      await until('one welcomes a newcomer', async () => welcomed() > 0)
      const accounts = JSON.parse(await (servers[9] as Server).cli('account', 'list', '--json')) as { name: string }[]
      assert.deepEqual(
        accounts.map(({ name }) => name),
        ['default'],
      )
      assert.equal(welcomed(), 1)
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
      await rm(data, { recursive: true, force: true })
    }
  })

  test('show at once what another has written, in every dialect', async () => {
    const { id } = await at(0).lox24.addGroup({ name: 'start' })
    const [row] = (await at(1).simotel.data<{ data: { _id: string }[] }>('autodialer/groups/search', { alike: true }))
      .data
    for (let turn = 0; turn < 60; turn++) {
      const name = `name ${turn}`
      const writes = [
        () => at(turn).lox24.ok(200, 'PUT', `/groups/${id}`, { name }),
        () => at(turn).simotel.data('autodialer/groups/update', { _id: row?._id, name }),
        () => at(turn).checkmarket.data('PUT', `contactgroups/${id}`, { Name: name }),
      ]
      await writes[turn % 3]?.()
      for (const reader of [1, 2]) {
        const { lox24, checkmarket } = at(turn + reader)
        assert.equal((await lox24.group(id)).name, name)
        assert.equal((await checkmarket.data<{ Name: string }>('GET', `contactgroups/${id}`)).Name, name)
      }
    }
  })

  test('refuse together whom one command keeps out, and let in together', async () => {
    const operator = cluster.servers[0] as Server
    const measured: string[] = []
    const measure = async (what: string, isSo: (server: Server) => Promise<boolean>) =>
      measured.push(`${what} ${await until(what, () => everywhere(isSo))} ms`)
    const key = await addKey(operator, 'acme')
    const ping = (status: number) => async (server: Server) =>
      (await new SimotelClient(server, key).call('setting/ping/act', {})).status === status
    await measure('key added', ping(200))
    for (let round = 0; round < 3; round++) {
      await operator.cli('key', 'disable', key.id)
      await measure('key disabled', ping(401))
      await operator.cli('key', 'enable', key.id)
      await measure('key enabled', ping(200))
    }
    await operator.cli('account', 'disable', 'acme')
    await measure('account disabled', ping(401))
    await operator.cli('account', 'enable', 'acme')
    await measure('account enabled', ping(200))
    await operator.cli('ip', 'allow', '10.0.0.0/8')
    await measure('network allowed', ping(403))
    await operator.cli('ip', 'remove', '10.0.0.0/8')
    await measure('network removed', ping(200))

    await operator.cli('account', 'add', 'other')
    const keys = await addKeys(operator, 'other')
    const root = (masterKey: string, status: number) => async (server: Server) =>
      (await new CheckMarketClient(server, { ...keys, masterKey }).call('GET', '/3')).status === status
    await measure('keys added', root(keys.masterKey, 200))
    const rotated = JSON.parse(await operator.cli('account', 'rotate-master', 'other', '--json')) as {
      masterKey: string
    }
    await measure('master key rotated', root(keys.masterKey, 401))
    await measure('the new one', root(rotated.masterKey, 200))

    const bad = new Lox24Client(operator, '1:nonsense')
    while ((await bad.call('GET', '/groups')).status !== 429);
    const blocked = (status: number) => async (server: Server) =>
      (await cluster.clients(server).lox24.call('GET', '/groups')).status === status
    await measure('address blocked', blocked(429))
    await operator.cli('block', 'lift', '127.0.0.1')
    await measure('block lifted', blocked(200))
    console.log(`# seen by all: ${measured.join(', ')}`)
  })

  const plan = async (count: number): Promise<Group[]> => {
    const soon = new Date(Date.now() + 4000).toISOString()
    const fields = (index: number) => ({ name: `doomed ${index}`, deleted_at: soon })
    return Promise.all(Array.from({ length: count }, (_, index) => at(0).lox24.addGroup(fields(index))))
  }
  const goneFrom = async (clients: Clients, groups: readonly Group[]): Promise<number> =>
    until('they are gone', async () => {
      const answers = await Promise.all(groups.map(({ id }) => clients.lox24.call('GET', `/groups/${id}`)))
      return answers.every(({ status }) => status === 404)
    })
  const removals = async (): Promise<number> => {
    const server = cluster.servers.find((each) => each.isAlive()) as Server
    const changes = JSON.parse(await server.cli('changes', 'list', '--limit', '1000', '--json')) as { origin: string }[]
    return changes.filter(({ origin }) => origin === 'worker').length
  }

  test('carry out a planned deletion once, also when those who did it before are killed', async () => {
    const groups = await plan(30)
    await goneFrom(at(1), groups)
    assert.equal(await removals(), 30)
    const [first, second] = cluster.servers as [Server, Server]
    const took: number[] = []
    // One of the three servers leads. When the first two have ended, the third must.
    for (const victim of [first, second]) {
      const next = await plan(5)
      await victim.kill()
      all = all.slice(1)
      took.push(await goneFrom(at(0), next))
    }
    assert.equal(await removals(), 40)
    console.log(`# planned deletions, due 4 s later, after a server was killed: gone in ${took.join(' and ')} ms`)
  })
})
