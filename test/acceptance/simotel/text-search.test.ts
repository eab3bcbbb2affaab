import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { addAccount, startSimotel } from '../support/simotel.ts'
import { add, contacts, groups, type Pages } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())

const names = ['علي رضا ۱۲', 'می\u200cخواهم', 'کتاب', 'E\u0301COLE', '50%_\\', '"AND" (x)', 'Ｇｒｏｕｐ', 'Group 12']

/** What a search for a text finds, in the order of the names above. */
const found: Readonly<Record<string, readonly number[]>> = {
  علی: [0],
  'رضا 12': [0],
  '٢': [0, 7],
  میخواهم: [1],
  '\u0643تاب': [2],
  école: [3],
  '%': [4],
  '_\\': [4],
  '"and"': [5],
  group: [6, 7],
  GROUP: [6, 7],
  'p 1': [7],
  '%1': [],
  أ: [],
  // Nobody can see what is looked for: a name that has it is not found by it, and no other.
  '\u200b': [],
  '\u200c': [],
  '\u200e\u0640': [],
  'می\u200b': [1],
}

for (const noun of [groups, contacts]) {
  describe(`alike in ${noun.path}`, () => {
    it('finds every spelling, and keeps what was written', async () => {
      const { client } = await addAccount(server)
      const { client: other } = await addAccount(server)
      for (const [at, name] of names.entries()) {
        await add(client, noun, noun === groups ? { name } : { name, number: String(at + 1) })
        await add(other, noun, noun === groups ? { name } : { name, number: String(at + 1) })
      }
      for (const [text, wanted] of Object.entries(found)) {
        const { data, pagination } = await client.data<Pages>(`${noun.path}/search`, {
          alike: true,
          conditions: { name: text },
        })
        assert.deepEqual(data.map(({ name }) => name).sort(), wanted.map((at) => names[at]).sort(), text)
        assert.equal(pagination.total, wanted.length)
      }
      const exactly = await client.data<Pages>(`${noun.path}/search`, {
        alike: false,
        conditions: { name: 'علی رضا ۱۲' },
      })
      assert.deepEqual(exactly.data, [])
    })
  })
}

describe('alike', () => {
  it('follows what groups are called', async () => {
    const { client } = await addAccount(server)
    const total = async (name: string) =>
      (await client.data<Pages>('autodialer/groups/search', { alike: true, conditions: { name } })).pagination.total
    const { _id } = await add(client, groups, { name: 'Spring', description: 'old' })
    assert.equal(await total('PRIN'), 1)
    await client.data('autodialer/groups/update', { _id, name: 'Winter' })
    assert.deepEqual([await total('prin'), await total('int')], [0, 1])
    const inDescription = { alike: true, conditions: { description: 'OL' } }
    assert.equal((await client.data<Pages>('autodialer/groups/search', inDescription)).pagination.total, 1)
    await client.data('autodialer/groups/remove', { _id })
    assert.equal(await total('int'), 0)
  })
})
