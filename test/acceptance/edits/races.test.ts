import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { howOften } from '../../how-often.ts'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import type { Answer } from '../support/http.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { addKey, Client as SimotelClient } from '../support/simotel.ts'

const server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, await addKey(server, 'acme'))
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

const writers = 50
const groups = 10
const edits = howOften(4, 1000)

interface Read {
  readonly tag: string
  readonly description: string
}

/** One way to read a group and to write its description under a condition. */
interface Way {
  read(group: Shared): Promise<Read>
  write(group: Shared, description: string, tag: string): Promise<Answer>
}

interface Shared {
  readonly id: number
  readonly hexId: string
  readonly name: string
  acknowledged: number
}

const ways: readonly Way[] = [
  {
    async read({ id }) {
      const { body, headers } = await lox24.call<{ description: string | null }>('GET', `/groups/${id}`)
      return { tag: String(headers.etag), description: body.description ?? '' }
    },
    write: ({ id }, description, tag) => lox24.call('PUT', `/groups/${id}`, { description }, { 'If-Match': tag }),
  },
  {
    async read({ name }) {
      const headers = { 'Dialbook-Revisions': '1' }
      const body = { alike: false, conditions: { name } }
      const answer = await simotel.call('autodialer/groups/search', body, { headers })
      const [row] = (JSON.parse(answer.text) as { data: { data: { description: string }[] } }).data.data
      return { tag: String(answer.headers['dialbook-revisions']), description: row?.description ?? '' }
    },
    write: ({ hexId }, description, tag) =>
      simotel.call('autodialer/groups/update', { _id: hexId, description }, { headers: { 'If-Match': tag } }),
  },
  {
    async read({ id }) {
      const answer = await checkmarket.call('GET', `contactgroups/${id}`)
      const { Description } = (JSON.parse(answer.text) as { Data: { Description?: string } }).Data
      return { tag: String(answer.headers.etag), description: Description ?? '' }
    },
    write: ({ id, name }, Description, tag) =>
      checkmarket.call('PUT', `contactgroups/${id}`, { Name: name, Description }, { 'If-Match': tag }),
  },
]

describe('fifty writers with If-Match', () => {
  test('lose no acknowledged edit, by whatever dialects', { timeout: 3_600_000 }, async () => {
    const shared = await Promise.all(
      Array.from({ length: groups }, async (_, index): Promise<Shared> => {
        const name = `race ${index}`
        const id = await checkmarket.addGroup({ Name: name })
        const found = { alike: false, conditions: { name } }
        const { data } = await simotel.data<{ data: { _id: string }[] }>('autodialer/groups/search', found)
        const hexId = String(data[0]?._id)
        return { id, hexId, name, acknowledged: 0 }
      }),
    )
    const count = { edits: 0, refused: 0 }
    const write = async (writer: number): Promise<void> => {
      for (let edit = 0; edit < edits; edit++) {
        for (;;) {
          const group = shared[Math.floor(Math.random() * groups)] as Shared
          const [reading, writing] = [0, 0].map(() => ways[Math.floor(Math.random() * ways.length)] as Way)
          const { tag, description } = await (reading as Way).read(group)
          const answer = await (writing as Way).write(group, String(Number(description || '0') + 1), tag)
          if (answer.status === 200) {
            group.acknowledged++
            count.edits++
            break
          }
          assert.equal(answer.status, 412, `${writer}: ${answer.text}`)
          count.refused++
        }
      }
    }
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
    for (const group of shared) assert.equal((await lox24.group(group.id)).description, String(group.acknowledged))
    assert.equal(count.edits, writers * edits)
    assert.ok(count.refused > 0)
    console.log(`# ${JSON.stringify(count)}`)
  })
})
