import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { multipart, multipartType } from '../support/multipart.ts'
import {
  addAccount,
  assertRefused,
  Client,
  failed,
  invalid,
  operations,
  startSimotel,
  success,
} from '../support/simotel.ts'
import { add, contacts, groups, type Noun, numbersOf, read, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const { client: stranger } = await addAccount(server)

const nouns: readonly Noun[] = [groups, contacts, users]

for (const noun of nouns) {
  describe(`${noun.path}, with another account's credential`, () => {
    test('search sees none of it', async () => {
      const mine = await add(client, noun)
      for (const alike of [true, false]) {
        for (const conditions of [{}, { name: mine.name }]) {
          const answer = await stranger.call(`${noun.path}/search`, { status: 'all', alike, conditions })
          success(answer)
          assert.ok(!answer.text.includes(mine._id) && !answer.text.includes(String(mine.name)))
        }
      }
    })
    for (const verb of ['update', 'remove']) {
      test(`${verb} is answered as for an unknown id, and changes nothing`, async () => {
        const mine = await add(client, noun)
        const theirs = await stranger.call(`${noun.path}/${verb}`, { _id: mine._id, name: 'taken over' })
        assertRefused(theirs, 200, failed)
        const unknown = await stranger.call(`${noun.path}/${verb}`, { _id: '0'.repeat(24), name: 'taken over' })
        assert.equal(theirs.text, unknown.text)
        assert.equal(theirs.headers['dialbook-reason'], unknown.headers['dialbook-reason'])
        assert.deepEqual(await read(client, noun, mine._id), mine)
        if (noun === groups) assert.deepEqual(await numbersOf(client, mine._id), ['1111', '2222', '3333'])
      })
    }
    test('the same things may be added, each account its own', async () => {
      const fields = noun.fresh()
      await client.data(`${noun.path}/add`, fields)
      await stranger.data(`${noun.path}/add`, fields)
      const theirs = (await noun.rows(stranger)).filter((row) => row.name === fields.name)
      const ours = (await noun.rows(client)).filter((row) => row.name === fields.name)
      assert.deepEqual([theirs.length, ours.length], [1, 1])
      assert.notEqual(theirs[0]?._id, ours[0]?._id)
    })
  })
}

test("an uploaded file is its account's", async () => {
  const body = multipart({ name: 'file', filename: 'a.csv', content: '1\n2\n' })
  const answer = await client.call('autodialer/groups/upload', body, { headers: { 'Content-Type': multipartType } })
  const { filename } = success<{ filename: string }>(answer).data
  await stranger.refused('autodialer/groups/add', { name: 'n', filename }, invalid('filename'))
  await client.data('autodialer/groups/add', { name: 'n', filename })
})

describe('a credential that may do all but this', async () => {
  const allow = (rest: number) =>
    operations.filter((_, index) => index % 2 === rest).map((operation) => `/${operation}`)
  const halves = await Promise.all([0, 1].map((rest) => addAccount(server, { allow: allow(rest) })))
  for (const [index, operation] of operations.entries()) {
    test(operation, async () => {
      const [may, mayNot] = index % 2 === 0 ? halves : halves.toReversed()
      const denied = await mayNot?.client.call(operation, {})
      assertRefused(denied ?? assert.fail(), 403, `"/${operation}";Access denied`)
      const allowed = await may?.client.call(operation, {})
      assert.notEqual(allowed?.status, 403)
    })
  }
})
