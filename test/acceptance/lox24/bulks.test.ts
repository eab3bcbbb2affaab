import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  addLox24Account,
  assertProblem,
  assertViolations,
  blank,
  type Fields,
  Lox24Client,
  notValid,
  startLox24,
  tooLong,
} from '../support/lox24.ts'

interface Bulk extends Fields {
  readonly id: number
  readonly status_code: number
}

const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: ['--message-routes', 'direct=paper:0.056,slow=paper:0.02:5', '--message-budget', '10000'],
})
after(() => server.stop())
const client = new Lox24Client(server)

const fine = { sender_id: 'Test', text: 'Hello', phones: ['+491701234500'] }
const soon = () => Math.ceil(Date.now() / 1000) + 3600
const post = (more: Fields = {}) => client.ok<Bulk>(201, 'POST', '/bulks', { ...fine, ...more })
const get = (id: number) => client.ok<Bulk>(200, 'GET', `/bulks/${id}`)
const until = async (id: number, isThere: (bulk: Bulk) => boolean): Promise<Bulk> => {
  for (;;) {
    const bulk = await get(id)
    if (isThere(bulk)) return bulk
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('POST /bulks', () => {
  test('goes to groups and phones, each number once, with the values of the columns', async () => {
    const group = await client.ok<{ id: number }>(201, 'POST', '/groups', {
      ...{ name: 'clients', name_a: 'Name' },
      phones: [{ phone: '01701234501', a: 'Ada', callback_data: 'own' }, { phone: '+491701234502' }, { phone: '12' }],
    })
    const answer = await client.call<Bulk>('POST', '/bulks', {
      ...{ sender_id: 'testbulk', text: 'Dear [Name], hi', service_code: 'direct', source: 1234, voice_lang: 'DE' },
      ...{ phones: ['+49 170 1234501', '+491701234503'], msg_groups: [group.id], callback_data: 'usual' },
    })
    assert.equal(answer.status, 201)
    const { id, created_at, key_id, ip, ...rest } = answer.body
    assert.equal(answer.headers.location, `/bulks/${id}`)
    assert.ok(typeof created_at === 'number' && typeof key_id === 'number' && typeof ip === 'string')
    assert.deepEqual(rest, {
      ...{ callback_data: 'usual', delivery_at: 0, finished_at: 0, is_unicode: null, msg_groups: [group.id] },
      ...{ sender_id: 'testbulk', service_code: 'direct', sms_cancelled_count: 0, sms_count: 5 },
      ...{ sms_delivered_count: 0, sms_failed_count: 0, sms_queued_count: 5, sms_repeated_count: 0 },
      ...{ sms_sent_count: 0, sms_skipped_count: 0, source: 1234, status_code: 0, text: 'Dear [Name], hi' },
      voice_lang: 'DE',
    })
    const done = await until(id, (bulk) => bulk.status_code === 10 && bulk.sms_delivered_count === 3)
    assert.deepEqual(
      [done.sms_repeated_count, done.sms_skipped_count, done.sms_queued_count, (done.finished_at as number) > 0],
      [1, 1, 0, true],
    )
    const sms = await client.ok<Fields[]>(200, 'GET', `/sms?bulk=${id}&_order[created_at]=asc`)
    assert.deepEqual(
      sms.map(({ phone, text, callback_data, status_code, bulk_id }) => [
        phone,
        text,
        callback_data,
        status_code,
        bulk_id,
      ]),
      [
        ['+491701234501', 'Dear Ada, hi', 'own', 100, id],
        ['+491701234502', 'Dear , hi', 'usual', 100, id],
        ['12', 'Dear , hi', 'usual', 208, id],
        ['+491701234503', 'Dear , hi', 'usual', 100, id],
      ],
    )
  })

  test('without anybody to write to has the status of that', async () => {
    for (const more of [
      { phones: null, msg_groups: null },
      { phones: [], msg_groups: [] },
    ]) {
      assert.equal((await post(more)).status_code, 201)
    }
  })

  test('answers what is wrong in the words of the validator', async () => {
    const wrong = (more: Fields) => client.call('POST', '/bulks', { ...fine, ...more })
    assertViolations(await wrong({ text: '' }), blank('text'))
    assertViolations(await wrong({ text: 'x'.repeat(1786) }), tooLong('text', 1785))
    assertViolations(await wrong({ sender_id: '!' }), notValid('sender_id'))
    assertViolations(await wrong({ phones: ['1'.repeat(31)] }), notValid('phones[0]'))
    assertViolations(await wrong({ msg_groups: [99_999] }), notValid('msg_groups'))
    assertViolations(await wrong({ msg_groups: [-1] }), notValid('msg_groups[0]'))
    for (const [more, detail] of [
      [{ phones: 'x' }, 'The type of the "phones" attribute must be "array", "string" given.'],
      [{ phones: [1] }, 'The type of the "phones[0]" attribute must be "string", "integer" given.'],
      [{ msg_groups: ['1'] }, 'The type of the "msg_groups[0]" attribute must be "int", "string" given.'],
      [{ delivery_at: 'x' }, 'The type of the "delivery_at" attribute must be "int", "string" given.'],
    ] as const) {
      assertProblem(await wrong(more), 400, detail)
    }
    assert.equal((await post({ text: 'x'.repeat(1785), delivery_at: soon() })).status_code, 0)
  })

  test('a dry run writes nothing', async () => {
    const before = await client.ok<Bulk[]>(200, 'GET', '/bulks')
    const dry = await client.ok<Bulk>(201, 'POST', '/bulks/dryrun', fine)
    assert.equal(dry.sms_count, 1)
    assert.deepEqual(await client.ok<Bulk[]>(200, 'GET', '/bulks'), before)
  })
})

describe('bulks', () => {
  test('are cancelled before they leave, and once', async () => {
    const { id } = await post({ delivery_at: soon() })
    assert.equal((await client.ok<Bulk>(200, 'POST', `/bulks/${id}/cancel`)).status_code, 15)
    assert.equal((await client.call('POST', `/bulks/${id}/cancel`)).status, 422)
    const found = await client.ok<Bulk[]>(200, 'GET', '/bulks?status_code=15')
    assert.deepEqual(
      found.map((bulk) => bulk.id),
      [id],
    )
    assert.equal((await client.call('GET', '/bulks/999999')).status, 404)
  })

  test('are described in JSON-LD', async () => {
    const { id } = await post({ delivery_at: soon() })
    const headers = { Accept: 'application/ld+json' }
    const { body } = await client.call<Fields>('GET', `/bulks/${id}`, undefined, headers)
    assert.deepEqual([body['@context'], body['@id'], body['@type']], ['/contexts/bulks', `/bulks/${id}`, 'bulks'])
    const list = await client.call<Fields>('GET', '/bulks', undefined, headers)
    assert.equal((list.body['hydra:member'] as Fields[])[0]?.['@id'], `/bulks/${id}`)
  })

  test('of one account do not hold up the message of another', async () => {
    const phones = Array.from({ length: 400 }, (_, at) => `+4917020${String(at * 100).padStart(5, '0')}`)
    const { id } = await post({ phones, service_code: 'slow' })
    await until(
      id,
      ({ sms_sent_count, sms_delivered_count }) => (sms_sent_count as number) + (sms_delivered_count as number) > 0,
    )
    const { client: other } = await addLox24Account(server)
    const begun = Date.now()
    const single = { phone: '+491701234500', sender_id: 'Test', text: 'Hello', service_code: 'slow' }
    const { uuid } = await other.ok<{ uuid: string }>(201, 'POST', '/sms', single)
    while (!(await other.ok<{ is_sent: boolean }>(200, 'GET', `/sms/${uuid}`)).is_sent) {
      assert.ok(Date.now() < begun + 20_000, 'the message of another waits for the bulk')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.ok(((await get(id)).sms_queued_count as number) > 200)
    await client.ok(200, 'POST', `/bulks/${id}/cancel`)
  })
})
