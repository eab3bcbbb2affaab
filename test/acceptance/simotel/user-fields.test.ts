import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  addKey,
  Client,
  done,
  invalid,
  missing,
  startSimotel,
  taken,
  unique,
  uniqueNumber,
} from '../support/simotel.ts'
import { add, checkRule, read, remove, users } from '../support/things.ts'
import { forwards, userRules } from '../support/user-rules.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))

describe('each field of a user', () => {
  for (const rule of userRules) test(rule.field, () => checkRule(client, users, rule))
})

test('a forward policy is changed target by target', async () => {
  const { _id } = await add(client, users, { forward_policy: forwards })
  await client.data('pbx/users/update', { _id, forward_policy: { 'No Answer': '1' } })
  assert.deepEqual((await read(client, users, _id))?.forward_policy, { ...forwards, 'No Answer': '1' })
  await client.data('pbx/users/update', { _id, forward_policy: {} })
  await client.data('pbx/users/update', { _id, forward_policy: [] }) // PHP's empty map
  assert.deepEqual((await read(client, users, _id))?.forward_policy, { ...forwards, 'No Answer': '1' })
  await remove(client, users, _id)
})

test('a field that is absent in an update keeps its value, whatever it is', async () => {
  const given = { email: 'a@b.example', description: 'here', call_limit: '4', trunk: 'yes', transfer: 'mediaonly' }
  const before = await add(client, users, { ...given, port: '5070', nat: 'yes', forward_policy: forwards })
  await client.data('pbx/users/update', { _id: before._id, name: 'renamed' })
  const { date, ...row } = (await read(client, users, before._id)) ?? assert.fail('gone')
  assert.deepEqual({ ...row, date: before.date }, { ...before, name: 'renamed' })
  assert.ok(date >= before.date)
  await remove(client, users, before._id)
})

describe('required fields', () => {
  const valid = { name: 'n', number: '3000', secret: 'Sip-Secret-0' }
  const cases = [
    { title: 'nothing at all', body: {}, field: 'name' },
    { title: 'only a name', body: { name: 'n' }, field: 'number' },
    { title: "what n8n's node sends", body: { name: 'n', user_type: 'SIP', active: 'yes' }, field: 'number' },
    { title: 'no secret', body: { name: 'n', number: '3000' }, field: 'secret' },
    { title: 'no secret, and a bad port', body: { name: 'n', number: '3000', port: 'x' }, field: 'secret' },
    { title: 'no name', body: { number: '3000', secret: 's' }, field: 'name' },
  ]
  for (const { title, body, field } of cases) {
    test(`add with ${title} → ${missing(field)}`, () => client.refused('pbx/users/add', body, missing(field)))
  }
  test('update without _id, and with a bad field', () =>
    client.refused('pbx/users/update', { port: 'x' }, missing('_id')))
  test('remove without _id', () => client.refused('pbx/users/remove', {}, missing('_id')))
  test('bad fields are reported in the documented order', async () => {
    await client.refused('pbx/users/add', { ...valid, port: 'x', active: 'x' }, invalid('active'))
    await client.refused('pbx/users/add', { ...valid, more_options: 5, dtmfmode: 'x' }, invalid('dtmfmode'))
    await client.refused('pbx/users/add', { ...valid, email: 'x', secret: '' }, invalid('secret'))
  })
})

test('unknown members are ignored', async () => {
  const row = await add(client, users, { unheard: { of: ['x'] }, queues: ['q'], date: 'yesterday', mapped: 5 })
  assert.deepEqual(row.queues, [])
  assert.ok(!('unheard' in row) && !('mapped' in row))
  await client.data('pbx/users/update', { _id: row._id, unheard: null, date: 5, name: 'still fine' })
  assert.equal((await read(client, users, row._id))?.name, 'still fine')
  await remove(client, users, row._id)
})

test('a number is unique: by add, by update, and free again after remove', async () => {
  const first = await add(client, users)
  const second = await add(client, users)
  await client.refused('pbx/users/add', { ...users.fresh(), number: first.number }, taken)
  await client.refused('pbx/users/update', { _id: second._id, number: first.number, name: 'no' }, taken)
  assert.deepEqual(await read(client, users, second._id), second)
  await client.data('pbx/users/update', { _id: first._id, number: first.number })
  await remove(client, users, first._id)
  await client.data('pbx/users/update', { _id: second._id, number: first.number })
  await remove(client, users, second._id)
})

test('a user whose number was changed is found by the new one only', async () => {
  const row = await add(client, users)
  const number = uniqueNumber()
  await client.data('pbx/users/update', { _id: row._id, number, name: unique('moved ') })
  const found = (wanted: unknown) =>
    client.data<unknown[]>('pbx/users/search', { alike: false, conditions: { number: wanted } })
  assert.equal((await found(number)).length, 1)
  assert.deepEqual(await found(row.number), [])
  await remove(client, users, row._id)
})

test('of many that ask for one number at once, one gets it; the others fail alone', async () => {
  const number = uniqueNumber()
  const bodies = Array.from({ length: 60 }, (_, index) => ({
    ...users.fresh(),
    ...(index % 2 === 0 ? { number } : {}),
  }))
  const answers = await Promise.all(bodies.map((body) => client.call('pbx/users/add', body)))
  const messages = (parity: number) =>
    answers
      .filter((_, index) => index % 2 === parity)
      .map(({ text }) => (JSON.parse(text) as { message: string }).message)
  assert.equal(messages(0).filter((message) => message === taken).length, 29)
  assert.deepEqual(new Set(messages(1)), new Set([done]))
  const found = await client.data<unknown[]>('pbx/users/search', { alike: false, conditions: { number } })
  assert.equal(found.length, 1)
})
