import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, invalid, startSimotel } from '../support/simotel.ts'
import { add, groups, numbersOf, read } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const update = 'autodialer/groups/update'

describe('a list that PHP sends as an object', () => {
  // The texts are those of PHP's json_encode: JavaScript would put their keys in order.
  const lists: readonly (readonly [title: string, text: string, numbers: string[]])[] = [
    ['one number', '{"0":"0912"}', ['0912']],
    ['what array_unique leaves', '{"0":"0912","2":"0913","5":"0914"}', ['0912', '0913', '0914']],
    ['what asort leaves', '{"2":"1","0":"2","1":"3"}', ['1', '2', '3']],
    ['a list that starts at 1', '{"1":"0912","2":"0913"}', ['0912', '0913']],
    ['a great key', '{"9007199254740991":"1","0":"2"}', ['1', '2']],
    ['white space', '{ "7" :\r\n"1"\t,\n"3"\n:"2" }', ['1', '2']],
    ['JSON numbers, repeats', '{"0":912,"1":"912","3":" ۹ "}', ['912', '9']],
  ]
  for (const [title, text, numbers] of lists) {
    test(`${title}: ${JSON.stringify(text)}`, async () => {
      const { _id } = await add(client, groups)
      await client.data(update, `{"_id":"${_id}","numbers":${text},"description":"a \\"1\\": , \\"2\\": b"}`)
      assert.deepEqual(await numbersOf(client, _id), numbers)
      assert.equal((await read(client, groups, _id))?.description, 'a "1": , "2": b')
      const made = await client.data<{ _id: string }>('autodialer/groups/add', `{"name":"php","numbers":${text}}`)
      assert.deepEqual(await numbersOf(client, made._id), numbers)
    })
  }

  test('of a hundred thousand numbers, read in another thread', async () => {
    const numbers = Array.from({ length: 100_000 }, (_, index) => `09${String((index * 7919) % 1_000_003)}`)
    const members = numbers.map((number, index) => `"${(numbers.length - index) * 2}":"${number}"`)
    const { _id } = await add(client, groups)
    await client.data(update, `{"_id":"${_id}","numbers":{${members.join()}}}`)
    assert.deepEqual(await numbersOf(client, _id), numbers)
  })

  const others = [
    '{}',
    '{"a":"1"}',
    '{"0":"1","a":"2"}',
    '{"00":"1"}',
    '{"01":"1"}',
    '{"-1":"1"}',
    '{"1.5":"1"}',
    '{"1e3":"1"}',
    '{"":"1"}',
    '{" 1":"1"}',
    '{"k1":"1"}',
    '{"9007199254740992":"1"}',
    '{"0":{"0":"1"}}',
    '{"0":"abc"}',
  ]
  for (const text of others) {
    test(`and an object that is none is refused: ${text}`, async () => {
      const { _id } = await add(client, groups)
      await client.refused(update, `{"_id":"${_id}","numbers":${text}}`, invalid('numbers'))
      await client.refused('autodialer/groups/add', `{"name":"n","numbers":${text}}`, invalid('numbers'))
      assert.deepEqual(await numbersOf(client, _id), ['1111', '2222', '3333'])
    })
  }
})
