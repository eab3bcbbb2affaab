import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { send } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'
import { Client, startSimotel } from './support/simotel.ts'

const kills = 50
const groupWriters = 12
const userWriters = 4
/** Long enough for a list to take several chunks now and then. */
const lengths = [1, 3, 50, 4001, 9000]

/** What one writer was told, over all the lives of the server. */
interface GroupWriter {
  readonly id: string
  readonly index: number
  /** The newest version that was acknowledged, and the newest that was sent. */
  acknowledged: number
  sent: number
}

/** The list of a version: any of its numbers tells which writer and which version it came from. */
function listOf(writer: number, version: number): string[] {
  const length = lengths[(writer + version) % lengths.length] as number
  return Array.from({ length }, (_, index) => `${1000 + writer}${100000 + version}${10000 + index}`)
}

describe('a server that is killed', () => {
  test(`loses nothing it acknowledged and shows nothing half-done, ${kills} times`, { timeout: 170_000 }, async () => {
    let server = await startSimotel()
    const { data } = server
    const groups = await makeGroups(new Client(server))
    const users = new Set<string>()
    const tried = new Set<string>()
    let acknowledged = 0
    try {
      for (let life = 0; life < kills; life++) {
        const target = 10 + Math.floor(Math.random() * 150)
        let inThisLife = 0
        const dead = new AbortController()
        const onAcknowledged = (): void => {
          acknowledged++
          if (++inThisLife === target) dead.abort()
        }
        const killed = new Promise<void>((resolve) => {
          dead.signal.addEventListener('abort', () => resolve(server.kill()))
        })
        const writers = [
          ...groups.map((writer) => writeGroups(server, writer, dead.signal, onAcknowledged)),
          ...Array.from({ length: userWriters }, (_, index) =>
            addUsers(server, `${life}0${index}`, { users, tried }, dead.signal, onAcknowledged),
          ),
        ]
        await Promise.all([killed, ...writers])
        server = await startServer({ data })
        const client = new Client(server)
        for (const writer of groups) await checkGroup(client, writer)
        await checkUsers(client, { users, tried })
      }
    } finally {
      await server.kill()
      await rm(data, { recursive: true })
    }
    console.log(`# ${kills} kills, ${acknowledged} acknowledged writes, 0 lost`)
  })
})

async function makeGroups(client: Client): Promise<GroupWriter[]> {
  return Promise.all(
    Array.from({ length: groupWriters }, async (_, index) => {
      const { _id } = (await client.data('autodialer/groups/add', {
        name: `writer ${index}`,
        numbers: listOf(index, 0),
      })) as { _id: string }
      return { id: _id, index, acknowledged: 0, sent: 0 }
    }),
  )
}

/** Writes version after version until the server is dead. */
async function writeGroups(
  server: Server,
  writer: GroupWriter,
  dead: AbortSignal,
  onAcknowledged: () => void,
): Promise<void> {
  while (!dead.aborted) {
    const version = ++writer.sent
    const body = { _id: writer.id, numbers: listOf(writer.index, version), description: `version ${version}` }
    if (!(await wasAcknowledged(server, 'autodialer/groups/update', body))) return
    writer.acknowledged = version
    onAcknowledged()
  }
}

interface Users {
  readonly users: Set<string>
  readonly tried: Set<string>
}

async function addUsers(
  server: Server,
  prefix: string,
  { users, tried }: Users,
  dead: AbortSignal,
  onAcknowledged: () => void,
): Promise<void> {
  for (let next = 0; !dead.aborted; next++) {
    const number = `${prefix}${10000 + next}`
    tried.add(number)
    if (!(await wasAcknowledged(server, 'pbx/users/add', { name: number, number, secret: 'x-secret-x' }))) return
    users.add(number)
    onAcknowledged()
  }
}

/** Whether an answer of success came back. An answer that says anything else is a failure of the test. */
async function wasAcknowledged(server: Server, path: string, body: object): Promise<boolean> {
  const { headers } = new Client(server)
  const message = { path: `/api/v4/${path}`, headers, body: JSON.stringify(body) }
  const answer = await send(server, message).catch(() => undefined)
  if (!answer) return false
  assert.equal(answer.status, 200, answer.text)
  assert.match(answer.text, /^\{"success":1,/)
  return true
}

/** The stored list is the acknowledged one or the one that was on its way, whole, and `count` is its length. */
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

async function checkUsers(client: Client, { users, tried }: Users): Promise<void> {
  const rows = (await client.data('pbx/users/search', { alike: true })) as { number: string }[]
  const stored = new Set(rows.map(({ number }) => number))
  assert.deepEqual([...users.difference(stored)], [], 'acknowledged users are missing')
  assert.deepEqual([...stored.difference(tried)], [], 'there are users that nobody added')
  for (const number of stored) users.add(number)
}
