import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import { addAccount, Client, done, failed, invalid, missing, startSimotel, success } from '../support/simotel.ts'
import {
  add,
  addManager,
  campaignsBy,
  checkRule,
  type Fields,
  groups,
  injections,
  noText,
  type Pages,
  type Row,
  type Rule,
  read,
  remove,
} from '../support/things.ts'
import { wavOf } from '../support/wav.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const manager = await addManager(client, 'acme')
const campaigns = campaignsBy(manager)
const path = 'autodialer/campaigns'
const unknown = '0'.repeat(24)

async function addSound(list = 'autodialer', by = client): Promise<string> {
  const body = multipart({ name: 'file', filename: 'hello.wav', content: wavOf() })
  const upload = await by.call(`${list}/announcements/upload`, body, { headers: { 'Content-Type': multipartType } })
  const { filename } = success<{ filename: string }>(upload).data
  return (await by.data<{ _id: string }>(`${list}/announcements/add`, { name: 'hello', filename }))._id
}

const search = async (conditions: Fields, more: Fields = {}, by = client) =>
  (await by.data<Pages>(`${path}/search`, { alike: true, conditions, ...more })).data

const rules: readonly Rule[] = [
  {
    field: 'name',
    accepts: ['n', 'علی 😀', 'n'.repeat(255)],
    refuses: [...noText, '', 'n'.repeat(256), ...injections],
  },
  {
    field: 'description',
    accepts: ['', 'first\nsecond', 'd'.repeat(1000)],
    refuses: [...noText, 'd'.repeat(1001), 'le\u0000git'],
    cleared: { shown: '' },
  },
  {
    field: 'interface_context',
    accepts: ['', 'auto', 'main_routing', 'c'.repeat(80)],
    refuses: [...noText, 'c'.repeat(81), 'a b', 'a,b', 'trunk', `\${x}`, ...injections],
    cleared: { shown: '' },
  },
  {
    field: 'interface_text',
    accepts: ['', 'text1', '2222', 'متن', '*43#', 't'.repeat(80)],
    refuses: [...noText, 't'.repeat(81), 'a b', 'a,1', 'a)', `\${x}`, '"', ...injections],
    cleared: { shown: '' },
  },
  {
    field: 'try',
    accepts: ['1', '100', { given: 2, shown: '2' }, { given: '007', shown: '7' }],
    refuses: [0, '0', 101, '101', 1.5, '1.5', -1, true, [], {}, 'x', 1e20],
  },
  {
    field: 'try_interval',
    accepts: ['600', '0', { given: 0, shown: '0' }, { given: 2_592_000, shown: '2592000' }],
    refuses: [2_592_001, '2592001', 1.5, -1, '-1', true, [], {}, 'x'],
  },
  {
    field: 'start',
    accepts: [
      { given: '2021-02-19 15:17', shown: '1399-12-01 15:17:00' },
      { given: '2021-02-19 15: 17:05', shown: '1399-12-01 15:17:05' },
      { given: '1399-12-30 23:59:59', shown: '1399-12-30 23:59:59' },
      { given: '', shown: '' },
    ],
    refuses: [
      ...noText,
      '2021-02-30 10:00',
      '1400-12-30 10:00',
      '2021-02-19',
      '2021-02-19 24:00',
      'now',
      '0000-00-00 00:00',
    ],
    cleared: { shown: '' },
  },
  {
    field: 'end',
    accepts: [
      { given: '2021-02-23 15:17', shown: '1399-12-05 15:17:00' },
      { given: '', shown: '' },
    ],
    refuses: [...noText, '2021-13-01 10:00'],
    cleared: { shown: '' },
  },
  {
    field: 'announcement',
    accepts: [''],
    refuses: [...noText, 'lkjaghdfverfg78345893', unknown],
    cleared: { shown: '' },
  },
  {
    field: 'trunk_manager_id',
    accepts: [manager, { given: { $oid: manager }, shown: manager }],
    refuses: ['', ...noText, unknown],
  },
  {
    field: 'groups',
    accepts: [
      { given: [], shown: [] },
      { given: [''], shown: [] },
      { given: {}, shown: [] },
      { given: { 0: '', 2: '' }, shown: [] },
    ],
    refuses: ['', 'x', 5, true, [5], [unknown], ['x'], { a: 'x' }, [['x']]],
  },
  {
    field: 'numbers',
    accepts: [
      { given: [], shown: [] },
      { given: ['0912 111 22 33', '۰۹۱۳', '0913', '*43#'], shown: ['09121112233', '0913', '*43#'] },
      { given: [912, '912'], shown: ['912'] },
      { given: { 0: '1', 2: '2' }, shown: ['1', '2'] },
    ],
    refuses: ['0912', 5, true, [''], ['abc'], ['1/2'], [['1']], { a: '1' }, ['1'.repeat(16)]],
  },
]

