import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { addAccount, addKey, Client, failed, invalid, missing, startSimotel } from '../support/simotel.ts'
import { injections } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const path = 'autodialer/trunks'

interface Row {
  readonly _id: string
  readonly title: string
  readonly active_times: Readonly<Record<string, readonly string[]>>
  readonly [member: string]: unknown
}

const rows = (conditions: object = {}, alike: unknown = false, by = client) =>
  by.data<Row[]>(`${path}/search`, { alike, conditions })
const row = async (_id: string) => (await rows()).find((each) => each._id === _id) ?? assert.fail()
let made = 0
/** Makes a trunk manager by the command line: the vendor's API has no call for it. */
const add = async (...options: string[]): Promise<Row> => {
  const title = `manager ${++made}`
  await server.cli('trunk-manager', 'add', title, '--account', 'acme', '--trunk', 'provider', ...options)
  return (await rows({ title }))[0] ?? assert.fail()
}
await server.cli('trunk', 'set', 'provider', '--host', '192.0.2.1')

test('a search shows the settings, the trunk and the hours', async () => {
  const [trunk] = await client.data<{ _id: string }[]>('pbx/trunks/search', { alike: true })
  const { _id, date, ...shown } = await add(
    ...['--capacity', '50', '--interval', '0.25', '--ready-numbers', '7', '--inactive'],
    ...['--hours', 'fri 09:30-11:10; sat 22:00-02:00', '--time-zone', 'Europe/Berlin'],
  )
  assert.match(_id, /^[0-9a-f]{24}$/)
  assert.match(String(date), /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
  assert.deepEqual(shown, {
    ...{ title: shown.title, trunk_id: { $oid: trunk?._id }, status: 'inactive' },
    active_times: { 5: ['9', '10', '11'], 6: ['22', '23'], 7: ['0', '1'] },
    ...{ capacity: '50', dial_interval: '0.25', wait_cache_length: '7' },
    ...{ current_capacity: 0, current_wait_cache_length: 0 },
  })
})

test('hours that nobody has set are all hours', async () => {
  const { active_times } = await add()
  assert.deepEqual(Object.keys(active_times), ['1', '2', '3', '4', '5', '6', '7'])
  for (const hours of Object.values(active_times)) assert.deepEqual([hours.length, hours.at(-1)], [24, '23'])
})

test('a search finds by a part of the title, or by all of it, in the own account only', async () => {
  await add()
  const found = async (alike: unknown, title: string) => (await rows({ title }, alike)).map((each) => each.title)
  assert.deepEqual(await found('true', 'MANAGER 2'), ['manager 2'])
  assert.deepEqual(await found('false', 'manager'), [])
  assert.equal((await found(true, '')).length, made)
  await client.refused(`${path}/search`, { conditions: {} }, missing('alike'))
  await client.refused(`${path}/search`, { alike: true, conditions: { title: 5 } }, invalid('title'))
  assert.deepEqual(await rows({}, true, (await addAccount(server)).client), [])
})

describe('an update', () => {
  const fields: Readonly<Record<string, { accepts: readonly unknown[]; refuses: readonly unknown[] }>> = {
    title: { accepts: ['مدیر 😀', 'x'.repeat(100)], refuses: ['', 'x'.repeat(101), 5, ...injections] },
    status: { accepts: ['inactive', 'active'], refuses: ['', 'Active', 'yes', true, 1] },
    capacity: { accepts: ['1', 50, '10000'], refuses: ['', '0', 0, '10001', 10_001, -1, 1.5, '1.5', 'x', true] },
    wait_cache_length: { accepts: ['1', 100, '10000'], refuses: ['', '0', '10001', -1, 'x', true] },
    dial_interval: { accepts: ['0', 1, '0.5', '3600'], refuses: ['', '-1', '3601', 3601, '1s', true] },
  }
  for (const [field, { accepts, refuses }] of Object.entries(fields)) {
    test(`of ${field}`, async () => {
      const { _id } = await add()
      for (const value of accepts) {
        const before = await row(_id)
        await client.data(`${path}/update`, { _id, [field]: value })
        assert.deepEqual(await row(_id), { ...before, date: (await row(_id)).date, [field]: String(value) })
      }
      const before = await row(_id)
      for (const value of [...refuses, null, [], {}, ['1']]) {
        await client.refused(`${path}/update`, { _id, [field]: value }, invalid(field))
      }
      assert.deepEqual(await row(_id), before)
    })
  }

  test('leaves what is absent, and the hours and the trunk that are sent back', async () => {
    const before = await add('--hours', 'mon 09:30-10:00')
    await client.data(`${path}/update`, { _id: before._id })
    await client.data(`${path}/update`, { ...before, active_times: {}, trunk_id: 'x', capacity: '9' })
    const { date: _, ...after } = await row(before._id)
    const { date: __, ...shown } = before
    assert.deepEqual(after, { ...shown, capacity: '9' })
  })

  test('names the trunk manager by `_id` or `id`, an id or a title', async () => {
    const { _id, title } = await add()
    const named = [{ _id }, { id: _id }, { id: title }, { _id: title }, { _id: _id.toUpperCase(), id: 'nonsense' }]
    for (const [index, name] of named.entries()) {
      await client.data(`${path}/update`, { ...name, capacity: String(index + 10) })
      assert.equal((await row(_id)).capacity, String(index + 10), JSON.stringify(name))
    }
    for (const wrong of ['0'.repeat(24), 'nobody', '', 5, null, [_id], { $oid: _id }]) {
      await client.refused(`${path}/update`, { _id: wrong, capacity: '1' }, failed)
      await client.refused(`${path}/update`, { id: wrong, capacity: '1' }, failed)
    }
    await client.refused(`${path}/update`, { capacity: '1' }, missing('_id'))
  })

  test('does not give two of them one title', async () => {
    const [one, other] = [await add(), await add()]
    await client.refused(`${path}/update`, { _id: other._id, title: one.title }, failed)
  })

  test('is one change, which an undo takes back', async () => {
    const before = await add()
    await client.data(`${path}/update`, { _id: before._id, title: 'another', capacity: '99', status: 'inactive' })
    const [last] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
    await server.cli('changes', 'undo', String(last?.number))
    assert.deepEqual(await row(before._id), before)
  })

  test('reaches no trunk manager of another account', async () => {
    const { _id, title } = await add()
    const stranger = (await addAccount(server)).client
    for (const name of [{ _id }, { id: title }]) {
      await stranger.refused(`${path}/update`, { ...name, capacity: '1' }, failed)
    }
  })
})

test('the verbs and paths of version 3 and of the hosted PBX are answered', async () => {
  const { _id, title } = await add()
  const headers = { ...client.headers, 'content-type': 'application/json' }
  const ask = async (method: string, to: string, body: object) =>
    JSON.parse((await send(server, { method, path: to, headers, body: JSON.stringify(body) })).text)
  const search = { alike: false, conditions: { title } }
  assert.equal((await ask('PUT', '/api/v3/autodialer/trunks', { _id, capacity: '3' })).success, 1)
  assert.equal((await ask('PUT', '/api/v3/autodialer/trunks/update', { _id, dial_interval: '2' })).success, 1)
  assert.equal((await ask('GET', '/api/v3/autodialer/trunks', search)).data[0].capacity, '3')
  assert.equal((await ask('POST', '/api/v4.1/autodialer/trunks/search', search)).data[0].dial_interval, '2')
})

test('a key needs the path of the call', async () => {
  const searching = new Client(server, await addKey(server, 'acme', { allow: ['/autodialer/trunks/search'] }))
  assert.ok((await rows({}, true, searching)).length > 0)
  const answer = await searching.call(`${path}/update`, { _id: '0'.repeat(24) })
  assert.equal(answer.status, 403)
})
