import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addLox24Account, type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'

const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: ['--message-routes', 'direct=paper:0.05,economy=paper:0.02'],
})
after(() => server.stop())
const client = new Lox24Client(server)

// Within the 366 days for which a message can be planned, and behind them.
const day = 24 * 60 * 60
const now = Math.ceil(Date.now() / 1000)
const fine = { sms: { phone: '+491701234500' }, bulks: { phones: ['+491701234500'] } } as const

/** What a field answers: the value that is read afterwards, or a refusal whose `detail` begins so. */
type Case = readonly [value: unknown, outcome: { readonly read: unknown } | { readonly refused: string }]
const read = (value: unknown) => ({ read: value })
const refused = (detail: string) => ({ refused: detail })
const blank = (name: string) => refused(`${name}: This value should not be blank.`)
const notValid = (name: string) => refused(`${name}: This value is not valid.`)
const tooLong = (name: string, most: number) =>
  refused(`${name}: This value is too long. It should have ${most} characters or less.`)
const typeOf = (name: string, wanted: string, given: string) =>
  refused(`The type of the "${name}" attribute must be "${wanted}", "${given}" given.`)

/** Each case of the fields that messages and bulks have alike; undefined is absent. */
const shared: Readonly<Record<string, readonly Case[]>> = {
  text: [
    ...([
      [undefined, blank('text')],
      ['', blank('text')],
      ['  ', read('  ')],
    ] as const),
    ...([
      [null, typeOf('text', 'string', 'NULL')],
      [5, typeOf('text', 'string', 'integer')],
    ] as const),
    ...([
      ['a', read('a')],
      ['line\nline', read('line\nline')],
      ['سلام 😀', read('سلام 😀')],
    ] as const),
    ['a\u0000', notValid('text')],
  ],
  sender_id: [
    ...([
      [undefined, blank('sender_id')],
      ['', blank('sender_id')],
    ] as const),
    [null, typeOf('sender_id', 'string', 'NULL')],
    ...([
      ['A', read('A')],
      ['Eleven Char', read('Eleven Char')],
      ['Twelve chars', notValid('sender_id')],
    ] as const),
    ...([
      ['+123456789012345', read('+123456789012345')],
      ['1', read('1')],
      ['+0170', notValid('sender_id')],
    ] as const),
    ['+1234567890123456', tooLong('sender_id', 16)],
  ],
  service_code: [
    ...([
      [undefined, read('direct')],
      [null, read('direct')],
      ['economy', read('economy')],
    ] as const),
    ['pigeon', refused("service_code: Service's code is invalid or unavailable.")],
    ['', refused("service_code: Service's code is invalid or unavailable.")],
    ['x'.repeat(31), tooLong('service_code', 30)],
    [1, typeOf('service_code', 'string', 'integer')],
  ],
  delivery_at: [
    ...([
      [undefined, read(0)],
      [null, read(0)],
      [0, read(0)],
    ] as const),
    ...([
      [now + 366 * day - 60, read(now + 366 * day - 60)],
      [now + 367 * day, notValid('delivery_at')],
    ] as const),
    ...([
      [1, read(1)],
      [-1, refused('delivery_at: This value should be 0 or more.')],
    ] as const),
    ...([
      [1.5, typeOf('delivery_at', 'int', 'double')],
      ['', typeOf('delivery_at', 'int', 'string')],
    ] as const),
  ],
  source: [
    ...([
      [undefined, read(0)],
      [null, read(0)],
      [0, read(0)],
      [-5, read(-5)],
    ] as const),
    [Number.MAX_SAFE_INTEGER, read(Number.MAX_SAFE_INTEGER)],
    [Number.MAX_SAFE_INTEGER + 1, notValid('source')],
    ['', typeOf('source', 'int', 'string')],
  ],
  voice_lang: [
    ...([
      [undefined, read(null)],
      [null, read(null)],
      ['DE', read('DE')],
    ] as const),
    ...([
      ['de', notValid('voice_lang')],
      ['', notValid('voice_lang')],
      ['DEU', tooLong('voice_lang', 2)],
    ] as const),
  ],
  callback_data: [
    ...([
      [undefined, read(null)],
      [null, read(null)],
      ['', read('')],
      ['c'.repeat(36), read('c'.repeat(36))],
    ] as const),
    ['c'.repeat(37), tooLong('callback_data', 36)],
    [{}, typeOf('callback_data', 'string', 'array')],
  ],
}
const ofSms: Readonly<Record<string, readonly Case[]>> = {
  phone: [
    ...([
      [undefined, blank('phone')],
      ['', blank('phone')],
      [null, typeOf('phone', 'string', 'NULL')],
    ] as const),
    ...([
      ['01701234567', read('+491701234567')],
      ['+4', notValid('phone')],
    ] as const),
    ['1'.repeat(31), tooLong('phone', 30)],
  ],
  is_unicode: [
    ...([
      [undefined, read(false)],
      [null, read(false)],
      [true, read(true)],
      [false, read(false)],
    ] as const),
    ...([
      ['', typeOf('is_unicode', 'bool', 'string')],
      [1, typeOf('is_unicode', 'bool', 'integer')],
    ] as const),
  ],
  is_text_deleted: [
    ...([
      [undefined, read(false)],
      [null, read(false)],
      [true, read(true)],
      [false, read(false)],
    ] as const),
    [0, typeOf('is_text_deleted', 'bool', 'integer')],
  ],
}
const ofBulks: Readonly<Record<string, readonly Case[]>> = {
  is_unicode: [
    ...([
      [undefined, read(null)],
      [null, read(null)],
      [true, read(true)],
      [false, read(false)],
    ] as const),
    ['', typeOf('is_unicode', 'bool', 'string')],
  ],
  msg_groups: [
    ...([
      [undefined, read([])],
      [null, read([])],
      [[], read([])],
    ] as const),
    ...([
      [[0], notValid('msg_groups')],
      ['', typeOf('msg_groups', 'array', 'string')],
    ] as const),
    [[null], typeOf('msg_groups[0]', 'int', 'NULL')],
  ],
  phones: [
    ...([
      [undefined, read(undefined)],
      [null, read(undefined)],
      [[], read(undefined)],
    ] as const),
    ...([
      [['1'.repeat(30)], read(undefined)],
      [['+491701234500', '1'.repeat(31)], notValid('phones[1]')],
    ] as const),
    [[null], typeOf('phones[0]', 'string', 'NULL')],
  ],
}

