import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { multipart, multipartType } from '../acceptance/support/multipart.ts'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { exampleOf } from '../acceptance/support/samples.ts'
import { addAccount, failed, invalid, missing, success } from '../acceptance/support/simotel.ts'
import { addManager, type Fields, type Pages, type Row } from '../acceptance/support/things.ts'
import { wavOf } from '../acceptance/support/wav.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { Phone } from './support/phone.ts'

const provider = '127.0.0.21'
const reports = 'autodialer/reports'
const campaigns = 'autodialer/campaigns'

interface Ordered {
  readonly last_id: string
  readonly data: readonly Row[]
}

interface Tried {
  readonly cdr_id: { readonly $oid: string }
  readonly [member: string]: unknown
}

/** The names of the members of a row, or of the answer, in the vendor's sample. */
function membersOf(operation: string): string[] {
  const sample = exampleOf(operation).samples[0] ?? assert.fail(operation)
  const { data } = sample.response.body as { data: { data?: object[] } | object[] }
  const rows = Array.isArray(data) ? data : data.data
  return Object.keys(rows?.[0] ?? data)
}

describe('a campaign by the wire, on a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let outside: Phone
  let hooks: Receiver
  let manager: string
  let announcement: string
  before(async () => {
    link = await startConnected()
    const pbx = link.asterisk.sipPort
    outside = await Phone.open({ number: '02191001234', secret: '', pbx, address: provider })
    outside.mannerOf = (number) => (number.endsWith('1') ? 'busy' : number.endsWith('2') ? 'ring' : 'answer')
    hooks = await startReceiver()
    await cli('webhook', 'add', `${hooks.origin}/call`, '--account', 'acme', '--events', 'AutoDialerReport')
    await cli('account', 'set', 'acme', '--country', 'IR')
    manager = await addManager(link.client, 'acme', 'autodialer')
    await cli('trunk-manager', 'set', 'autodialer', '--interval', '0', '--capacity', '30', '--account', 'acme')
    await cli('trunk', 'set', 'provider', '--host', provider, '--port', String(outside.port), '--account', 'acme')
    const body = multipart({ name: 'file', filename: 'hello.wav', content: wavOf() })
    const headers = { 'Content-Type': multipartType }
    const upload = await link.client.call('autodialer/announcements/upload', body, { headers })
    const { filename } = success<{ filename: string }>(upload).data
    announcement = (await data<Row>('autodialer/announcements/add', { name: 'hello', filename }))._id
  })
  after(async () => {
    outside.close()
    await hooks.close()
    await link.stop()
  })
  const cli = (...args: string[]) => link.client.server.cli(...args)
  const data = <T>(operation: string, body: object) => link.client.data<T>(operation, body)
  const search = (conditions: Fields = {}, more: Fields = {}) =>
    data<Pages>(`${reports}/search`, { alike: 'true', conditions, ...more })
  const campaignOf = async (name: string) => {
    const { data: rows } = await data<Pages>(`${campaigns}/search`, { alike: false, conditions: { name } })
    return rows[0] ?? assert.fail(name)
  }
  const completed = (name: string) =>
    eventually(`${name} is completed`, async () => (await campaignOf(name)).status === 'completed')
  const addCampaign = (fields: Fields) =>
    data<Row>(`${campaigns}/add`, {
      ...{ trunk_manager_id: manager, groups: [''], start: '2021-02-19 15:17', end: '2099-02-23 15:17', announcement },
      ...fields,
    })

  test('calls its numbers, and tells of each in its reports, in its statistics and by an event', async () => {
    const { _id } = await addCampaign({ name: 'first', numbers: ['09120000000', '09120000001'], description: 'd' })
    await completed('first')
    const { pagination, data: rows } = await search({ campaign_id: _id, disposition: '', number: '' })
    assert.deepEqual(pagination, { start: 0, count: 20, sorting: { date: -1 }, total: 2 })
    const [busy, answered] = rows as (Row & { readonly tries: readonly Tried[] })[]
    const { _id: id, date, tries, wait, wait_hhmmss, ...rest } = busy ?? assert.fail()
    assert.deepEqual(
      Object.keys(busy ?? {}),
      membersOf(`${reports}/search`).map((name) => (name === 'LOST' ? 'BUSY' : name)),
    )
    assert.match(id, /^[0-9a-f]{24}$/)
    assert.match(date, /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
    assert.deepEqual(rest, {
      ...{ start: '1399-12-01 15:17:00', end: '1477-12-05 15:17:00', campaign_id: { $oid: _id }, campaign: 'first' },
      ...{ interface_context: '', interface_text: '', trunk_manager_id: { $oid: manager }, announcement },
      ...{ number: '09120000001', disposition: 'BUSY', try: 1, repeat: 1, status: 'completed', billsec: 0, input: '' },
      ...{ BUSY: 1, billsec_hhmmss: '00:00:00' },
    })
    const [attempt] = tries
    const { cdr_id, starttime, ...tried } = attempt ?? assert.fail()
    assert.deepEqual(tried, { cause: '17', 'cause-txt': 'User busy', disposition: 'BUSY', wait })
    assert.match(JSON.stringify(starttime), /^\{"\$date":\{"\$numberLong":"\d{13}"\}\}$/)
    assert.equal(wait_hhmmss, `00:00:0${wait}`)
    assert.deepEqual([answered?.disposition, answered?.ANSWERED, answered?.tries.length], ['ANSWERED', 1, 1])

    const info = await data<Row>(`${reports}/info`, { _id: cdr_id.$oid })
    assert.deepEqual(Object.keys(info), membersOf(`${reports}/info`))
    assert.deepEqual(
      { ...info, channel: '', duration: 0 },
      {
        ...{ dcontext: '', amaflags: 'DOCUMENTATION', channel: '', duration: 0, wait },
      },
    )
    assert.match(String(info.channel), /^PJSIP\//)
    assert.deepEqual(await data(`${reports}/info`, { _id: cdr_id }), info)

    const campaign = await campaignOf('first')
    assert.deepEqual(Object.keys(campaign), [...membersOf(`${campaigns}/search`), 'hs', 'statistics'])
    const { repeat, hs, statistics } = campaign
    const { all, sep } = statistics as { all: Fields; sep: Fields[] }
    assert.deepEqual([repeat, hs, sep.length], [1, 1, 1])
    const { sum, avg, wait: waited, wait_avg, min_date, max_date, ...counts } = all
    assert.deepEqual(counts, {
      ...{ try: 2, try_avg: 1, count: 2, numbers: 2, success: 50 },
      disposition: { ANSWERED: { count: 1 }, BUSY: { count: 1 } },
    })
    assert.deepEqual(sep[0], { _id: 1, ...all, answered: 1 })

    const told = await hooks.until(2)
    const events = told.map(({ body }) => JSON.parse(body) as Fields)
    const event = events.find(({ number }) => number === '09120000001') ?? assert.fail()
    const [each] = event.tries as Fields[]
    assert.deepEqual(
      { ...event, tries: [{ ...each, starttime: '' }] },
      {
        ...{ event_name: 'AutoDialerReport', start: '2021-02-19 11:47:00.000000', end: '2099-02-23 11:47:00.000000' },
        ...{ campaign_id: _id, campaign: 'first', interface_context: '', interface_text: '' },
        ...{ trunk_manager_id: manager, announcement, number: '09120000001', disposition: 'BUSY', try: 1, repeat: 1 },
        ...{ billsec: 0, wait, input: '' },
        tries: [{ cdr_id: cdr_id.$oid, ...tried, starttime: '' }],
      },
    )
    assert.match(String(each?.starttime), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  })

  test('its reports are found by each condition, and by pages', async () => {
    const found = async (conditions: Fields, more: Fields = {}) =>
      (await search(conditions, more)).data.map(({ number }) => String(number).slice(-1)).join('')
    assert.equal(await found({}), '10')
    assert.equal(await found({ disposition: 'busy' }), '1')
    assert.equal(await found({ disposition: 'ANSWERED' }, { alike: false }), '0')
    assert.equal(await found({ disposition: 'LOST' }), '')
    assert.equal(await found({ disposition: 'ANSWER' }), '')
    for (const number of ['09120000001', '+989120000001', '00989120000001', '0912 000 0001']) {
      assert.equal(await found({ number }), '1')
    }
    assert.equal(await found({ number: '0912' }), '')
    assert.equal(await found({ campaign_id: '0'.repeat(24) }), '')
    assert.equal(await found({ campaign_id: 'x' }), '')
    assert.equal(await found({ campaign_id: (await search()).data[0]?.campaign_id }), '10')
    for (const date_range of [
      {},
      [],
      '',
      null,
      { from: '', to: '' },
      { from: '2021-01-01 00:00' },
      { to: '1477-01-01 00:00:00' },
    ]) {
      assert.equal(await found({}, { date_range }), '10')
    }
    assert.equal(await found({}, { date_range: { from: '2020-12-26 15:29', to: '2022-12-28 15:29' } }), '')
    assert.equal(await found({}, { date_range: { from: '2099-01-01 00:00' } }), '')
    assert.equal(await found({}, { pagination: { sorting: { date: 1 } } }), '01')
    assert.equal(await found({}, { pagination: { sorting: { _id: '-1' }, start: '1', count: 5 } }), '0')
    assert.equal(await found([] as unknown as Fields), '10')
    const refusals: readonly (readonly [Fields, string])[] = [
      [{ conditions: {} }, missing('alike')],
      [{ alike: true, conditions: 'x' }, invalid('conditions')],
      [{ alike: true, conditions: { number: 5 } }, invalid('number')],
      [{ alike: true, conditions: { disposition: [] } }, invalid('disposition')],
      [{ alike: true, conditions: { campaign_id: 5 } }, invalid('campaign_id')],
      [{ alike: true, date_range: 'today' }, invalid('date_range')],
      [{ alike: true, date_range: { from: 5 } }, invalid('from')],
      [{ alike: true, date_range: { to: '2021-02-30 00:00' } }, invalid('to')],
      [{ alike: true, pagination: { sorting: { number: 1 } } }, invalid('sorting')],
    ]
    for (const [body, message] of refusals) await link.client.refused(`${reports}/search`, body, message)
    for (const _id of ['', '0'.repeat(24), 'x', 'f'.repeat(24), '000000000000000000000100']) {
      await link.client.refused(`${reports}/info`, { _id }, failed)
    }
    await link.client.refused(`${reports}/info`, {}, missing('_id'))
    await link.client.refused(`${reports}/info`, { _id: 5 }, invalid('_id'))
  })

  test('another account sees none of it', async () => {
    const { client: stranger } = await addAccount(link.client.server)
    const [row] = (await search()).data
    const [attempt] = (row?.tries ?? []) as readonly Tried[]
    assert.deepEqual((await stranger.data<Pages>(`${reports}/search`, { alike: true })).data, [])
    assert.deepEqual(await stranger.data(`${reports}/ordered/id`, {}), { last_id: '', data: [] })
    await stranger.refused(`${reports}/info`, { _id: attempt?.cdr_id.$oid }, failed)
    await stranger.refused('pbx/musiconholds/search', { alike: true }, failed)
  })

  test('25 numbers are 20 and 5 behind an id, and those that were not called say why', async () => {
    await cli('optout', 'add', '+98 912 000 1070', '--account', 'acme')
    const numbers = Array.from({ length: 23 }, (_, index) => `0912000${100 + index}0`)
    await addCampaign({ name: 'second', numbers: numbers.slice(0, 18) })
    await completed('second')
    const first = await data<Ordered>(`${reports}/ordered/id`, { _id: '' })
    const { data: rows } = await search({}, { pagination: { count: 100, sorting: { _id: 1 } } })
    assert.equal(rows.length, 20)
    assert.deepEqual(first, { last_id: rows.at(-1)?._id, data: rows })
    const skipped = rows.find(({ number }) => number === '09120001070')
    assert.deepEqual(
      [skipped?.disposition, skipped?.SKIPPED, skipped?.skipped, skipped?.try, skipped?.tries, skipped?.status],
      ['SKIPPED', 1, 'opted_out', 0, [], 'completed'],
    )
    await addCampaign({ name: 'third', numbers: numbers.slice(18) })
    await completed('third')
    const page = await data<Ordered>(`${reports}/ordered/id`, {})
    assert.equal(page.data.length, 20)
    const rest = await data<Ordered>(`${reports}/ordered/id`, { _id: page.last_id })
    assert.equal(rest.data.length, 5)
    assert.deepEqual(await data(`${reports}/ordered/id`, { _id: rest.last_id }), { last_id: rest.last_id, data: [] })
    const ids = [...page.data, ...rest.data].map(({ _id }) => _id)
    assert.deepEqual([...ids].sort(), ids)
    await link.client.refused(`${reports}/ordered/id`, { _id: 'x' }, failed)
  })

  test('is not removed while it runs, and its row tells of the call that goes on', async () => {
    const { _id } = await addCampaign({ name: 'ringing', numbers: ['09120000002'] })
    await eventually('the number rings', async () => (await search({ campaign_id: _id })).data.length === 1)
    const [row] = (await search({ campaign_id: _id })).data
    assert.deepEqual([row?.disposition, row?.status, row?.try], ['', 'in-process', 1])
    assert.equal((await campaignOf('ringing')).status, 'running')
    await link.client.refused(`${campaigns}/remove`, { _id }, failed)
    const found = await data<Pages>(`${campaigns}/search`, { alike: true, conditions: { status: 'running' } })
    assert.deepEqual(
      found.data.map((each) => each._id),
      [_id],
    )
  })

  test('is running while it is paused, completed when it is stopped, and runs again with new numbers', async () => {
    const { _id } = await campaignOf('ringing')
    const turn = (name: string) => cli('campaign', name, _id, '--account', 'acme')
    await turn('pause')
    assert.equal((await campaignOf('ringing')).status, 'running')
    await link.client.refused(`${campaigns}/remove`, { _id }, failed)
    await turn('stop')
    assert.equal((await campaignOf('ringing')).status, 'completed')
    await eventually('the call is over', async () => {
      const [row] = (await search({ campaign_id: _id })).data
      return row?.status === 'completed' && row.disposition !== ''
    })
    assert.deepEqual(await data(`${campaigns}/update`, { _id, numbers: ['09120000040'] }), { count: 1 })
    await turn('repeat')
    await eventually('the second run is over', async () => {
      const { status, repeat } = await campaignOf('ringing')
      return status === 'completed' && repeat === 2
    })
    const { data: rows } = await search({ campaign_id: _id })
    assert.deepEqual(
      rows.map(({ repeat, number, disposition }) => [repeat, number, disposition === 'ANSWERED']),
      [
        [2, '09120000040', true],
        [1, '09120000002', false],
      ],
    )
    const { hs, statistics } = await campaignOf('ringing')
    const { all, sep } = statistics as { all: Fields; sep: Fields[] }
    assert.deepEqual([hs, sep.map((run) => run._id), all.count, all.success], [2, [1, 2], 2, 50])
    assert.equal(await data(`${campaigns}/remove`, { _id }), '')
    assert.deepEqual((await search({ campaign_id: _id })).data, [])
  })

  test('hold music is what the PBX is configured with', async () => {
    const found = (name: string, alike: unknown = true) =>
      data<readonly Row[]>('pbx/musiconholds/search', { alike, conditions: { name } })
    const [music, ...others] = await found('')
    assert.deepEqual(others, [])
    const { _id, date, musics, ...rest } = music ?? assert.fail()
    assert.deepEqual(Object.keys(music ?? {}), membersOf('pbx/musiconholds/search'))
    assert.match(`${_id} ${date}`, /^[0-9a-f]{24} 14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
    assert.deepEqual(rest, { name: 'default', path: 'music', count: 1 })
    const [file] = musics as readonly Fields[]
    assert.match(String(file?.date), /^14\d\d-\d\d-\d\d \d\d:\d\d$/)
    assert.deepEqual({ ...file, date: '' }, { file: 'calm.sln', size: '375.00 KB', date: '', type: 'file' })
    assert.equal((await found('FAULT')).length, 1)
    assert.equal((await found('fault', 'false')).length, 0)
    assert.equal((await found('default', 'false')).length, 1)
  })
})
