// Long: 50 clients make thousands of updates, on each engine.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { howOften } from '../how-often.ts'
import { postgresIsMissing } from '../postgres-server.ts'
import { type Clients, type Cluster, startCluster, startDatabase } from './support/cluster.ts'
import type { Phone } from './support/lox24.ts'

const updates = howOften(30, 100)
/** Clients of each kind, 50 in all. */
const kinds = { changePhones: 20, addPhones: 10, describe: 10, rename: 10 }

interface Snapshot {
  readonly id?: number
  readonly [field: string]: unknown
}

/** A change as the command line lists it. */
interface Change {
  readonly number: number
  readonly noun: string
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** 50 clients write many times each to one group, at the servers in turn. Returns updates a second. */
async function writeAll(cluster: Cluster): Promise<number> {
  const all = cluster.servers.map((server) => cluster.clients(server))
  const first = all[0] as Clients
  const owned = Array.from({ length: kinds.changePhones }, (_, index) => ({ phone: `+1${1000 + index}` }))
  const { id } = await first.lox24.addGroup({ name: 'one group', phones: owned })
  const phones = await first.lox24.phones(id)
  const search = { alike: true, conditions: { name: 'one group' } }
  const [row] = (await first.simotel.data<{ data: { _id: string }[] }>('autodialer/groups/search', search)).data
  const _id = String(row?._id)

  let clients = 0
  const client = async (update: (clients: Clients, step: number) => Promise<unknown>) => {
    const begins = clients++
    for (let step = 0; step < updates; step++) await update(all[(begins + step) % all.length] as Clients, step)
  }
  const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
  const sumOf = async ({ lox24 }: Clients) => {
    const { body } = await lox24.call<{ 'hydra:totalItems': number; 'hydra:member': unknown[] }>(
      'GET',
      `/groups/${id}/phones?page=1`,
      undefined,
      { Accept: 'application/ld+json' },
    )
    assert.equal(body['hydra:member'].length, Math.min(30, body['hydra:totalItems']))
  }
  const began = performance.now()
  await Promise.all([
    ...times(kinds.changePhones, (index) =>
      client(async ({ lox24 }, step) => {
        const phone = phones[index] as Phone
        const before = await lox24.ok<Phone>(200, 'GET', `/phones/${phone.id}`)
        // The client finds its own last write, at whichever server it asks.
        assert.equal(before.a, step === 0 ? null : `step ${step - 1}`)
        await lox24.ok(200, 'PUT', `/phones/${phone.id}`, { a: `step ${step}` })
      }),
    ),
    ...times(kinds.addPhones, (index) =>
      client(async (here, step) => {
        await here.lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: `+2${1000 + index}${1000 + step}` })
        if (step % 10 === 0) await sumOf(here)
      }),
    ),
    ...times(kinds.describe, (index) =>
      client(async ({ simotel }, step) => {
        const body = { _id, description: `${index} in step ${step}` }
        const group = await simotel.data<{ numbers: string[]; count: number }>('autodialer/groups/update', body)
        assert.equal(group.numbers.length, group.count)
      }),
    ),
    ...times(kinds.rename, (index) =>
      client(({ checkmarket }, step) =>
        checkmarket.data('PUT', `contactgroups/${id}`, { Name: `${index} in step ${step}`, Description: 'kept' }),
      ),
    ),
  ])
  const seconds = (performance.now() - began) / 1000

  const { numbers, count } = await first.simotel.data<{ numbers: string[]; count: number }>(
    'autodialer/groups/update',
    {
      _id,
    },
  )
  const added = times(kinds.addPhones, (index) => times(updates, (step) => `+2${1000 + index}${1000 + step}`)).flat()
  assert.equal(count, owned.length + added.length)
  assert.deepEqual(new Set(numbers), new Set([...owned.map(({ phone }) => phone), ...added]))
  await checkHistory(cluster, id)
  return Math.round((Object.values(kinds).reduce((sum, kind) => sum + kind) * updates) / seconds)
}

/** Checks that each update began where the one before it ended: no update was made from a state that was replaced. */
async function checkHistory(cluster: Cluster, groupId: number): Promise<void> {
  const out = await cluster.servers[0]?.cli('changes', 'list', '--limit', '10000', '--json')
  const changes = (JSON.parse(String(out)) as Change[])
    .filter(({ noun, after }) => noun === 'group' && after?.id === groupId)
    .sort((one, other) => one.number - other.number)
  assert.equal(changes.length, 50 * updates + 2)
  const state: Record<string, unknown> = {}
  for (const { number, before, after } of changes) {
    for (const [field, value] of Object.entries(before ?? {})) {
      assert.deepEqual(value, state[field], `${field} before change ${number}`)
    }
    Object.assign(state, after)
  }
}

describe('50 clients with 100 updates each on one group, in every dialect', { timeout: 600_000 }, () => {
  test('lose none on the embedded store', async (t) => {
    const cluster = await startCluster(1)
    t.after(() => cluster.stop())
    console.log(`# embedded, 1 server: ${await writeAll(cluster)} updates/s`)
  })

  test('lose none on PostgreSQL, through two servers', { skip: postgresIsMissing }, async (t) => {
    const postgres = await startDatabase()
    t.after(() => postgres.stop())
    const cluster = await startCluster(2, {
      database: postgres.database,
      env: { DIALBOOK_DATABASE_CONNECT_TIMEOUT: '60' },
    })
    t.after(() => cluster.stop())
    console.log(`# PostgreSQL, 2 servers: ${await writeAll(cluster)} updates/s`)
  })
})