describe('each field of a campaign', () => {
  for (const rule of rules) test(rule.field, () => checkRule(client, campaigns, rule))

  test('what the numbers are said to be has no effect', async () => {
    for (const count of [3, 'x', null, [], -1]) {
      assert.equal((await add(client, campaigns, { count })).count, 2)
    }
  })

  test('absent ones have their usual values, and an empty try too', async () => {
    const { _id } = await client.data<Row>(`${path}/add`, { name: 'bare', trunk_manager_id: manager })
    const { date, ...row } = (await read(client, campaigns, _id)) ?? assert.fail()
    assert.match(date, /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
    assert.equal(
      JSON.stringify(row),
      JSON.stringify({
        ...{ _id, name: 'bare', trunk_manager_id: manager, interface_context: '', interface_text: '', numbers: [] },
        ...{
          groups: [],
          try_interval: '600',
          try: '1',
          start: '',
          end: '',
          announcement: '',
          description: '',
          count: 0,
        },
        ...{ repeat: 1, status: 'waiting', isoStart: null, isoEnd: null },
      }),
    )
    const empty = await add(client, campaigns, { try: '', try_interval: '' })
    assert.deepEqual([empty.try, empty.try_interval], ['1', '600'])
    await remove(client, campaigns, _id)
  })
})

test('the end must be after the start, also where an update gives one of them', async () => {
  const [start, end] = ['2021-02-19 15:17', '2021-02-19 15:18']
  await client.refused(`${path}/add`, { ...campaigns.fresh(), start, end: start }, invalid('end'))
  const { _id } = await add(client, campaigns, { start, end })
  await client.refused(`${path}/update`, { _id, start: end }, invalid('end'))
  await client.data(`${path}/update`, { _id, start: end, end: null })
})

test('times are those of the zone, in both calendars and in Extended JSON', async () => {
  const row = await add(client, campaigns, { start: '2021-02-19 15:17', end: '2021-02-23 15:17' })
  assert.deepEqual([row.start, row.end], ['1399-12-01 15:17:00', '1399-12-05 15:17:00'])
  const moment = (ms: number) => ({ $date: { $numberLong: String(ms) } })
  assert.deepEqual([row.isoStart, row.isoEnd], [moment(1_613_735_220_000), moment(1_614_080_820_000)])
})

describe('groups and announcements', () => {
  test('are those of the account, each group once, and an unknown one is named', async () => {
    const [one, other] = [await add(client, groups), await add(client, groups)]
    const sound = await addSound()
    const { _id } = await add(client, campaigns, {
      groups: [other._id, one._id.toUpperCase(), '', other._id],
      announcement: sound,
    })
    const row = await read(client, campaigns, _id)
    assert.deepEqual([row?.groups, row?.announcement], [[other._id, one._id], sound])
    const { client: stranger } = await addAccount(server)
    const theirs = await add(stranger, groups)
    const refused = await client.call(`${path}/update`, { _id, groups: [one._id, theirs._id] })
    assert.equal(JSON.parse(refused.text).message, invalid('groups'))
    assert.match(String(refused.headers['dialbook-reason']), new RegExp(theirs._id))
    await client.refused(`${path}/update`, { _id, announcement: await addSound('pbx') }, invalid('announcement'))
    await client.refused(
      `${path}/update`,
      { _id, announcement: await addSound('autodialer', stranger) },
      invalid('announcement'),
    )
    assert.deepEqual(await read(client, campaigns, _id), row)
    await remove(client, groups, one._id)
    assert.deepEqual((await read(client, campaigns, _id))?.groups, [other._id])
  })

  test('a thousand groups at the most', async () => {
    const many = Array.from({ length: 1001 }, () => unknown)
    const refused = await client.call(`${path}/add`, { ...campaigns.fresh(), groups: many })
    assert.match(String(refused.headers['dialbook-reason']), /at most 1000 groups/)
  })
})

describe('update', () => {
  test('keeps what is absent, and answers how many numbers it was given', async () => {
    const { date: _, ...row } = await add(client, campaigns, { description: 'd', try: '3', start: '2021-02-19 15:17' })
    const { _id } = row
    const update = async (fields: Fields) => client.call(`${path}/update`, { _id, ...fields })
    assert.equal((await update({ name: 'other' })).text, `{"success":1,"message":"${done}","data":{"count":0}}`)
    const { date: __, ...now } = (await read(client, campaigns, _id)) ?? assert.fail()
    assert.deepEqual(now, { ...row, name: 'other' })
    assert.deepEqual(success(await update({ numbers: ['1', '2', '3'] })).data, { count: 3 })
    assert.deepEqual((await read(client, campaigns, _id))?.numbers, ['1', '2', '3'])
    assert.deepEqual(success(await update({ numbers: [] })).data, { count: 0 })
    assert.deepEqual((await read(client, campaigns, _id))?.numbers, [])
  })

  test('takes a row just as a search shows it', async () => {
    const group = await add(client, groups)
    const fields = {
      groups: [group._id],
      announcement: await addSound(),
      start: '2021-02-19 15:17',
      end: '2021-02-20 00:00',
    }
    const row = await add(client, campaigns, fields)
    await client.data(`${path}/update`, row)
    assert.deepEqual(await read(client, campaigns, row._id), row)
  })
})

test('what is required, and unknown ids', async () => {
  for (const [call, body, message] of [
    ['add', {}, missing('name')],
    ['add', { name: 'n' }, missing('trunk_manager_id')],
    ['add', { trunk_manager_id: manager }, missing('name')],
    ['update', { name: 'n' }, missing('_id')],
    ['update', { _id: unknown, name: 'n' }, failed],
    ['update', { _id: 'x' }, failed],
    ['remove', {}, missing('_id')],
    ['remove', { _id: unknown }, failed],
    ['search', {}, missing('alike')],
    ['search', { alike: true, conditions: { status: 5 } }, invalid('status')],
    ['search', { alike: true, pagination: { sorting: { numbers: 1 } } }, invalid('sorting')],
  ] as const) {
    await client.refused(`${path}/${call}`, body, message)
  }
})

describe('search', () => {
  test('by name, description and status, alike or whole', async () => {
    const { client: other, name } = await addAccount(server)
    const theirs = campaignsBy(await addManager(other, name))
    const one = await add(other, theirs, { name: 'Spring sale', description: 'first' })
    const two = await add(other, theirs, { name: 'spring', description: 'second' })
    const found = async (conditions: Fields, alike: unknown = true) =>
      (await search(conditions, { alike }, other)).map(({ _id }) => _id)
    assert.deepEqual(await found({}), [two._id, one._id])
    assert.deepEqual(await found({ name: '', description: '', status: '' }), [two._id, one._id])
    assert.deepEqual(await found({ name: 'SPRING' }), [two._id, one._id])
    assert.deepEqual(await found({ name: 'spring' }, false), [two._id])
    assert.deepEqual(await found({ description: 'irs' }, 'true'), [one._id])
    assert.deepEqual(await found({ status: 'wait' }), [two._id, one._id])
    assert.deepEqual(await found({ status: 'waiting', name: 'sale' }, 'true'), [one._id])
    assert.deepEqual(await found({ status: 'wait' }, 'false'), [])
    assert.deepEqual(await found({ status: 'running' }), [])
    assert.deepEqual(await found({ status: 'completed' }, 'no'), [])
    assert.deepEqual(await found({ status: 'paused' }), [])
    // A published client has the page among the conditions.
    assert.deepEqual(await found({ pagination: { start: 0, count: 20, sorting: 'asc' } }), [two._id, one._id])
    assert.deepEqual(await search({}, {}, client).then((rows) => rows.filter(({ _id }) => _id === one._id)), [])
  })

  test('pages and orders', async () => {
    const { client: other, name } = await addAccount(server)
    const theirs = campaignsBy(await addManager(other, name))
    for (const [label, start] of [
      ['b', '2021-01-02 00:00'],
      ['c', '2021-01-01 00:00'],
      ['a', ''],
    ]) {
      await add(other, theirs, { name: label, start })
    }
    const page = async (pagination: Fields) =>
      (await other.data<Pages>(`${path}/search`, { alike: 'true', conditions: [], pagination })) as Pages
    const named = async (pagination: Fields) => (await page(pagination)).data.map((row) => row.name).join('')
    assert.deepEqual((await page({ start: 1, count: 1, sorting: {} })).pagination, {
      ...{ start: 1, count: 1, sorting: { date: -1 }, total: 3 },
    })
    assert.equal(await named({}), 'acb')
    assert.equal(await named({ sorting: [] }), 'acb')
    assert.equal(await named({ sorting: { name: 1 } }), 'abc')
    assert.equal(await named({ sorting: { date: 1 } }), 'bca')
    assert.equal(await named({ sorting: { _id: '1' } }), 'bca')
    assert.equal(await named({ sorting: { start: 1 }, count: 2 }), 'cb')
    assert.equal(await named({ start: '2', count: '5' }), 'b')
    assert.equal(await named({ start: 3 }), '')
  })

  test('shows long lists of numbers whole, and reads them in another thread', async () => {
    const numbers = Array.from({ length: 120_000 }, (_, index) => String(9_120_000_000 + index))
    const [group, other] = [await add(client, groups), await add(client, groups)]
    const held = { groups: { 0: group._id, 2: other._id }, trunk_manager_id: { $oid: manager } }
    const long = await add(client, campaigns, { name: 'long', ...held, numbers })
    const short = await add(client, campaigns, { name: 'long too', numbers: ['1'] })
    const rows = await search({ name: 'long' })
    assert.deepEqual(
      rows.map((row) => row.count),
      [1, numbers.length],
    )
    assert.deepEqual([rows[1]?.numbers, rows[1]?.groups], [numbers, [group._id, other._id]])
    await client.data(`${path}/update`, { _id: long._id, numbers, groups: [other._id], announcement: '' })
    assert.deepEqual((await read(client, campaigns, long._id))?.groups, [other._id])
    await remove(client, campaigns, long._id)
    await remove(client, campaigns, short._id)
    assert.deepEqual(await search({ name: 'long' }), [])
  })
})

test("another account's campaign is unknown, and so is its trunk manager", async () => {
  const { client: stranger } = await addAccount(server)
  const mine = await add(client, campaigns)
  for (const verb of ['update', 'remove']) {
    await stranger.refused(`${path}/${verb}`, { _id: mine._id, name: 'x' }, failed)
  }
  await stranger.refused(`${path}/add`, { name: 'x', trunk_manager_id: manager }, invalid('trunk_manager_id'))
  assert.deepEqual(await read(client, campaigns, mine._id), mine)
})

test('the verbs and paths of version 3', async () => {
  for (const base of ['/api/v3/autodialer/campaigns', '//api/v3//autodialer/campaigns', '/api/autodialer/campaigns']) {
    const call = async <T>(method: string, body: unknown) =>
      success<T>(await send(server, { method, path: base, headers: client.headers, body: JSON.stringify(body) })).data
    const { _id } = await call<Row>('POST', { ...campaigns.fresh(), name: 'v3' })
    assert.deepEqual(
      (await call<Pages>('GET', { alike: 'true', conditions: { name: 'v3' } })).data.map((row) => row._id),
      [_id],
    )
    assert.deepEqual(await call('PUT', { _id, name: 'v3 too' }), { count: 0 })
    assert.equal(await call('DELETE', { _id }), '')
    assert.equal(await read(client, campaigns, _id), undefined)
  }
})

describe('bodies that are hostile', () => {
  const fresh = JSON.stringify(campaigns.fresh()).slice(1, -1)
  const bodies: readonly (readonly [what: string, body: string, message: string])[] = [
    ['nested groups', `{${fresh},"groups":${'['.repeat(5000)}${']'.repeat(5000)}}`, invalid('groups')],
    [
      'an id that is deep',
      `{${fresh},"announcement":${'{"$oid":'.repeat(5000)}1${'}'.repeat(5000)}}`,
      invalid('announcement'),
    ],
    ['half a character', `{${fresh},"name":"a\\ud800"}`, invalid('name')],
    ['a prototype', `{"__proto__":{"name":"x","trunk_manager_id":"${manager}"}}`, missing('name')],
    ['a prototype of groups', `{${fresh},"groups":{"__proto__":"x"}}`, invalid('groups')],
    ['an id as long as a book', `{${fresh},"announcement":"${'f'.repeat(1_000_000)}"}`, invalid('announcement')],
    ['hundreds of thousands of groups', `{${fresh},"groups":[${'"x",'.repeat(300_000)}"x"]}`, invalid('groups')],
    ['statements', `{${fresh},"groups":["'; drop table campaigns; --"]}`, invalid('groups')],
    ['a time that is none', `{${fresh},"start":{"$date":{"$numberLong":"1"}}}`, invalid('start')],
    ['a number of tries that is none', `{${fresh},"try":1e400}`, invalid('try')],
  ]
  for (const [what, body, message] of bodies) {
    test(what, async () => {
      const before = await search({})
      const answer = await client.call(`${path}/add`, body)
      if (answer.status === 200) assert.equal(JSON.parse(answer.text).message, message)
      else assert.ok([400, 413].includes(answer.status), answer.text)
      assert.deepEqual(await search({}), before)
    })
  }
  test('conditions and pages', async () => {
    for (const [conditions, pagination] of [
      [{ name: "' or 1=1 --", status: '%' }, {}],
      [{ status: 'wait\u0000' }, {}],
      [{}, { start: Number.MAX_SAFE_INTEGER }],
    ] as const) {
      const answer = await client.call(`${path}/search`, { alike: true, conditions, pagination })
      assert.equal(answer.status, 200)
    }
  })
})

test('a change is one, and can be undone', async () => {
  const row = await add(client, campaigns, { name: 'undone' })
  await client.data(`${path}/update`, { _id: row._id, name: 'changed', numbers: ['5'] })
  const changes = async () =>
    JSON.parse(await server.cli('changes', 'list', '--account', 'acme', '--json', '--limit', '3')) as readonly {
      readonly number: number
      readonly noun: string
      readonly verb: string
    }[]
  const [updated, added] = await changes()
  assert.deepEqual([updated?.noun, updated?.verb, added?.noun, added?.verb], ['campaign', 'update', 'campaign', 'add'])
  await server.cli('changes', 'undo', String(updated?.number))
  assert.deepEqual((await read(client, campaigns, row._id))?.numbers, row.numbers)
  assert.equal((await read(client, campaigns, row._id))?.name, 'undone')
  await remove(client, campaigns, row._id)
  const [removed] = await changes()
  await server.cli('changes', 'undo', String(removed?.number))
  assert.deepEqual(await read(client, campaigns, row._id), row)
})
