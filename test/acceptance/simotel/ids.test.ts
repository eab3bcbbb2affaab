import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, failed, invalid, missing, startSimotel } from '../support/simotel.ts'
import { add, contacts, groups, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

describe('ids', () => {
  const body = { name: 'n', number: '1' }
  const calls = [groups, contacts, users].flatMap((noun) =>
    ['update', 'remove'].map((verb) => ({ noun, call: `${noun.path}/${verb}` })),
  )
  const ids = [
    '000000000000000000000000',
    'ffffffffffffffffffffffff',
    '603b',
    'x'.repeat(24),
    '',
    '1',
    '%',
    'a'.repeat(9000),
  ]
  for (const { noun, call } of calls) {
    test(`${call}: unknown and malformed ids get one answer`, async () => {
      for (const _id of [...ids, '../../etc', "' or 1=1 --", 'a\u0000b']) {
        await client.refused(call, { ...body, _id }, failed)
      }
    })
    test(`${call}: a value that is no text is no id`, async () => {
      for (const _id of [5, true, [], {}, { $ne: '' }, null]) {
        const answer = await client.call(call, { ...body, _id })
        assert.equal(answer.status, 200)
        const { message } = JSON.parse(answer.text) as { message: string }
        assert.ok([failed, invalid('_id'), missing('_id')].includes(message), `${JSON.stringify(_id)} → ${answer.text}`)
      }
    })
    test(`${call}: a thing that was removed is unknown`, async () => {
      const { _id } = await add(client, noun)
      await client.data(`${noun.path}/remove`, { _id })
      await client.refused(call, { ...body, _id }, failed)
    })
  }
})
