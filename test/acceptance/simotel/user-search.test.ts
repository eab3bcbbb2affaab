import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { jalaliBetween } from '../support/jalali.ts'
import { addAccount, addKey, Client, invalid, missing, startSimotel, success, unique } from '../support/simotel.ts'
import { add, type Row, read, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

describe('users/search', () => {
  test('an empty book answers an empty array', async () => {
    const { client: stranger } = await addAccount(server)
    const answer = await stranger.call('pbx/users/search', { alike: true, conditions: {} })
    assert.equal(answer.text, '{"success":1,"message":"","data":[]}')
  })

  test('a user that was added with the required fields only shows every member, in order', async () => {
    const { client: stranger } = await addAccount(server)
    const from = Date.now()
    const { _id } = await stranger.data<{ _id: string }>('pbx/users/add', { name: 'U', number: '1', secret: 'x' })
    const dates = jalaliBetween(from, Date.now())
    const answer = await stranger.call('pbx/users/search', { status: 'all', alike: true, conditions: {} })
    const row = success<Row[]>(answer).data[0] ?? assert.fail('no row')
    assert.ok(dates.includes(row.date), `${row.date} is none of ${dates}`)
    const wanted = {
      ...{ _id, user_type: 'SIP', active: 'yes', call_record: 'no', push_notification: 'no', name: 'U', number: '1' },
      ...{ cid_number: '', secret: '******', deny: '0.0.0.0/0.0.0.0', permit: '0.0.0.0/0.0.0.0', dtmfmode: 'rfc2833' },
      ...{ context: 'main_routing', host: 'dynamic', type: 'friend', port: '5060', qualify: 'no', email: '' },
      ...{ forward_policy: { Busy: '', 'No Answer': '', UnAvailable: '', All: '' }, more_options: '' },
      ...{ canreinvite: 'no', directmedia: 'no', nat: 'no', callgroup: '1', pickupgroup: '1', callcounter: 'no' },
      ...{ faxdetect: 'no', call_limit: '', description: '', date: row.date, queues: [] },
    }
    assert.equal(answer.text, JSON.stringify({ success: 1, message: '', data: [wanted] }))
  })
})

describe('conditions', { concurrency: false }, () => {
  const stem = unique('Stem%_')
  const given = [`${stem}one`, `${stem}ONE two`, `x${stem.toLowerCase()}one`]
  const made = (async () => {
    const rows: Row[] = []
    for (const name of given) rows.push(await add(client, users, { name, number: unique('4400') }))
    return rows
  })()
  const names = async (body: unknown) =>
    (await client.data<Row[]>('pbx/users/search', body)).map((row) => row.name).sort()

  for (const alike of ['true', true, 1, 'yes']) {
    test(`alike ${JSON.stringify(alike)} finds the text anywhere, whatever its case`, async () => {
      const all = (await made).map((row) => row.name).sort()
      assert.deepEqual(await names({ status: 'all', alike, conditions: { name: `${stem}on` } }), all)
    })
  }
  for (const alike of [false, 'false', 0, 'no']) {
    test(`alike ${JSON.stringify(alike)} finds the equal text`, async () => {
      await made
      assert.deepEqual(await names({ alike, conditions: { name: `${stem}one` } }), [`${stem}one`])
      assert.deepEqual(await names({ alike, conditions: { name: `${stem}on` } }), [])
    })
  }
  test('conditions are joined by and; an empty one does not count', async () => {
    const [first, second] = await made
    const both = { name: stem, number: first?.number, mapped: '' }
    assert.deepEqual(await names({ status: 'all', alike: true, conditions: both }), [first?.name])
    const none = { name: first?.name, number: second?.number }
    assert.deepEqual(await names({ status: 'all', alike: false, conditions: none }), [])
  })
  for (const wild of ['%', '_', '.', '.*', '*', '\\', "'", '"', 'Stem.%', '[a-z]', '?', '^', '$', '😀']) {
    test(`${wild} is a character like any other`, async () => {
      const wanted = { status: 'all', alike: true, conditions: { name: wild } }
      const all = (await client.data<Row[]>('pbx/users/search', { alike: true, conditions: {} })).map((row) => row.name)
      assert.deepEqual(await names(wanted), all.filter((name) => String(name).includes(wild)).sort())
    })
  }
  test('alike knows the case of letters that are not English', async () => {
    const name = unique('ÉCOLE ÇA ΩМИР ')
    await add(client, users, { name })
    assert.deepEqual(await names({ status: 'all', alike: true, conditions: { name: name.toLowerCase() } }), [name])
    assert.deepEqual(await names({ status: 'all', alike: false, conditions: { name: name.toLowerCase() } }), [])
  })
  test('status mapped, and a mapped condition, find none', async () => {
    await made
    assert.deepEqual(await names({ status: 'mapped', alike: true, conditions: {} }), [])
    assert.deepEqual(await names({ status: 'all', alike: true, conditions: { mapped: '100' } }), [])
  })
})

describe('users/search refuses', () => {
  const cases: readonly (readonly [body: unknown, message: string])[] = [
    [{}, missing('alike')],
    [{ conditions: { name: 'x' } }, missing('alike')],
    [{ alike: 'banana', conditions: {} }, invalid('alike')],
    [{ alike: [], conditions: {} }, invalid('alike')],
    [{ alike: 'بله' }, invalid('alike')],
    [{ alike: true, status: 'همه' }, invalid('status')],
    [{ alike: true, conditions: 'x' }, invalid('conditions')],
    [{ alike: true, status: 'banana' }, invalid('status')],
    [{ alike: true, conditions: { name: null } }, invalid('name')],
    [{ alike: true, conditions: { number: 5 } }, invalid('number')],
  ]
  for (const [body, message] of cases) {
    test(`${JSON.stringify(body)} → ${message}`, () => client.refused('pbx/users/search', body, message))
  }
})

describe('the secret', () => {
  test('is shown only to a credential that may see it, and survives its own mask', async () => {
    const revealing = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))
    const secret = unique('Sip-Secret-of-')
    const { _id } = await add(client, users, { secret })
    const seen = async (by: Client) => (await read(by, users, _id))?.secret
    assert.equal(await seen(client), '******')
    assert.equal(await seen(revealing), secret)
    await client.data('pbx/users/update', { _id, secret: '******', name: 'masked' })
    assert.equal(await seen(revealing), secret)
    await client.data('pbx/users/update', { _id, number: unique('5500') })
    assert.equal(await seen(revealing), secret)
    const other = unique('Sip-Secret-of-')
    await client.data('pbx/users/update', { _id, secret: other })
    assert.equal(await seen(revealing), other)
    assert.equal(await seen(client), '******')
  })
  test('the mask is no secret for a new user', () =>
    client.refused('pbx/users/add', { ...users.fresh(), secret: '******' }, invalid('secret')))
})
