import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { addAccount, Client, done, failed, invalid, missing, startSimotel, success } from '../support/simotel.ts'

type Row = Readonly<Record<string, unknown>>
interface Found {
  readonly pagination: Row
  readonly target?: string
  readonly useGroupBy?: boolean
  readonly data: readonly Row[]
}

const folder = await mkdtemp(join(tmpdir(), 'dialbook-reports-'))
const spool = join(folder, 'log/cel-custom')
// No Asterisk answers there: what it has written is read without it.
const away = ['--pbx', 'ari:http://127.0.0.1:9', '--pbx-ami', '127.0.0.1:9']
const server = await startSimotel({
  prepare: [['pbx', 'config', '--dir', folder]],
  args: [...away, '--pbx-password-file', join(folder, 'ari.password')],
})
const client = new Client(server)
after(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

/** 2023-12-21 07:50:54 UTC, 11:20:54 in Tehran. */
const start = 1_703_145_054
let channels = 0

function line(type: string, at: number, [id, call, channel, exten]: readonly string[], extra: object = {}): string {
  const number = /^PJSIP\/(.+)-/.exec(channel ?? '')?.[1] ?? ''
  const context = 'main_routing'
  const more = Object.keys(extra).length === 0 ? '' : JSON.stringify(extra)
  const fields = [type, at.toFixed(6), id, call, channel, exten, context, number, '', '', '', more]
  return `${fields.map((field) => `"${String(field).replaceAll('"', '""')}"`).join(',')}\n`
}

/** The lines of a call between two extensions, as Asterisk writes them. */
function linesOf(from: string, to: string, at: number, talked: number): string {
  const [one, other] = [`${at}.${channels++}`, `${at}.${channels++}`]
  const name = (number: string) => `PJSIP/${number}-${channels.toString(16).padStart(8, '0')}`
  const caller = [one, one, name(from), to]
  const called = [other, one, name(to), 's']
  const room = { bridge_id: `room ${one}`, bridge_technology: 'simple_bridge' }
  const end = at + 2 + talked
  const cause = { hangupcause: talked > 0 ? 16 : 17 }
  const answer = [
    ...[line('ANSWER', at + 2, called), line('ANSWER', at + 2, caller)],
    ...[line('BRIDGE_ENTER', at + 2, called, room), line('BRIDGE_ENTER', at + 2, caller, room)],
  ]
  return [
    ...[line('CHAN_START', at, caller), line('CHAN_START', at + 0.5, called), ...(talked > 0 ? answer : [])],
    ...[line('HANGUP', end, called, cause), line('CHAN_END', end, called)],
    ...[line('HANGUP', end, caller, cause), line('CHAN_END', end, caller), line('LINKEDID_END', end, caller)],
  ].join('')
}

const range = { from: '2023-12-21 11:20', to: '2023-12-21 11:59' }
const cuid = `${start}.0`

before(async () => {
  assert.deepEqual(await readdir(spool), [])
  const calls = [
    linesOf('562', '563', start, 54),
    linesOf('562', '564', start + 60, 0),
    linesOf('600', '562', start + 90, 5),
  ]
  for (let index = 0; index < 22; index++) calls.push(linesOf('700', '701', start + 3600 + index, 1))
  await appendFile(join(spool, 'calls.csv'), calls.join(''))
  for (let rows = 0; rows < 25; ) {
    const listed = JSON.parse(await server.cli('calls', 'list', '--json', '--limit', '100')) as { calls: unknown[] }
    rows = listed.calls.length
  }
})

const search = (path: string, body: Row) => client.data<Found>(path, { alike: true, ...body })

describe('reports/cdr/search', () => {
  test('an answered call has every member of a row, in order', async () => {
    const conditions = { from: '562', to: '563', cuid }
    const answer = await client.call('reports/cdr/search', {
      ...{ conditions, date_range: range, alike: 'true', pagination: { start: 0, count: 20, sorting: {} } },
    })
    const { data, message } = success<Found>(answer)
    assert.equal(message, '')
    const pagination = { start: 0, count: 20, sorting: { starttime: -1 }, total: 1 }
    assert.deepEqual({ ...data, data: [] }, { pagination, target: 'cdr', useGroupBy: false, data: [] })
    const row = {
      ...{ _id: '6583ee5e0000000000000001', type: 'local', cuid, clid: '"" <562>', src: '562', dst: '563' },
      ...{ dcontext: 'main_routing', channel: 'PJSIP/562-00000002', dstchannel: 'PJSIP/563-00000002', lastapp: 'Dial' },
      ...{ lastdata: '', start: '1402-09-30 11:20:54', answer: '2023-12-21 11:20:56', duration: 56, billsec: 54 },
      ...{ disposition: 'ANSWERED', amaflags: 'DOCUMENTATION', accountcode: '', uniqueid: cuid, userfield: '' },
      ...{ sequence: '1', comment: '', v: 2, route: [], wait: 2, starttime: '1402-09-30 11:20:54' },
      ...{ endtime: '1402-09-30 11:21:50', ANSWERED: 1, local: 1, billsec_hhmmss: '00:00:54', wait_hhmmss: '00:00:02' },
    }
    assert.equal(JSON.stringify(data.data), JSON.stringify([row]))
  })

  const found = async (conditions: Row, more: Row = {}) =>
    (await search('reports/cdr/search', { conditions, date_range: range, ...more })).data.map(
      ({ src, dst }) => `${src} ${dst}`,
    )

  test('each condition, alike and exact, empty and absent', async () => {
    assert.deepEqual(await found({}), ['600 562', '562 564', '562 563'])
    assert.deepEqual(await found({ from: '', to: '', cuid: '' }), ['600 562', '562 564', '562 563'])
    assert.deepEqual(await found({ from: '562' }), ['562 564', '562 563'])
    assert.deepEqual(await found({ from: '60' }), ['600 562'])
    assert.deepEqual(await found({ from: '60' }, { alike: false }), [])
    assert.deepEqual(await found({ to: '56' }), ['600 562', '562 564', '562 563'])
    assert.deepEqual(await found({ to: '564' }, { alike: 'false' }), ['562 564'])
    assert.deepEqual(await found({ cuid }, { alike: false }), ['562 563'])
    assert.deepEqual(await found({ cuid: 'no such' }), [])
    assert.deepEqual(await found({}, { date_range: { from: '2023-12-21 11:21', to: '2023-12-21 11:21' } }), ['562 564'])
    const persian = { from: '1402-09-30 11:21', to: '1402-09-30 11:21:00' }
    assert.deepEqual(await found({}, { date_range: persian }), ['562 564'])
    assert.deepEqual(await found({}, { date_range: { from: '2023-12-22 00:00', to: '2023-12-21 00:00' } }), [])
  })

  test('pages and orders', async () => {
    const page = (pagination: Row) => found({}, { pagination })
    assert.deepEqual(await page({ start: 1, count: 1 }), ['562 564'])
    assert.deepEqual(await page({ start: 3 }), [])
    assert.deepEqual(await page({ sorting: { src: 1 } }), ['562 563', '562 564', '600 562'])
    assert.deepEqual(await page({ sorting: { dst: -1 } }), ['562 564', '562 563', '600 562'])
    assert.deepEqual(await page({ sorting: { starttime: 1 } }), ['562 563', '562 564', '600 562'])
    assert.deepEqual(await page({ sorting: [] }), ['600 562', '562 564', '562 563'])
  })

  test('what is missing or cannot be read is named', async () => {
    const refusals: readonly (readonly [Row, string])[] = [
      [{ alike: true, conditions: {} }, missing('date_range')],
      [{ conditions: {}, date_range: range }, missing('alike')],
      [{ alike: true, date_range: {} }, missing('from')],
      [{ alike: true, date_range: { from: range.from } }, missing('to')],
      [{ alike: true, date_range: null }, invalid('date_range')],
      [{ alike: true, date_range: 'today' }, invalid('date_range')],
      [{ alike: true, date_range: { ...range, from: '' } }, invalid('from')],
      [{ alike: true, date_range: { ...range, to: '2023-02-30 10:00' } }, invalid('to')],
      [{ alike: true, date_range: { ...range, to: 1 } }, invalid('to')],
      [{ alike: true, conditions: { from: 1 }, date_range: range }, invalid('from')],
      [{ alike: true, conditions: { from: 'x'.repeat(1001) }, date_range: range }, invalid('from')],
      [{ alike: true, date_range: range, pagination: { count: 0 } }, invalid('count')],
      [{ alike: true, date_range: range, pagination: { start: -1 } }, invalid('start')],
      [{ alike: true, date_range: range, pagination: { sorting: { wait: 1 } } }, invalid('sorting')],
    ]
    for (const [body, message] of refusals) {
      const { status, text } = await client.call('reports/cdr/search', body)
      assert.deepEqual([status, JSON.parse(text)], [200, { success: 0, message, data: '' }], JSON.stringify(body))
    }
  })
})

test('reports/quick/search needs no range beside a cuid, and has its own message', async () => {
  for (const more of [{}, { date_range: {} }, { date_range: [] }, { date_range: range }]) {
    const conditions = { from: '', to: '', cuid }
    const answer = await client.call('reports/quick/search', { conditions, alike: 'true', ...more })
    const { message, data } = success<Found>(answer)
    assert.equal(message, done)
    assert.deepEqual(Object.keys(data), ['pagination', 'data'])
    assert.deepEqual(
      data.data.map((row) => row.cuid),
      [cuid],
    )
  }
  const { text } = await client.call('reports/quick/search', { conditions: {}, alike: true })
  assert.equal(JSON.parse(text).message, missing('date_range'))
})

test('reports/quick/info answers the call of a cuid', async () => {
  const answer = success<readonly Row[]>(await client.call('reports/quick/info', { cuid }))
  assert.deepEqual([answer.message, answer.data.map(({ dst }) => dst)], [done, ['563']])
  assert.deepEqual(await client.data('reports/quick/info', { cuid: '1.1' }), [])
  for (const [body, message] of [
    [{}, missing('cuid')],
    [{ cuid: '' }, invalid('cuid')],
    [{ cuid: null }, invalid('cuid')],
  ] as const) {
    assert.equal(JSON.parse((await client.call('reports/quick/info', body)).text).message, message)
  }
})

test('reports/cdr/ordered/id goes through all calls, 20 at a time', async () => {
  const next = (body: Row) => client.data<{ last_id: string; data: readonly Row[] }>('reports/cdr/ordered/id', body)
  const first = await next({ _id: '' })
  assert.deepEqual([first.data.length, first.last_id], [20, first.data[19]?._id])
  const second = await next({ _id: first.last_id })
  assert.equal(second.data.length, 5)
  const last = await next({ _id: second.last_id })
  assert.deepEqual(last, { last_id: second.last_id, data: [] })
  assert.deepEqual(await next({}), first)
  const ids = [...first.data, ...second.data].map(({ _id }) => _id)
  assert.equal(new Set(ids).size, 25)
  assert.equal(JSON.parse((await client.call('reports/cdr/ordered/id', { _id: 'x' })).text).message, failed)
})

test('another account sees none of it', async () => {
  const { client: stranger } = await addAccount(server)
  const body = { alike: true, conditions: {}, date_range: range }
  assert.deepEqual((await stranger.data<Found>('reports/cdr/search', body)).data, [])
  assert.deepEqual(await stranger.data('reports/quick/info', { cuid }), [])
})

test('calls export writes a table, and calls show names an unknown call', async () => {
  const csv = await server.cli('calls', 'export', '--extension', '564', '--account', 'acme')
  const [titles, row, ...rest] = csv.trim().split(/\r?\n/)
  assert.ok(titles?.startsWith('id,call_id,started_at,answered_at,ended_at,from,to,taker,way'), titles)
  assert.ok(row?.includes(',562,564,,local,'), row)
  assert.equal(rest.length, 0)
  const page = JSON.parse(await server.cli('calls', 'list', '--json', '--limit', '2', '--account', 'acme'))
  assert.deepEqual([page.calls.length, page.next], [2, 2])
  await assert.rejects(server.cli('calls', 'show', '9.9', '--account', 'acme'), /the ledger has no call 9\.9/)
})

test('a call knows its campaign, and one that was open while the spool was full says that its end is not known', async () => {
  const [first, second] = [linesOf('562', '565', start + 9000, 3), linesOf('562', '566', start + 9100, 3)]
  const channel = [
    `${start + 9000}.50`,
    /^"CHAN_START","[^"]*","([^"]*)"/.exec(first)?.[1] ?? '',
    'PJSIP/562-000000ff',
    '565',
  ]
  const fact = line('USER_DEFINED', start + 9001, channel, { extra: 'campaign=autumn' })
  const named = fact.replace(/,"",("\{)/, ',"originate",$1').replace(channel[0] ?? '', channel[1] ?? '')
  const lines = first.split('\n')
  lines.splice(2, 0, named.trimEnd())
  const begun = second.split('\n').slice(0, 4).join('\n')
  const dropped = `${','.repeat(11)}\n`
  await appendFile(join(spool, 'calls.csv'), `${lines.join('\n')}${begun}\n${dropped.repeat(5)}`)
  type Shown = Row & { readonly campaign: string; readonly doubts: readonly string[] }
  const callOf = async (to: string): Promise<Shown> => {
    for (;;) {
      const { calls } = JSON.parse(await server.cli('calls', 'list', '--json', '--extension', to, '--account', 'acme'))
      if (calls.length > 0) return calls[0]
    }
  }
  assert.deepEqual([(await callOf('565')).campaign, (await callOf('565')).doubts], ['autumn', []])
  assert.deepEqual((await callOf('566')).doubts, ['gap', 'end'])
  assert.match(
    server.stdout() + server.stderr(),
    /"events":5.*the spool of calls was full|the spool of calls was full.*"events":5/,
  )
})
