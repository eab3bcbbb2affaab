// Long: 20 times a leader is lost, and a standby takes over after the 20 s that Patroni waits.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startCluster } from '../acceptance/support/cluster.ts'
import { Lox24Client } from '../acceptance/support/lox24.ts'
import type { Server } from '../acceptance/support/server.ts'
import { type Machine, patroniIsMissing, startPatroni } from './support/patroni.ts'

const rounds = Number(process.env.FAILOVER_ROUNDS ?? 20)
const writersOfServer = 2
/** Milliseconds between two writes of a writer, so that the machine has time for PostgreSQL. */
const restMs = 20
/** Milliseconds until a write must work again. */
const patienceMs = 120_000

/** The ways to lose a leader, and to bring the machine back. */
const losses: readonly (readonly [
  name: string,
  lose: (machine: Machine) => void,
  revive: (machine: Machine) => void,
])[] = [
  ['killed', (machine) => machine.kill(), (machine) => machine.start()],
  ['frozen', (machine) => machine.freeze(), (machine) => machine.thaw()],
  ['cut off', (machine) => machine.cutOff(), (machine) => machine.mend()],
]

/** A program that adds one group after another, each of a name of its own, and knows which were acknowledged. */
class Writer {
  readonly acknowledged: { readonly name: string; readonly begunAt: number }[] = []
  refused = 0
  #isEnded = false
  readonly #client: Lox24Client
  readonly #name: string
  readonly #done: Promise<void>

  constructor(client: Lox24Client, name: string) {
    this.#client = client
    this.#name = name
    this.#done = this.#write()
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await this.#done
  }

  async #write(): Promise<void> {
    for (let count = 1; !this.#isEnded; count++) {
      const name = `${this.#name} ${count}`
      const begunAt = performance.now()
      const { status } = await this.#client.call('POST', '/groups', { name })
      if (status === 201) this.acknowledged.push({ name, begunAt })
      else {
        assert.equal(status, 503)
        this.refused++
      }
      await pause(restMs)
    }
  }
}

it(`the leader of the database is lost ${rounds} times: no acknowledged write is`, {
  skip: patroniIsMissing,
  timeout: 3_600_000,
}, async (t) => {
  const database = await startPatroni()
  t.after(() => database.stop())
  const cluster = await startCluster(2, { database: database.database })
  t.after(() => cluster.stop())
  for (const server of cluster.servers) server.audit.expect(503)
  const writers = cluster.servers.flatMap((server: Server, index) =>
    Array.from({ length: writersOfServer }, (_, which) => new Writer(new Lox24Client(server), `${index}.${which}`)),
  )
  const took = new Map<string, number[]>(losses.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const [name, lose, revive] = losses[round % losses.length] as (typeof losses)[number]
    const leader = await database.settled()
    const lostAt = performance.now()
    lose(leader)
    const ms = await untilWritten(writers, lostAt)
    took.get(name)?.push(ms)
    revive(leader)
    const heir = await database.settled()
    console.log(`# ${round + 1}: ${leader.name} ${name}, ${heir.name} leads; a write worked after ${Math.round(ms)} ms`)
  }
  await Promise.all(writers.map((writer) => writer.end()))
  const leader = await database.settled()
  const acknowledged = writers.flatMap((writer) => writer.acknowledged.map(({ name }) => name))
  const stored = new Set(await namesOn(leader, database.database))
  assert.deepEqual(
    acknowledged.filter((name) => !stored.has(name)),
    [],
  )
  const refused = writers.reduce((sum, writer) => sum + writer.refused, 0)
  console.log(`# ${acknowledged.length} writes acknowledged, 0 lost; ${refused} refused; ${stored.size} stored`)
  for (const [name, times] of took) console.log(`# ${name}: ${summary(times)}`)
  console.log(`# all: ${summary([...took.values()].flat())}`)
})

/** Waits until every server has acknowledged a write that began after a moment. Returns the milliseconds since then. */
async function untilWritten(writers: readonly Writer[], since: number): Promise<number> {
  const isBack = () => writers.every(({ acknowledged }) => (acknowledged.at(-1)?.begunAt ?? 0) > since)
  while (!isBack()) {
    if (performance.now() - since > patienceMs) throw new Error(`no write works after ${patienceMs} ms`)
    await pause(20)
  }
  return performance.now() - since
}

async function namesOn(machine: Machine, database: string): Promise<string[]> {
  const { Client } = await import('pg')
  const client = new Client({
    host: machine.host,
    port: machine.port,
    user: 'postgres',
    database: new URL(database.replace(/,[^/]*/, '')).pathname.slice(1),
  })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select name from groups')
  await client.end()
  return rows.map(({ name }) => name)
}

function summary(times: readonly number[]): string {
  const sorted = times.map(Math.round).sort((one, other) => one - other)
  return `p50 ${sorted[Math.floor(sorted.length / 2)]} ms, max ${sorted.at(-1)} ms of ${sorted.length}`
}
