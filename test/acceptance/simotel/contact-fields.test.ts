import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, invalid, missing, startSimotel } from '../support/simotel.ts'
import { add, checkRule, contacts, injections, noText, type Rule, read, remove } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

const rules: readonly Rule[] = [
  {
    field: 'name',
    accepts: ['n', `<b>"&'\\;%_`, 'علی 😀', 'n'.repeat(255)],
    refuses: [...noText, '', 'n'.repeat(256)],
    undecided: [...injections],
  },
  {
    field: 'number',
    accepts: [
      ...['1', '+989121234567', '*43#', '1'.repeat(15)],
      ...[
        [' 112 ', '112'],
        ['۱۲۳', '123'],
        ['٤٥٦', '456'],
        ['1 2', '12'],
        ['\u202a+98 (0) 912-111\u202c', '+98912111'],
        ['𝟏𝟐', '12'],
      ].map(([given, shown]) => ({ given, shown })),
    ],
    refuses: [...noText, ...injections, '', '  ', 'abc', '1'.repeat(16), '0912/0913', '1\n2'],
  },
  {
    field: 'description',
    accepts: ['', 'd', 'علی 😀', 'd'.repeat(1000)],
    refuses: [...noText, 'd'.repeat(1001)],
    cleared: { shown: '' },
    undecided: [...injections],
  },
]

describe('each field of a contact', () => {
  for (const rule of rules) test(rule.field, () => checkRule(client, contacts, rule))
})

describe('required fields', () => {
  const cases = [
    { call: 'add', body: {}, message: missing('name') },
    { call: 'add', body: { name: 'n' }, message: missing('number') },
    { call: 'add', body: { number: '1' }, message: missing('name') },
    { call: 'add', body: { name: 'n', description: 5 }, message: missing('number') },
    { call: 'update', body: { name: 'n' }, message: missing('_id') },
    { call: 'remove', body: {}, message: missing('_id') },
    { call: 'search', body: {}, message: missing('alike') },
  ]
  for (const { call, body, message } of cases) {
    test(`${call} ${JSON.stringify(body)} → ${message}`, () =>
      client.refused(`autodialer/contacts/${call}`, body, message))
  }
  test('bad fields are reported in the documented order', () =>
    client.refused('autodialer/contacts/add', { description: 5, number: 'x', name: '' }, invalid('name')))
})

test('a field that is absent in an update keeps its value; unknown members are ignored', async () => {
  const before = await add(client, contacts, { unheard: 'of' })
  assert.deepEqual(Object.keys(before), ['_id', 'name', 'number', 'description', 'date'])
  await client.data('autodialer/contacts/update', { _id: before._id, number: '77', unheard: null })
  const now = await read(client, contacts, before._id)
  assert.deepEqual({ ...now, date: before.date }, { ...before, number: '77' })
  await remove(client, contacts, before._id)
  assert.equal(await read(client, contacts, before._id), undefined)
})

test('neither names nor numbers of contacts are unique', async () => {
  const first = await add(client, contacts)
  const second = await add(client, contacts, { name: first.name, number: first.number })
  assert.notEqual(second._id, first._id)
})
