import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, done, hexId, invalid, missing, startSimotel, success } from '../support/simotel.ts'
import {
  add,
  checkRule,
  type Fields,
  groups,
  injections,
  noText,
  numbersOf,
  type Rule,
  read,
} from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

const rules: readonly Rule[] = [
  {
    field: 'name',
    accepts: ['n', `<b>"&'\\;%_`, 'علی 😀', 'n'.repeat(255)],
    refuses: [...noText, '', 'n'.repeat(256), 'x'.repeat(100_000)],
    undecided: [...injections],
  },
  {
    field: 'description',
    accepts: ['', 'd', 'علی 😀', 'd'.repeat(1000)],
    refuses: [...noText, 'd'.repeat(1001)],
    cleared: { shown: '' },
    undecided: [...injections],
  },
]

describe('each field of a group', () => {
  test('numbers that are some hundred are answered as they are kept', async () => {
    const wanted = Array.from({ length: 300 }, (_, at) =>
      at % 3 === 0 ? `+98912${at}` : at % 3 === 1 ? `0${at}` : `*${at}#`,
    )
    const { _id } = await add(client, groups, {})
    const data = await client.data<Fields>('autodialer/groups/update', { _id, name: 'ن "1"', numbers: wanted })
    assert.deepEqual([data.numbers, data.count, data.name], [wanted, 300, 'ن "1"'])
    assert.deepEqual(await numbersOf(client, _id), wanted)
  })

  for (const rule of rules) test(rule.field, () => checkRule(client, groups, rule))

  test('numbers', async () => {
    const given: readonly (readonly [(string | number)[], string[]])[] = [
      [
        ['1111', '+989121234567', '*43#'],
        ['1111', '+989121234567', '*43#'],
      ],
      [
        [' 12 ', '۱۲۳', '٤٥٦'],
        ['12', '123', '456'],
      ],
      [
        ['3', '1', '2', '1', '۱', ' 3 '],
        ['3', '1', '2'],
      ],
      [
        ['1'.repeat(15), `*${'1'.repeat(29)}`],
        ['1'.repeat(15), `*${'1'.repeat(29)}`],
      ],
      [
        ['(021) 88-77.66', '1 2', '+49 (0) 30 1-2', '𝟏𝟐𝟑', '\u200e456\u200f', 'tel:+1-555;ext=5'],
        ['021887766', '12', '+493012', '123', '456', '+1555'],
      ],
      [
        [912, '0912', 0, 999_999_999_999_999, '912'],
        ['912', '0912', '0', '999999999999999'],
      ],
      [[], []],
    ]
    for (const [numbers, kept] of given) {
      const row = await add(client, groups, { numbers })
      assert.equal(row.count, kept.length)
      assert.deepEqual(await numbersOf(client, row._id), kept)
    }
    const { _id } = await add(client, groups)
    for (const [numbers, kept] of given) {
      const group = await client.data<Fields>('autodialer/groups/update', { _id, numbers })
      assert.deepEqual([group.numbers, group.count], [kept, kept.length])
      assert.equal((await read(client, groups, _id))?.count, kept.length)
    }
    await client.refused('autodialer/groups/update', `{"_id":"${_id}","numbers":[1e400]}`, invalid('numbers'))
    const before = await groups.rows(client)
    const good = ['1', '2']
    const bad = ['', ' ', '\u200e', 'abc', '1x2', '1\n2', '1\u00002', '1'.repeat(16), `*${'1'.repeat(30)}`, '9.1E+11']
    const two = ['09120000001/09120000002', '09120000001 09120000002', '0912,0913', '500;501']
    const refused = [
      null,
      '1111',
      5,
      true,
      {},
      { 0: '1', x: '2' },
      ...[1.5, -1, 2 ** 53, null, true, ['1'], {}, ...bad, ...two].map((n) => [...good, n]),
      [...good, Number.MAX_SAFE_INTEGER],
    ]
    for (const numbers of refused) {
      await client.refused('autodialer/groups/update', { _id, name: 'no', numbers }, invalid('numbers'))
      await client.refused('autodialer/groups/add', { name: 'no', numbers }, invalid('numbers'))
    }
    assert.deepEqual(await groups.rows(client), before)
  })
})

