import assert from 'node:assert/strict'
import { type Answer, send } from './http.ts'
import type { Server } from './server.ts'
import { Client } from './simotel.ts'

/** Lengths of lists in turn. Two of them take several chunks: 4,001 numbers two, 9,000 three. */
const lengths = [1, 3, 50, 4001, 9000]

/** Writers of groups and of users. They remember the answers over all the lives of a server. */
export interface Writers {
  /**
   * Has all writers write until `ended`, and calls `onAcknowledged` at each answer of success. A writer stops when its
   * connection breaks. With `mayRefuse`, the answer that the database is away is neither a success nor a failure.
   */
  write(ended: AbortSignal, onAcknowledged: () => void, mayRefuse?: boolean): Promise<void>
  /** Checks that every acknowledged write is there, and that no half of a write is seen. */
  check(server: Server): Promise<void>
}

/** A writer of a group, with the versions that it has sent. */
interface GroupWriter {
  readonly id: string
  readonly index: number
  /** The newest acknowledged version. `sent` is the newest version that was sent. */
  acknowledged: number
  sent: number
}

type Outcome = 'acknowledged' | 'refused' | 'unknown'

/** Makes the writers, and a group for each writer of groups. Each write goes to the server that `serverNow` gives. */
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

/** A blow to a server while it writes: a kill, or a database that dies. */
export interface Blow {
  strike(): Promise<unknown>
  /** Returns the server that answers again. */
  recover(): Promise<Server>
}

/** The outcome of all blows. */
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

/** The list of a version. Each of its numbers tells the writer and the version. */
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

/** Sends a write and returns its outcome. An unexpected answer fails the test. */
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

/**
 * Whether an answer says that the database is away. Simotel has no status for it: a refusal has our reason beside it.
 */
export function isAway(answer: Answer): boolean {
  return /does not answer/.test(String(answer.headers['dialbook-reason']))
}

/** Checks a group: its list is the acknowledged one or a later one that was sent, whole, and `count` is its length. */
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
