import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import { assertRefused, basic, Client, failed, missing, startSimotel, success } from '../support/simotel.ts'
import { addManager, campaignsBy, type Fields, type Row, read } from '../support/things.ts'
import { wavOf } from '../support/wav.ts'

/*
 * What published programs send, and what they read of the answers: facts of docs/wire/simotel.md §7. None of their code is here.
 */

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const manager = await addManager(client, 'acme', '02191303473')

describe('a voice message by a campaign, as NovinTarhPars/SimotelSendVoiceMessage sends it', () => {
  // Each request is by curl from PHP, with both credentials, below this address.
  const base = '/api/v3/autodialer/'
  const { 'Content-Type': _, ...signedIn } = client.headers
  const ask = async <T>(method: string, path: string, body: string | Buffer, type = 'application/json'): Promise<T> => {
    const headers = { ...signedIn, 'Content-Type': type, Accept: '*/*' }
    return success<T>(await send(server, { method, path: base + path, headers, body })).data
  }
  const json = <T>(method: string, path: string, body: Fields) => ask<T>(method, path, JSON.stringify(body))
  /** The file of a form of PHP has a name without an ending. */
  const upload = () => {
    const file = { name: 'file', filename: '/tmp/phpYzdqkD', content: wavOf() }
    return ask<{ filename: string }>('POST', 'announcements/upload', multipart(file), multipartType)
  }
  const findSound = (name: string) => json<Row[]>('GET', 'announcements', { alike: 'true', conditions: { name } })

  async function sendMessage(name: string, numbers: readonly string[]): Promise<string> {
    const [trunk] = await json<Row[]>('GET', 'trunks/search', { alike: 'true', conditions: { title: '02191303473' } })
    const found = await findSound(name)
    const { filename } = await upload()
    const [known] = found
    if (known) await json('PUT', 'announcements', { _id: known._id, name: 'ttt', filename, description: '' })
    const sound = known ?? (await json<Row>('POST', 'announcements', { name, filename, description: '' }))
    const { _id } = await json<Row>('POST', 'campaigns', {
      ...{ name: 'Xk3fPq9LmZ', trunk_manager_id: trunk?._id, interface_context: 'auto', interface_text: '', numbers },
      ...{ groups: [], try_interval: '600', try: 1, start: '2026-11-28 09:30', end: '2026-11-28 11:00' },
      ...{ announcement: sound._id, description: 'this campain create by api', count: 1 },
    })
    return _id
  }

  test('with a new announcement, and with one that is there', async () => {
    const first = await read(client, campaignsBy(manager), await sendMessage('reminder', ['09121112233']))
    const [sound] = await findSound('reminder')
    assert.ok(sound)
    const { _id, date, ...row } = first ?? assert.fail()
    assert.deepEqual(row, {
      ...{ name: 'Xk3fPq9LmZ', trunk_manager_id: manager, interface_context: 'auto', interface_text: '' },
      ...{ numbers: ['09121112233'], groups: [], try_interval: '600', try: '1', start: '1405-09-07 09:30:00' },
      ...{ end: '1405-09-07 11:00:00', announcement: sound._id, description: 'this campain create by api', count: 1 },
      ...{ repeat: 1, status: 'waiting' },
      isoStart: { $date: { $numberLong: String(Date.UTC(2026, 10, 28, 6)) } },
      isoEnd: { $date: { $numberLong: String(Date.UTC(2026, 10, 28, 7, 30)) } },
    })
    const second = await read(client, campaignsBy(manager), await sendMessage('reminder', ['09121112244', '0912']))
    assert.deepEqual([second?.announcement, second?.count], [sound._id, 2])
    assert.equal((await findSound('ttt'))[0]?._id, sound._id)
  })

  test('finds, changes and removes it with the bodies of its other calls', async () => {
    const _id = await sendMessage('other', ['1'])
    const pagination = { start: 0, count: 20, sorting: 'asc' }
    const conditions = { name: '', description: '', status: '', pagination }
    const found = await json<{ data: Row[] }>('GET', 'campaigns', { alike: 'true', conditions })
    assert.ok(found.data.some((row) => row._id === _id))
    const changed = {
      ...{ _id, name: 'n', trunk_manager_id: manager, interface_context: 'auto', interface_text: '', numbers: [] },
      ...{ groups: [], try_interval: '600', try: '1', start: '2021-02-19 15:17', end: '2021-02-23 15:17' },
      ...{ announcement: '', description: '', count: 3 },
    }
    assert.deepEqual(await json('PUT', 'campaigns', changed), { count: 0 })
    assert.deepEqual((await read(client, campaignsBy(manager), _id))?.numbers, [])
    assert.equal(await json('DELETE', 'campaigns', { _id }), '')
  })
})

test('the click-to-call extension gets JSON with a message, also where it cannot call', async () => {
  const body = {
    caller: '101',
    callee: '0912',
    context: 'main_routing',
    caller_id: '101',
    timeout: '60',
    trunk_name: '',
  }
  const answer = await client.call('call/originate/act', body)
  assertRefused(answer, 200, failed)
  const cloud = { path: '/api/v4.1/call/originate/act', headers: { 'X-APIKEY': 'wrong' } }
  const refused = await client.call('', body, cloud)
  assert.equal(refused.status, 401)
  assert.equal(typeof JSON.parse(refused.text).message, 'string')
})

describe("n8n's node", () => {
  // The base address has no slash at its end, and the token goes with both headers.
  const headers = { 'X-APIKEY': client.key.token, Authorization: `Basic ${basic(client.key)}` }
  test('is told what a user lacks', async () => {
    const answer = await client.call('pbx/users/add', { name: 'n', user_type: 'SIP', active: 'yes' }, { headers })
    assertRefused(answer, 200, missing('number'))
  })
  test('is told that polls are not served', async () => {
    const body = { conditions: { from: '', to: '' }, date_range: {}, pagination: { start: 0, count: 20 } }
    assertRefused(await client.call('reports/poll/search', body, { headers }), 501, 'Requested service dose not exist')
  })
})

test('a client that sends PUT for every call reads the reports so too, and one of version 3 by GET', async () => {
  for (const [method, path] of [
    ['PUT', 'search'],
    ['GET', 'search'],
    ['GET', ''],
    ['PUT', 'ordered/id'],
    ['GET', 'ordered/id'],
  ]) {
    for (const base of ['/api/v3/autodialer/reports', '//api//v3/autodialer/reports']) {
      const message = { method: String(method), path: path ? `${base}/${path}` : base, headers: client.headers }
      const answer = await send(server, { ...message, body: '{"alike":"true","conditions":[]}' })
      assert.deepEqual(success<{ data: unknown }>(answer).data.data, [])
    }
  }
})
