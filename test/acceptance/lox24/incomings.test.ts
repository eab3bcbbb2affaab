import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addLox24Account, assertProblem, type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { addWebhook, payloadOf } from '../support/webhooks.ts'

const ours = '+4915735999'
const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: ['--message-routes', 'direct=paper:0.056'],
})
after(() => server.stop())
const client = new Lox24Client(server)

const receive = (from: string, text: string, to = ours) =>
  server.cli('message', 'receive', from, to, text, '--account', 'acme')
const list = (query = '') => client.ok<Fields[]>(200, 'GET', `/incomings${query}`)
const texts = async (query: string) => (await list(query)).map(({ text }) => text)
const send = (fields: Fields) => client.ok<{ uuid: string }>(201, 'POST', '/sms', { text: 'Hello?', ...fields })
const until = async (uuid: string, code: number): Promise<Fields> => {
  for (;;) {
    const sms = await client.ok<Fields>(200, 'GET', `/sms/${uuid}`)
    if (sms.dlr_code === code) return sms
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('messages that came in', () => {
  let asked: string
  before(async () => {
    assert.deepEqual(await list(), [])
    ;({ uuid: asked } = await send({ phone: '+491701234500', sender_id: ours }))
    await until(asked, 1)
    await receive('01701234500', 'Yes, 100 % _fine_')
    await receive('+41761234567', 'No')
    await receive('MyBank', 'سلام')
  })

  test('are listed, the newest first, and each tells which message it answers', async () => {
    const now = Math.floor(Date.now() / 1000)
    const all = await list()
    assert.deepEqual(
      all.map(({ uuid, received_at, ...rest }) => rest),
      [
        { to: ours, from: 'MyBank', text: 'سلام', msg_uuid: null },
        { to: ours, from: '+41761234567', text: 'No', msg_uuid: null },
        { to: ours, from: '+491701234500', text: 'Yes, 100 % _fine_', msg_uuid: asked },
      ],
    )
    for (const { uuid, received_at } of all) {
      assert.match(String(uuid), /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
      assert.ok((received_at as number) <= now && (received_at as number) > now - 600)
    }
    assert.deepEqual(await client.ok(200, 'GET', `/incomings/${all[0]?.uuid}`), all[0])
  })

  test('are found by a part of a text or a number in any case, by the message that they answer, and ordered', async () => {
    for (const [query, found] of [
      ['?text=NO', ['No']],
      ['?text=%25%20_', ['Yes, 100 % _fine_']],
      ['?from=%2B4917', ['Yes, 100 % _fine_']],
      ['?from=+4917', ['Yes, 100 % _fine_']],
      ['?from=mybank', ['سلام']],
      ['?from[]=4917&from[]=BANK', ['سلام', 'Yes, 100 % _fine_']],
      ['?to=15735&_order[received_at]=asc', ['Yes, 100 % _fine_', 'No', 'سلام']],
      ['?to=999999', []],
      [`?msg_uuid=${asked}`, ['Yes, 100 % _fine_']],
      [`?msg_uuid[]=x&msg_uuid[]=${asked.toUpperCase()}`, ['Yes, 100 % _fine_']],
      ['?msg_uuid=x', []],
      ['?other=1', ['سلام', 'No', 'Yes, 100 % _fine_']],
      ['?page=2', []],
    ] as const)
      assert.deepEqual(await texts(query), found, query)
    assertProblem(await client.call('GET', '/incomings?page=0'), 400, 'Page should not be less than 1')
  })

  test('are a collection of Hydra with its filters', async () => {
    const answer = await client.call<Fields>('GET', '/incomings', undefined, { Accept: 'application/ld+json' })
    assert.equal(answer.body['@context'], '/contexts/incomings')
    assert.equal(answer.body['hydra:totalItems'], 3)
    const [first] = answer.body['hydra:member'] as Fields[]
    assert.deepEqual([first?.['@type'], first?.['@id']], ['incomings', `/incomings/${first?.uuid}`])
    assert.match(JSON.stringify(answer.body['hydra:search']), /\{\?text,from,to,msg_uuid,_order\[received_at\]\}/)
  })

  test('are removed, and are no other account’s', async () => {
    const [first] = await list()
    const { client: stranger } = await addLox24Account(server)
    assert.deepEqual(await stranger.ok(200, 'GET', '/incomings'), [])
    for (const method of ['GET', 'DELETE'] as const) {
      assertProblem(await stranger.call(method, `/incomings/${first?.uuid}`), 404, 'Not Found')
      assertProblem(await client.call(method, '/incomings/nonsense'), 404, 'Not Found')
    }
    await client.ok(204, 'DELETE', `/incomings/${first?.uuid}`)
    assertProblem(await client.call('DELETE', `/incomings/${first?.uuid}`), 404, 'Not Found')
    assert.equal((await list()).length, 2)
  })
})

describe('webhooks of messages', () => {
  let receiver: Receiver
  before(async () => {
    receiver = await startReceiver()
    await addWebhook(server, 'acme', `${receiver.origin}/hook`, '--dialect', 'lox24')
  })
  after(() => receiver.close())

  const named = async (name: string, count = 1) =>
    (await receiver.until(count, ({ body }) => body.includes(`"${name}"`))).map((message) => payloadOf(message))
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

  test('tell what became of a message, with the client’s own data, in the vendor’s envelope', async () => {
    const { uuid: id } = await send({ phone: '+491701234500', sender_id: 'Test', callback_data: 'mine' })
    const { key_id } = await until(id, 1)
    const [told] = await named('sms.delivery')
    const { id: eventId, created_at, notification_task_id, attempt_total, attempts_total, ...rest } = told ?? {}
    assert.match(String(eventId), uuid)
    assert.match(String(notification_task_id), uuid)
    assert.ok(typeof created_at === 'number' && typeof attempt_total === 'number' && attempt_total === attempts_total)
    assert.deepEqual(rest, {
      data: { id, key_id, dlr_code: 1, status_code: 100, callback_data: 'mine' },
      ...{ name: 'sms.delivery', api_version: '2022-05-25', attempt_number: 1 },
    })
    const [message] = receiver.received
    assert.deepEqual(
      [message?.method, message?.path, message?.headers['content-type']],
      ['POST', '/hook', 'application/json'],
    )
  })

  test('tell of those that fail, and count the attempts', async () => {
    receiver.replyWith((_message, response) => response.writeHead(500).end())
    const { uuid: id } = await send({ phone: '+491701234590', sender_id: 'Test' })
    await until(id, 16)
    const told = await named('sms.delivery', 3)
    const of = told.filter(({ data }) => (data as Fields).id === id)
    assert.deepEqual(
      of.map(({ attempt_number, data }) => [attempt_number, (data as Fields).dlr_code, (data as Fields).status_code]),
      [
        [1, 16, 2000],
        [2, 16, 2000],
      ],
    )
    assert.equal(of[0]?.id, of[1]?.id)
  })

  test('tell of messages that came in, and of who wants no more, who gets none then', async () => {
    await receive('+491701234600', ' stop! ')
    const [incoming] = await named('sms.incoming')
    const { uuid: id, ...shown } = (await list())[0] ?? {}
    assert.deepEqual(incoming?.data, { id, ...shown })
    const [gone] = await named('phone.unsubscribe')
    const { created_at, user_id, ...data } = (gone?.data ?? {}) as Fields
    assert.ok(Number.isInteger(created_at) && Number.isInteger(user_id))
    assert.deepEqual(data, {
      ...{ phone: '+491701234600', campaign_code: '', short_link_code: '', unsubscribe_request_id: 0 },
      additional_data: { reason: { id: 6, label: 'other' }, additional_text: ' stop! ' },
    })
    const blocked = await client.ok<Fields[]>(200, 'GET', '/blocked_numbers?number=%2B491701234600')
    assert.deepEqual(
      blocked.map(({ number, type }) => [number, type]),
      [['+491701234600', 2]],
    )
    const { uuid: skipped } = await send({ phone: '01701234600', sender_id: 'Test' })
    assert.equal((await until(skipped, 16)).status_code, 208)
    assert.match(await server.cli('message', 'inbox', '--account', 'acme'), /01234600.* yes +stop!/)
  })
})