describe('required fields', () => {
  const cases = [
    { call: 'add', body: {}, message: missing('name') },
    { call: 'add', body: { numbers: ['x'], description: 5 }, message: missing('name') },
    { call: 'add', body: { name: '', numbers: ['x'] }, message: invalid('name') },
    { call: 'add', body: { description: 5, numbers: ['x'], name: 'n' }, message: invalid('numbers') },
    { call: 'add', body: { name: 'n', filename: 5 }, message: invalid('filename') },
    { call: 'update', body: { name: 'n' }, message: missing('_id') },
    { call: 'update', body: { name: 5 }, message: missing('_id') },
    { call: 'remove', body: {}, message: missing('_id') },
    { call: 'search', body: {}, message: missing('alike') },
    { call: 'search', body: { conditions: {}, pagination: 5 }, message: missing('alike') },
  ]
  for (const { call, body, message } of cases) {
    test(`${call} ${JSON.stringify(body)} → ${message}`, () =>
      client.refused(`autodialer/groups/${call}`, body, message))
  }
})

test('a group needs a name only; _id is new each time; unknown members are ignored', async () => {
  const body = { name: 'bare', unheard: 'of', count: 7, _id: '000000000000000000000000' }
  const first = await client.data<Fields>('autodialer/groups/add', body)
  const second = await client.data<Fields>('autodialer/groups/add', body)
  assert.deepEqual(Object.keys(first), ['_id'])
  assert.match(String(first._id), hexId)
  assert.notEqual(first._id, second._id)
  const row = await read(client, groups, String(first._id))
  assert.deepEqual({ ...row, date: '' }, { _id: first._id, name: 'bare', description: '', count: 0, date: '' })
})

describe('groups/update', () => {
  const keys = ['name', 'numbers', 'description', 'date', 'count']
  const start = { name: 'start', numbers: ['1', '2'], description: 'first' }
  const cases: readonly { readonly title: string; readonly change: Fields; readonly shown: Fields }[] = [
    { title: 'nothing', change: {}, shown: start },
    { title: 'only a name', change: { name: 'next' }, shown: { ...start, name: 'next' } },
    { title: 'only numbers', change: { numbers: ['9'] }, shown: { ...start, numbers: ['9'] } },
    { title: 'no numbers', change: { numbers: [] }, shown: { ...start, numbers: [] } },
    { title: 'only a description', change: { description: 'd' }, shown: { ...start, description: 'd' } },
    { title: 'null for the description', change: { description: null }, shown: { ...start, description: '' } },
    { title: 'unknown members', change: { count: 9, date: 5, columns: {} }, shown: start },
  ]
  for (const { title, change, shown } of cases) {
    test(`with ${title} answers the whole stored group`, async () => {
      const { _id } = await add(client, groups, start)
      const from = Date.now()
      const answer = await client.call('autodialer/groups/update', { _id, ...change })
      const envelope = success<Fields & { date: { $date: { $numberLong: string } } }>(answer)
      const { data } = envelope
      assert.equal(envelope.message, done)
      assert.deepEqual(Object.keys(data), keys)
      const ms = data.date.$date.$numberLong
      assert.equal(typeof ms, 'string')
      assert.ok(Number(ms) >= from - 1 && Number(ms) <= Date.now() + 1, `${ms} is not now`)
      const count = (shown.numbers as string[]).length
      assert.deepEqual({ ...data, date: 0 }, { ...shown, date: 0, count })
      assert.deepEqual(await numbersOf(client, _id), shown.numbers)
    })
  }
})
