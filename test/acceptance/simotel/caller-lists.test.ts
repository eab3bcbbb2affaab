import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { jalaliBetween } from '../support/jalali.ts'
import {
  addAccount,
  addKey,
  assertRefused,
  Client,
  done,
  failed,
  invalid,
  missing,
  startSimotel,
  success,
  taken,
  unique,
} from '../support/simotel.ts'
import {
  add,
  blacklist,
  checkRule,
  injections,
  type Noun,
  noText,
  type Row,
  type Rule,
  read,
  remove,
  whitelist,
} from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const lists: readonly Noun[] = [blacklist, whitelist]

const number: Rule = {
  field: 'number',
  accepts: [
    ...['557', '0', '09121112233', '+989121112233', '1'.repeat(15)],
    ...[
      [' 0912 111 22 33 ', '09121112233'],
      ['۰۹۱۲۱۱۱۲۲۳۳', '09121112233'],
      ['\u202a+98 912 111 2233\u202c', '+989121112233'],
      ['tel:+1-555-555-0100;ext=55', '+15555550100'],
      [5570, '5570'],
    ].map(([given, shown]) => ({ given, shown })),
  ],
  refuses: [
    ...noText.filter((each) => each !== 5),
    ...injections,
    ...['', ' ', 'abc', '+', '*43#', '0912*******', '_09XX.', '0912X', '0912%', "0912' or '1'='1"],
    ...['1'.repeat(16), '09120000001/09120000002', '0912,0913', '2026-11-26', '10.0.0.1', 'x'.repeat(100_000)],
    ...[-1, 1.5, 2 ** 53, 1e300],
  ],
}

const comment: Rule = {
  field: 'comment',
  accepts: ['', 'c', `<b>"&'\\;%_`, 'علی 😀', 'c'.repeat(1000), '😀'.repeat(1000)],
  refuses: [...noText, ...injections, 'c'.repeat(1001), '\ud800'],
  cleared: { shown: '' },
}

const label = '😀'.repeat(64)
const twenty = Array.from({ length: 20 }, (_, index) => `label ${index}`)
const labels: Rule = {
  field: 'labels',
  accepts: [
    ...[[], ['test'], ['b', 'a'], [label], [`<b>"&'\\;[%_]`], twenty].map((given) => ({ given, shown: given })),
    { given: ['a', 'b', 'a'], shown: ['a', 'b'] },
    { given: { '0': 'a', '2': 'b' }, shown: ['a', 'b'] },
    { given: {}, shown: [] },
  ],
  refuses: [
    ...[5, true, false, 'test', ''],
    ...[{ x: 'a' }, { '01': 'a' }, [''], ['a', 5], [null], [['a']], [{}], [`${label}x`], [...twenty, 'one more']],
    ...injections.map((text) => [text]),
    Array.from({ length: 100_000 }, () => 'a'),
  ],
  cleared: { shown: [] },
}

describe('each field', () => {
  for (const noun of lists) {
    for (const rule of noun === whitelist ? [number, labels, comment] : [number, comment]) {
      test(`${noun.path}: ${rule.field}`, () => checkRule(client, noun, rule))
    }
  }
})

