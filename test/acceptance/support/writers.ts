import assert from 'node:assert/strict'
import { type Answer, send } from './http.ts'
import type { Server } from './server.ts'
import { Client } from './simotel.ts'

/** Long enough for a list to take several chunks now and then. */
const lengths = [1, 3, 50, 4001, 9000]

/** Writers of groups and of users, and what they were told over all the lives of a server. */
export interface Writers {
  /**
   * Writes from all of them until `ended`, and calls `onAcknowledged` at each answer of success. A writer stops when its
   * connection breaks. Where it `mayRefuse`, the answer that the database is away is neither a success nor a failure.
   */
  write(ended: AbortSignal, onAcknowledged: () => void, mayRefuse?: boolean): Promise<void>
  /** Every acknowledged write is there, and nothing half-done is seen. */
  check(server: Server): Promise<void>
}

/** What one writer of a group was told. */
interface GroupWriter {
  readonly id: string
  readonly index: number
  /** The newest version that was acknowledged, and the newest that was sent. */
  acknowledged: number
  sent: number
}

type Outcome = 'acknowledged' | 'refused' | 'unknown'

/** Makes a group for each writer of groups. `serverNow` is the server that each write goes to. */
export async function makeWriters(
  serverNow: () => Server,
  groupWriters: number,
  userWriters: number,
): Promise<Writers> {
  const groups = await makeGroups(new Client(serverNow()), groupWriters)
  const users = new Set<string>()
  const tried = new Set<string>()
  let lives = 0

  /** Writes version after version. */
  async function writeGroups(writer: GroupWriter, ended: AbortSignal, onAcknowledged: () => void, mayRefuse: boolean) {
    while (!ended.aborted) {
      const version = ++writer.sent
      const body = { _id: writer.id, numbers: listOf(writer.index, version), description: `version ${version}` }
      const outcome = await outcomeOf(serverNow(), 'autodialer/groups/update', body, mayRefuse)
      if (outcome === 'unknown') return
      if (outcome === 'refused') continue
      writer.acknowledged = version
      onAcknowledged()
    }
  }

  async function addUsers(prefix: string, ended: AbortSignal, onAcknowledged: () => void, mayRefuse: boolean) {
    for (let next = 0; !ended.aborted; next++) {
      const number = `${prefix}${10000 + next}`
      tried.add(number)
      const outcome = await outcomeOf(
        serverNow(),
        'pbx/users/add',
        { name: number, number, secret: 'x-secret-x' },
        mayRefuse,
      )
      if (outcome === 'unknown') return
      if (outcome === 'refused') continue
      users.add(number)
      onAcknowledged()
    }
  }

  return {
    async write(ended, onAcknowledged, mayRefuse = false) {
      const life = lives++
      await Promise.all([
        ...groups.map((writer) => writeGroups(writer, ended, onAcknowledged, mayRefuse)),
        ...Array.from({ length: userWriters }, (_, index) =>
          addUsers(`${life}0${index}`, ended, onAcknowledged, mayRefuse),
        ),
      ])
    },
    async check(server) {
      const client = new Client(server)
      for (const writer of groups) await checkGroup(client, writer)
      const rows = await client.data<{ number: string }[]>('pbx/users/search', { alike: true })
      const stored = new Set(rows.map(({ number }) => number))
      assert.deepEqual([...users.difference(stored)], [], 'acknowledged users are missing')
      assert.deepEqual([...stored.difference(tried)], [], 'there are users that nobody added')
      for (const number of stored) users.add(number)
    },
  }
}

/** What is done to a server while it writes. */
export interface Blow {
  strike(): Promise<unknown>
  /** Returns the server that answers again. */
  recover(): Promise<Server>
}

/** What became of it. */
export interface Toll {
  readonly acknowledged: number
  /** The longest time to recover, in milliseconds. */
  readonly slowest: number
}

/** Strikes in the middle of writes, over and over, and checks each time that nothing acknowledged is lost. */
export async function strikeOver(times: number, writers: Writers, blow: Blow, mayRefuse = false): Promise<Toll> {
  let acknowledged = 0
  let slowest = 0
  for (let life = 0; life < times; life++) {
    const target = 10 + Math.floor(Math.random() * 150)
    let inThisLife = 0
    const ended = new AbortController()
    const struck = Promise.withResolvers<void>()
    const onAcknowledged = (): void => {
      acknowledged++
      if (++inThisLife === target) struck.resolve(blow.strike().then(() => ended.abort()))
    }
    await Promise.all([struck.promise, writers.write(ended.signal, onAcknowledged, mayRefuse)])
    const began = performance.now()
    const server = await blow.recover()
    slowest = Math.max(slowest, performance.now() - began)
    await writers.check(server)
  }
  return { acknowledged, slowest: Math.round(slowest) }
}

/** The list of a version: any of its numbers tells which writer and which version it came from. */
function listOf(writer: number, version: number): string[] {
  const length = lengths[(writer + version) % lengths.length] as number
  return Array.from({ length }, (_, index) => `${1000 + writer}${100000 + version}${10000 + index}`)
}

async function makeGroups(client: Client, count: number): Promise<GroupWriter[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const numbers = listOf(index, 0)
      const { _id } = await client.data<{ _id: string }>('autodialer/groups/add', { name: `writer ${index}`, numbers })
      return { id: _id, index, acknowledged: 0, sent: 0 }
    }),
  )
}

/** What came of a write. An answer that says anything else is a failure of the test. */
async function outcomeOf(server: Server, path: string, body: object, mayRefuse: boolean): Promise<Outcome> {
  const { headers } = new Client(server)
  const message = { path: `/api/v4/${path}`, headers, body: JSON.stringify(body) }
  const answer = await send(server, message).catch(() => undefined)
  if (!answer) return 'unknown'
  assert.equal(answer.status, 200, answer.text)
  if (mayRefuse && isAway(answer)) return 'refused'
  assert.match(answer.text, /^\{"success":1,/)
  return 'acknowledged'
}

/** Simotel has no status for that: the answer is its refusal, with our reason beside it. */
export function isAway(answer: Answer): boolean {
  return /does not answer/.test(String(answer.headers['dialbook-reason']))
}

/** The stored list is the acknowledged one or one that was on its way, whole, and `count` is its length. */
async function checkGroup(client: Client, writer: GroupWriter): Promise<void> {
  const stored = (await client.data('autodialer/groups/update', { _id: writer.id })) as {
    numbers: string[]
    count: number
    description: string
  }
  assert.equal(stored.count, stored.numbers.length)
  const version = Number(/^version (\d+)$/.exec(stored.description)?.[1] ?? 0)
  assert.ok(
    version >= writer.acknowledged && version <= writer.sent,
    `writer ${writer.index} was told ${writer.acknowledged}, sent ${writer.sent}, and finds ${version}`,
  )
  assert.deepEqual(stored.numbers, listOf(writer.index, version))
  writer.acknowledged = version
}