for (const [collection, own] of [
  ['sms', ofSms],
  ['bulks', ofBulks],
] as const) {
  describe(`the fields of /${collection}`, () => {
    for (const [name, cases] of Object.entries({ ...shared, ...own })) {
      test(name, async () => {
        for (const [value, outcome] of cases) {
          const usual: Fields = { sender_id: 'Test', text: 'hi', delivery_at: now + day, ...fine[collection] }
          const body = { ...usual, [name]: value }
          const answer = await client.call<Fields>('POST', `/${collection}`, body)
          const what = `${name}: ${JSON.stringify(value)?.slice(0, 60)} → ${answer.status} ${answer.text.slice(0, 300)}`
          if ('refused' in outcome) {
            assert.equal(answer.status, 400, what)
            assert.equal(String(answer.body.detail).split('\n')[0], outcome.refused, what)
            continue
          }
          assert.equal(answer.status, 201, what)
          const id = answer.body.uuid ?? answer.body.id
          const kept = await client.ok<Fields>(200, 'GET', `/${collection}/${id}`)
          assert.deepEqual([answer.body[name], kept[name]], [outcome.read, outcome.read], what)
        }
      })
    }
  })
}

describe('the orders and filters of messages', () => {
  let tenant: Lox24Client
  before(async () => {
    ;({ client: tenant } = await addLox24Account(server))
  })

  test('GET /sms has each order in both directions, and the first one that is named decides', async () => {
    const send = (source: number, delivery_at: number) =>
      tenant.ok<Fields>(201, 'POST', '/sms', {
        ...{ ...fine.sms, sender_id: 'Test', text: 'hi', source, delivery_at },
      })
    await send(1, now + 3000)
    await send(2, now + 1000)
    await send(3, now + 2000)
    const order = async (query: string) =>
      (await tenant.ok<Fields[]>(200, 'GET', `/sms?${query}`)).map(({ source }) => source).join('')
    for (const [query, wanted] of [
      ...([
        ['', '321'],
        ['_order[created_at]=asc', '123'],
        ['_order[created_at]=DESC', '321'],
      ] as const),
      ...([
        ['_order[delivery_at]=asc', '231'],
        ['_order[delivery_at]=desc', '132'],
      ] as const),
      ...([
        ['_order[created_at]=x', '321'],
        ['_order[text]=asc', '321'],
        ['_order=asc', '321'],
      ] as const),
      ['_order[delivery_at]=asc&_order[created_at]=asc', '231'],
    ])
      assert.equal(await order(query ?? ''), wanted, query)
    // What has not left has no time, and the others keep theirs.
    const sent = await tenant.ok<Fields>(201, 'POST', '/sms', { ...fine.sms, sender_id: 'Test', text: 'hi', source: 4 })
    while (!(await tenant.ok<Fields>(200, 'GET', `/sms/${sent.uuid}`)).is_sent) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const ends = [await order('_order[gateway_sent_at]=asc'), await order('_order[gateway_sent_at]=desc')]
    assert.deepEqual(ends.map((end) => end.indexOf('4')).toSorted(), [0, 3])
    for (const query of [
      'is_sent=1',
      'is_sent=true',
      `gateway_sent_at[gte]=${now - 60}`,
      'delivery_at=0',
      'bulk=1&source=4',
    ])
      assert.equal(await order(query), query.startsWith('bulk') ? '' : '4', query)
    for (const query of [
      'is_sent=0',
      'is_sent=false',
      'gateway_sent_at=0',
      `delivery_at[between]=${now + 1}..${now + 3000}`,
    ])
      assert.equal(await order(query), '321', query)
    assert.equal(await order(`delivery_at[lte]=${now + 1000}&delivery_at[gt]=${now}`), '2')
  })

  test('GET /bulks has its order and its filter, of one status and of several', async () => {
    const made: unknown[] = []
    for (const phones of [['+491701234500'], [], ['+491701234501']]) {
      const body = { sender_id: 'Test', text: 'hi', delivery_at: now + day, phones }
      made.push((await tenant.ok<Fields>(201, 'POST', '/bulks', body)).id)
    }
    const [one, , three] = made
    await tenant.ok(200, 'POST', `/bulks/${three}/cancel`)
    const found = async (query: string) =>
      (await tenant.ok<Fields[]>(200, 'GET', `/bulks?${query}`)).map(({ id }) => id)
    assert.deepEqual(await found(''), made.toReversed())
    assert.deepEqual(await found('_order[created_at]=asc'), made)
    assert.deepEqual(await found('_order[created_at]=desc'), made.toReversed())
    assert.deepEqual(await found('status_code=15'), [three])
    assert.deepEqual(await found('status_code[]=15&status_code[]=0'), [three, one])
    assert.deepEqual(await found('status_code%5B0%5D=0&_order[created_at]=asc'), [one])
    assert.deepEqual([await found('status_code=77'), await found('status_code=x')], [[], []])
    const { body } = await tenant.call('GET', '/bulks', undefined, { Accept: 'application/ld+json' })
    assert.match(JSON.stringify(body['hydra:search']), /\/bulks\{\?status_code,_order\[created_at\]\}/)
  })

  test('GET /incomings has its order in both directions', async () => {
    for (const text of ['1', '2', '3']) {
      await server.cli('message', 'receive', '+491701234500', '+4915735999', text, '--account', 'acme')
    }
    const order = async (query: string) =>
      (await client.ok<Fields[]>(200, 'GET', `/incomings?${query}`)).map(({ text }) => text).join('')
    assert.deepEqual(
      [await order(''), await order('_order[received_at]=asc'), await order('_order[received_at]=desc')],
      ['321', '123', '321'],
    )
    assert.equal(await order('_order[text]=asc'), '321')
  })

  test('what a message links to and nobody documents is refused as a path that is not there', async () => {
    const { uuid, requests, clicks } = await client.ok<Fields>(201, 'POST', '/sms', {
      ...{ ...fine.sms, sender_id: 'Test', text: 'hi', delivery_at: now + day },
    })
    assert.deepEqual([requests, clicks], [`/sms/${uuid}/requests`, `/sms/${uuid}/clicks`])
    for (const path of [requests, clicks]) {
      const answer = await client.call('GET', String(path))
      assert.equal(answer.status, 404)
      assert.equal(typeof answer.body.detail, 'string')
    }
  })
})