for (const noun of lists) {
  const call = (verb: string) => `${noun.path}/${verb}`

  describe(noun.path, () => {
    test('add answers no id; a search shows the row, with the members in the order of the page', async () => {
      const { client: other } = await addAccount(server)
      assert.equal((await other.call(call('search'), { alike: true })).text, '{"success":1,"message":"","data":[]}')
      const from = Date.now()
      const added = await other.call(call('add'), { number: '557', labels: ['test'], comment: '' })
      const dates = jalaliBetween(from, Date.now())
      assert.equal(added.text, `{"success":1,"message":"${done}","data":{"_id":null}}`)
      const answer = await other.call(call('search'), { alike: 'true', conditions: { name: '', number: '557' } })
      const [row = assert.fail('no row')] = success<Row[]>(answer).data
      assert.ok(dates.includes(row.date), `${row.date} is none of ${dates}`)
      const wanted = { _id: row._id, number: '557', ...(noun === whitelist && { labels: ['test'] }), comment: '' }
      assert.equal(answer.text, JSON.stringify({ success: 1, message: '', data: [{ ...wanted, date: row.date }] }))
    })

    test('required members, and the order in which wrong ones are told', async () => {
      await client.refused(call('add'), {}, missing('number'))
      await client.refused(call('add'), '[]', missing('number'))
      await client.refused(call('add'), { comment: 5, number: 'x' }, invalid('number'))
      await client.refused(call('add'), { comment: 5 }, missing('number'))
      await client.refused(call('update'), { number: '1' }, missing('_id'))
      await client.refused(call('remove'), {}, missing('_id'))
      await client.refused(call('search'), { conditions: {} }, missing('alike'))
      await client.refused(call('search'), { alike: 'banana' }, invalid('alike'))
      await client.refused(call('search'), { alike: true, conditions: 'x' }, invalid('conditions'))
      await client.refused(call('search'), { alike: true, conditions: { number: 5 } }, invalid('number'))
      for (const body of ['', '{', 'null', '"x"', '[1]']) {
        assertRefused(await client.call(call('add'), body), 400, 'Unable to parse content')
      }
    })

    test('a number is on the list once, but may be on the other list too', async () => {
      const row = await add(client, noun)
      const other = await add(client, noun)
      await client.refused(call('add'), { number: row.number }, taken)
      await client.refused(call('update'), { _id: other._id, number: ` ${row.number} ` }, taken)
      const lists = [blacklist, whitelist].filter((each) => each !== noun)
      for (const each of lists) await add(client, each, { number: row.number })
      assert.deepEqual(await read(client, noun, other._id), other)
    })

    test('an update keeps what it does not name, and unknown members are ignored', async () => {
      const before = await add(client, noun, { unheard: 'of' })
      assert.equal(
        (await client.call(call('update'), { _id: before._id.toUpperCase(), comment: 'new', unheard: null })).text,
        `{"success":1,"message":"${done}","data":""}`,
      )
      const after = await read(client, noun, before._id)
      assert.deepEqual({ ...after, date: before.date }, { ...before, comment: 'new' })
      await remove(client, noun, before._id)
      assert.equal(await read(client, noun, before._id), undefined)
    })

    test('an unknown id, a malformed one, a removed one, and one of the other list get one answer', async () => {
      const gone = await add(client, noun)
      await remove(client, noun, gone._id)
      const strange = await add(client, noun === blacklist ? whitelist : blacklist)
      for (const _id of [gone._id, strange._id, '0'.repeat(24), 'x', '', 5, null, {}, ["a'"], { $ne: '' }]) {
        for (const verb of ['update', 'remove']) await client.refused(call(verb), { _id, comment: 'x' }, failed)
      }
      assert.deepEqual(await read(client, noun === blacklist ? whitelist : blacklist, strange._id), strange)
    })

    test('another account sees nothing of it, changes nothing, and has the same number on its own list', async () => {
      const { client: stranger } = await addAccount(server)
      const mine = await add(client, noun)
      for (const alike of [true, false]) {
        const found = await stranger.data(call('search'), { alike, conditions: { number: mine.number } })
        assert.deepEqual(found, [])
      }
      for (const verb of ['update', 'remove']) {
        const theirs = await stranger.call(call(verb), { _id: mine._id, comment: 'taken over' })
        const unknown = await stranger.call(call(verb), { _id: '0'.repeat(24), comment: 'taken over' })
        assertRefused(theirs, 200, failed)
        assert.equal(theirs.headers['dialbook-reason'], unknown.headers['dialbook-reason'])
      }
      await stranger.data(call('add'), { number: mine.number })
      assert.deepEqual(await read(client, noun, mine._id), mine)
    })

    test('a key for this list alone has no access to the other', async () => {
      const only = new Client(server, await addKey(server, 'acme', { allow: [`/${noun.path}/*`] }))
      await add(only, noun)
      const other = (noun === blacklist ? whitelist : blacklist).path
      for (const verb of ['add', 'search', 'update', 'remove']) {
        assertRefused(await only.call(`${other}/${verb}`, {}), 403, `"/${other}/${verb}";Access denied`)
      }
    })

    for (const prefix of ['/api/v3/', '/api/v4/', '/api/v4.1/', '/api/', '//api//v4//']) {
      for (const bare of [true, false]) {
        test(`the verbs of v3 on ${prefix}${noun.path}${bare ? '' : '/<action>'}`, async () => {
          const ask = (method: string, action: string, body: unknown) => {
            const path = `${prefix}${noun.path}${bare ? '' : `/${action}`}`
            return send(server, { method, path, headers: client.headers, body: JSON.stringify(body) })
          }
          const wanted = noun.fresh()
          success(await ask('POST', 'add', wanted))
          const found = await ask('GET', 'search', { alike: 'false', conditions: { number: wanted.number } })
          const [row = assert.fail('not found')] = success<Row[]>(found).data
          success(await ask('PUT', 'update', { _id: row._id, comment: 'put' }))
          assert.equal((await read(client, noun, row._id))?.comment, 'put')
          success(await ask('DELETE', 'remove', { _id: row._id }))
          assert.equal(await read(client, noun, row._id), undefined)
        })
      }
    }
  })
}

describe('searches', () => {
  let other: Client
  const find = async (conditions: unknown, alike: unknown) =>
    (await other.data<Row[]>('pbx/blacklists/search', { alike, conditions })).map((row) => row.number)
  before(async () => {
    const account = await addAccount(server)
    other = account.client
    for (const number of ['09121112233', '+4930123456', '0912', '500']) {
      await other.data('pbx/blacklists/add', { number })
    }
    await other.data('pbx/whitelists/add', { number: '0912999', comment: unique('c') })
    await server.cli('account', 'set', account.name, '--country', 'IR')
  })

  test('alike finds a part of a number, in the order of adding, and nothing of the other list', async () => {
    assert.deepEqual(await find({ number: '0912' }, 'true'), ['09121112233', '0912'])
    assert.deepEqual(await find({ number: '۰۹۱۲۱' }, 1), ['09121112233'])
    assert.deepEqual(await find({ number: '' }, true), ['09121112233', '+4930123456', '0912', '500'])
    assert.deepEqual(await find([], 'yes'), ['09121112233', '+4930123456', '0912', '500'])
    for (const wild of ['%', '_', '.', '*', '\\', "'", '[0-9]', '99'])
      assert.deepEqual(await find({ number: wild }, 1), [])
  })

  test('without alike a number is found in every spelling of the country of the account', async () => {
    for (const number of ['09121112233', '+98 912 111 2233', '00989121112233', '9121112233']) {
      assert.deepEqual(await find({ number }, false), ['09121112233'], number)
    }
    assert.deepEqual(await find({ number: '004930123456' }, '0'), ['+4930123456'])
    for (const number of ['0912111', '12233', 'x', '5001', '*'])
      assert.deepEqual(await find({ number }, 'no'), [], number)
  })

  test('a spelling of a number that is on the list already exists', async () => {
    await other.refused('pbx/blacklists/add', { number: '+989121112233' }, taken)
    await other.data('pbx/whitelists/add', { number: '+989121112233' })
  })
})
