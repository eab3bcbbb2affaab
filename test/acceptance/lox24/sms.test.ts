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
  sampleToken,
  startLox24,
  tooLong,
  wrongType,
} from '../support/lox24.ts'

interface Sms extends Fields {
  readonly uuid: string
  readonly status_code: number
  readonly dlr_code: number
}

const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: ['--message-routes', 'direct=paper:0.056,economy=paper:0.02'],
})
after(() => server.stop())
const client = new Lox24Client(server)

const fine = { phone: '+491701234500', sender_id: 'Test', text: 'Hello' }
const soon = () => Math.ceil(Date.now() / 1000) + 3600
const post = (more: Fields = {}) => client.ok<Sms>(201, 'POST', '/sms', { ...fine, ...more })
const get = (uuid: string) => client.ok<Sms>(200, 'GET', `/sms/${uuid}`)
const list = (query = '') => client.ok<Sms[]>(200, 'GET', `/sms${query}`)
const until = async (uuid: string, isThere: (sms: Sms) => boolean): Promise<Sms> => {
  for (;;) {
    const sms = await get(uuid)
    if (isThere(sms)) return sms
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const serviceViolation = {
  propertyPath: 'service_code',
  message: "Service's code is invalid or unavailable.",
  code: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3',
}

describe('POST /sms', () => {
  test('answers the message in the order of the sample, and it is delivered', async () => {
    const before = Math.floor(Date.now() / 1000)
    const answer = await client.call<Sms>('POST', '/sms', fine)
    assert.equal(answer.status, 201)
    const { uuid, created_at, key_id, ip, ...rest } = answer.body
    assert.equal(answer.headers.location, `/sms/${uuid}`)
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    assert.ok((created_at as number) >= before && typeof key_id === 'number')
    assert.match(String(ip), /^(127\.0\.0\.1|::1)$/)
    assert.deepEqual(rest, {
      ...{
        bulk_id: null,
        callback_data: null,
        chars_count: 5,
        clicks: `/sms/${uuid}/clicks`,
        delivery_at: 0,
        dlr_code: 0,
      },
      ...{ gateway_sent_at: 0, is_sent: false, is_text_deleted: false, is_unicode: false, iso2: 'DE', parts_count: 1 },
      ...{
        phone: fine.phone,
        price: 0.056,
        requests: `/sms/${uuid}/requests`,
        sender_id: 'Test',
        service_code: 'direct',
      },
      ...{ source: 0, status_code: 0, text: 'Hello', voice_lang: null },
    })
    assert.deepEqual(Object.keys(answer.body), Object.keys(answer.body).toSorted())
    const delivered = await until(uuid, ({ dlr_code }) => dlr_code === 1)
    assert.deepEqual([delivered.status_code, delivered.is_sent], [100, true])
    assert.ok((delivered.gateway_sent_at as number) >= before)
  })

  test('keeps every field that it takes, absent, null, and at its limit', async () => {
    const all = {
      ...{ service_code: 'economy', delivery_at: soon(), source: -5, voice_lang: 'DE', callback_data: 'c'.repeat(36) },
      ...{ is_text_deleted: true, is_unicode: true, sender_id: '+491701234567' },
    }
    const made = await post(all)
    assert.deepEqual(await get(made.uuid), made)
    for (const [name, value] of Object.entries(all)) assert.equal(made[name], value, name)
    const nulls = { service_code: null, delivery_at: null, source: null, voice_lang: null, callback_data: null }
    const bare = await post({ ...nulls, is_text_deleted: null, is_unicode: null, unknown: 1, uuid: 'x' })
    assert.deepEqual(
      [bare.service_code, bare.delivery_at, bare.source, bare.voice_lang, bare.callback_data, bare.is_text_deleted],
      ['direct', 0, 0, null, null, false],
    )
  })

  test('takes numbers as they are dialled, and tells their country', async () => {
    for (const [phone, full, iso2] of [
      ['01701234567', '+491701234567', 'DE'],
      ['00491701234567', '+491701234567', 'DE'],
      ['491701234567', '+491701234567', 'DE'],
      ['+1 (415) 555-2671', '+14155552671', 'US'],
    ]) {
      const sms = await client.ok<Sms>(201, 'POST', '/sms/dryrun', { ...fine, phone })
      assert.deepEqual([sms.phone, sms.iso2], [full, iso2], phone)
    }
  })

  test('takes a whole number without its plus, in an account without a country, and no national one', async () => {
    const { client: tenant } = await addLox24Account(server)
    const sms = await tenant.ok<Sms>(201, 'POST', '/sms/dryrun', { ...fine, phone: '41791234567' })
    assert.deepEqual([sms.phone, sms.iso2], ['+41791234567', 'CH'])
    const answer = await tenant.call('POST', '/sms/dryrun', { ...fine, phone: '01701234567' })
    assertViolations(answer, notValid('phone'))
  })

  test('counts characters and parts, chooses the alphabet, and changes a text for the one that is wanted', async () => {
    const of = async (text: string, is_unicode?: boolean) => {
      const sms = await client.ok<Sms>(201, 'POST', '/sms/dryrun', { ...fine, text, is_unicode })
      return [sms.is_unicode, sms.chars_count, sms.parts_count, sms.price]
    }
    assert.deepEqual(await of('a'.repeat(160)), [false, 160, 1, 0.056])
    assert.deepEqual(await of('a'.repeat(161)), [false, 161, 2, 0.112])
    assert.deepEqual(await of('€'.repeat(81)), [false, 81, 2, 0.112])
    assert.deepEqual(await of('سلام'), [true, 4, 1, 0.056])
    assert.deepEqual(await of('a'.repeat(71), true), [true, 71, 2, 0.112])
    assert.deepEqual(await of('a'.repeat(1530)), [false, 1530, 10, 0.56])
    assert.deepEqual(await of('ش'.repeat(670)), [true, 670, 10, 0.56])
    assert.equal((await post({ text: 'Max`s: Háns –', is_unicode: false })).text, "Max's: Hans -")
    assertViolations(await client.call('POST', '/sms', { ...fine, text: 'a'.repeat(1531) }), tooLong('text', 1530))
    assertViolations(await client.call('POST', '/sms', { ...fine, text: 'ش'.repeat(671) }), tooLong('text', 670))
  })

  test('refuses what its page does not allow, in the words of the validator', async () => {
    const refused = (more: Fields) => client.call('POST', '/sms', { ...fine, ...more })
    assertViolations(await client.call('POST', '/sms', {}), blank('text'), blank('sender_id'), blank('phone'))
    assertViolations(await refused({ service_code: 'pigeon' }), serviceViolation)
    assertViolations(await refused({ text: '' }), blank('text'))
    assertViolations(await refused({ text: 'a\u0000' }), notValid('text'))
    for (const sender_id of ['Ümlaut', 'twelve chars', '+0170', '+1234567890123456']) {
      const answer = await refused({ sender_id })
      assert.equal(answer.status, 400, sender_id)
      assert.equal((answer.body.violations as Fields[])[0]?.propertyPath, 'sender_id', sender_id)
    }
    for (const phone of ['abc', '12', '+0123456789', '1234567']) {
      assertViolations(await refused({ phone }), notValid('phone'))
    }
    assertViolations(await refused({ callback_data: 'c'.repeat(37) }), tooLong('callback_data', 36))
    assertViolations(await refused({ voice_lang: 'x1' }), notValid('voice_lang'))
    assertViolations(await refused({ delivery_at: soon() * 2 }), notValid('delivery_at'))
    const tooSmall = { message: 'This value should be 0 or more.', code: '76454e69-502c-46c5-9643-f447d837c4d5' }
    assertViolations(await refused({ delivery_at: -1 }), { propertyPath: 'delivery_at', ...tooSmall })
    assertProblem(await refused({ text: 5 }), 400, wrongType('text', 'integer'))
    assertProblem(await refused({ phone: null }), 400, wrongType('phone', 'NULL'))
    assertProblem(await refused({ delivery_at: 'now' }), 400, wrongType('delivery_at', 'string', 'int'))
    assertProblem(await refused({ source: 1.5 }), 400, wrongType('source', 'double', 'int'))
    assertProblem(await refused({ is_unicode: 1 }), 400, wrongType('is_unicode', 'integer', 'bool'))
    assertProblem(await client.call('POST', '/sms', '{'), 400, 'Syntax error')
    assertProblem(await client.call('POST', '/sms', ''), 400, 'Syntax error')
    assert.equal((await client.call('POST', '/sms', 'x', { 'Content-Type': 'text/plain' })).status, 415)
    const linked = { Accept: 'application/ld+json' }
    const answer = await client.call('POST', '/sms', { ...fine, text: '' }, linked)
    assert.equal(answer.body['@type'], 'ConstraintViolationList')
  })

  test('tells what becomes of a message: refused, failed, expired, forbidden, uncertain', async () => {
    await server.cli('optout', 'add', '+4917012345', '--account', 'acme')
    for (const [phone, status, dlr] of [
      ['+491701234590', 2000, 16],
      ['+491701234591', 100, 16],
      ['+491701234592', 100, 8],
      ['+491701234593', 100, 4],
      ['+491701234595', 5000, 0],
      ['+4917012345', 208, 16],
    ] as const) {
      const { uuid } = await post({ phone })
      const sms = await until(uuid, ({ status_code, dlr_code }) => status_code === status && dlr_code === dlr)
      assert.equal(sms.price, [2000, 208].includes(status) ? 0 : 0.056, phone)
      const query = `?uuid=${uuid}`
      assert.equal((await list(`${query}&status_code=${status}`)).length, 1, `${phone} by its status`)
      assert.equal((await list(`${query}&dlr_code[]=${dlr}&dlr_code[]=2`)).length, 1, `${phone} by its report`)
      assert.equal((await list(`${query}&status_code=${status === 100 ? 0 : 100}`)).length, 0)
    }
  })

  test('forgets a text that is to be forgotten, once it has left', async () => {
    const text = 'secret code 4711'
    for (const flag of ['is_text_deleted', 'is_delete_text']) {
      const { uuid } = await post({ text, [flag]: true })
      assert.equal((await until(uuid, ({ is_sent }) => is_sent === true)).text, '')
    }
    const changes = await server.cli('changes', 'list', '--noun', 'message', '--json', '--limit', '100')
    assert.ok(!changes.includes('4711') && !changes.includes('1701234500'))
  })
})

describe('POST /sms/dryrun', () => {
  test('answers as POST /sms does, and nothing is there afterwards', async () => {
    const { balance_changed_at: before } = await client.ok(200, 'GET', '/me')
    const answer = await client.call<Sms>('POST', '/sms/dryrun', fine)
    assert.deepEqual([answer.status, answer.body.status_code, answer.body.price], [201, 0, 0.056])
    assertProblem(await client.call('GET', `/sms/${answer.body.uuid}`), 404, 'Not Found')
    assertViolations(await client.call('POST', '/sms/dryrun', { ...fine, service_code: 'x' }), serviceViolation)
    assert.equal((await client.ok(200, 'GET', '/me')).balance_changed_at, before)
  })
})

describe('GET /sms', () => {
  test('lists the newest first, in pages of 30, and in the orders that are asked', async () => {
    const { client: tenant } = await addLox24Account(server)
    const made: Sms[] = []
    for (let at = 0; at < 31; at++) {
      made.push(await tenant.ok<Sms>(201, 'POST', '/sms', { ...fine, source: at, delivery_at: soon() + at }))
    }
    const page = async (query: string) =>
      (await tenant.ok<Sms[]>(200, 'GET', `/sms${query}`)).map(({ source }) => source as number)
    const all = made.map(({ source }) => source as number)
    assert.deepEqual(await page(''), all.toReversed().slice(0, 30))
    assert.deepEqual(await page('?page=2'), [0])
    assert.deepEqual(await page('?page=3'), [])
    assert.deepEqual(await page('?_order[created_at]=asc'), all.slice(0, 30))
    assert.deepEqual((await page('?_order%5Bdelivery_at%5D=desc'))[0], 30)
    const { body } = await tenant.call('GET', '/sms?source[gte]=1', undefined, { Accept: 'application/ld+json' })
    assert.deepEqual([body['@context'], body['@id'], body['hydra:totalItems']], ['/contexts/sms', '/sms', 30])
    assert.equal((body['hydra:view'] as Fields)['@id'], '/sms?source%5Bgte%5D=1&page=1')
    const [member] = body['hydra:member'] as Fields[]
    assert.deepEqual([member?.['@id'], member?.['@type']], [`/sms/${made[30]?.uuid}`, 'sms'])
    assertProblem(await tenant.call('GET', '/sms?page=0'), 400, 'Page should not be less than 1')
  })

  test('finds by every filter, one value or several, as PHP writes them too', async () => {
    const { client: tenant } = await addLox24Account(server)
    const one = await tenant.ok<Sms>(201, 'POST', '/sms', {
      ...{ ...fine, text: 'Grüße', phone: '+14155552671', sender_id: 'ACME', source: 7, delivery_at: soon() },
      ...{ callback_data: 'order', is_unicode: true },
    })
    const other = await tenant.ok<Sms>(201, 'POST', '/sms', { ...fine, text: 'a'.repeat(161) })
    const found = async (query: string) =>
      (await tenant.ok<Sms[]>(200, 'GET', `/sms?${query}`)).map(({ uuid }) =>
        uuid === one.uuid ? 1 : uuid === other.uuid ? 2 : 0,
      )
    const at = one.created_at as number
    for (const query of [
      ...[
        `uuid=${one.uuid}`,
        'iso2=US',
        'callback_data=order',
        'text=GR%C3%9C',
        'phone=%2B1415',
        'phone=+1415',
        'sender_id=acm',
      ],
      ...['is_unicode=1', 'is_unicode=true', 'source=7', 'source[gt]=6', 'source[between]=5..9', 'chars_count[lt]=6'],
      ...['parts_count=1', `delivery_at=${one.delivery_at}`, `delivery_at[gte]=${at + 1}`, 'iso2[]=US&iso2[]=CH'],
      ...[`uuid%5B0%5D=${one.uuid}&uuid%5B1%5D=00000000-0000-8000-8000-000000000000`],
    ]) {
      assert.deepEqual(await found(query), [1], query)
    }
    for (const query of [
      'iso2=DE',
      'is_unicode=0',
      'source=0',
      'delivery_at=0',
      'parts_count[gte]=2',
      'chars_count=161',
    ]) {
      assert.deepEqual(await found(query), [2], query)
    }
    for (const query of [
      ...[
        '',
        'ip=127',
        'unknown=x',
        `key_id=${one.key_id}`,
        `created_at[gte]=${at}`,
        `created_at[between]=${at}..${at + 60}`,
      ],
      ...['status_code=0&status_code[]=100', 'source[gte]=0', `uuid[]=${one.uuid}&uuid[]=${other.uuid}`],
    ]) {
      assert.deepEqual((await found(query)).toSorted(), [1, 2], query)
    }
    for (const query of [
      ...['uuid=x', 'iso2=XX', 'status_code=x', 'dlr_code=77', 'bulk=x', 'source=x', 'source[between]=x', 'is_sent=x'],
      ...[`created_at[gt]=${at + 60}`, 'source[between]=9..5', 'key_id=x', "text='%3B%20drop"],
    ]) {
      assert.deepEqual(await found(query), [], query)
    }
  })
})

describe('DELETE /sms/{uuid}', () => {
  test('removes a message, and one that waits does not leave', async () => {
    const { uuid } = await post({ delivery_at: soon() })
    await client.ok(204, 'DELETE', `/sms/${uuid}`)
    for (const method of ['GET', 'DELETE']) assertProblem(await client.call(method, `/sms/${uuid}`), 404, 'Not Found')
  })

  test('knows only messages of its own account', async () => {
    const { client: tenant } = await addLox24Account(server)
    const { uuid } = await post({ delivery_at: soon() })
    for (const method of ['GET', 'DELETE']) {
      assertProblem(await tenant.call(method, `/sms/${uuid}`), 404, 'Not Found')
      assertProblem(await client.call(method, '/sms/1'), 404, 'Not Found')
    }
    assert.equal((await get(uuid)).uuid, uuid)
  })
})

describe('POST /sms/ops', () => {
  // The official client sends its content type with an empty body, or with one that says nothing.
  const json = { 'Content-Type': 'application/json' }
  for (const body of [undefined, '', '{}', '[]', 'null']) {
    test(`stops and removes what the filters find, with ${body === undefined ? 'no body' : JSON.stringify(body)}`, async () => {
      const { client: tenant } = await addLox24Account(server)
      const made = await Promise.all(
        [1, 2, 3].map((source) => tenant.ok<Sms>(201, 'POST', '/sms', { ...fine, source, delivery_at: soon() })),
      )
      const run = async (what: string, query: string) => {
        const answer = await tenant.call('POST', `/sms/ops/${what}?${query}`, body, {
          ...json,
          Accept: 'application/ld+json',
        })
        assert.equal(answer.status, 200, answer.text)
        return answer.body
      }
      assert.deepEqual(await run('batch_cancel', `uuid=${made[0]?.uuid}`), { canceled_sms_count: 1 })
      assert.equal((await tenant.ok<Sms>(200, 'GET', `/sms/${made[0]?.uuid}`)).status_code, 6000)
      assert.deepEqual(await run('batch_cancel', ''), { canceled_sms_count: 2 })
      assert.deepEqual(await run('batch_cancel', ''), { canceled_sms_count: 0 })
      assert.deepEqual(await run('batch_delete', 'source[]=2&source[]=3'), { deleted_sms_count: 2 })
      assert.equal((await tenant.ok<Sms[]>(200, 'GET', '/sms?status_code=6000')).length, 1)
    })
  }
})

describe('money', () => {
  test('is spent by messages, given back by those that do not leave, and 402 when there is none', async () => {
    const poor = await startLox24({ args: ['--message-routes', 'direct=paper:0.05', '--message-budget', '0.12'] })
    try {
      const payer = new Lox24Client(poor)
      const balance = async () => {
        const { balance_amount, balance_changed_at, services } = await payer.ok(200, 'GET', '/me')
        assert.deepEqual(services, ['direct'])
        return [balance_amount, balance_changed_at === null]
      }
      assert.deepEqual(await balance(), [0.12, true])
      const late = { ...fine, delivery_at: soon() }
      const { uuid } = await payer.ok<Sms>(201, 'POST', '/sms', late)
      await payer.ok(201, 'POST', '/sms', late)
      assert.deepEqual(await balance(), [0.02, false])
      for (const path of ['/sms', '/sms/dryrun']) {
        assertProblem(await payer.call('POST', path, late), 402, 'There are not enough funds on your account!')
      }
      await payer.ok(204, 'DELETE', `/sms/${uuid}`)
      assert.deepEqual(await balance(), [0.07, false])
      await payer.ok(201, 'POST', '/sms', late)
    } finally {
      await poor.stop()
    }
  })
})

describe('the published clients', () => {
  test('lox24-client-php: a message with all that it always sends, then the list with its pager', async () => {
    const headers = { Accept: 'application/ld+json', 'User-Agent': 'LOX24-API-CLIENT 0.1' }
    const request = {
      ...fine,
      service_code: 'direct',
      is_unicode: null,
      delivery_at: 0,
      voice_lang: null,
      is_delete_text: false,
    }
    const sent = await client.call<Sms>('POST', '/sms', request, headers)
    assert.equal(sent.status, 201)
    const { body } = await client.call('GET', `/sms?uuid%5B0%5D=${sent.body.uuid}`, undefined, {
      ...headers,
      'Content-Type': 'application/json',
    })
    assert.equal(body['hydra:totalItems'], 1)
    assert.equal(typeof body['hydra:view'], 'object')
    const [item] = body['hydra:member'] as Sms[]
    // Its enumerations know these, and no others.
    assert.ok([0, 100, 208, 410, 2000, 3000, 5000].includes(item?.status_code as number))
    assert.ok([0, 1, 2, 4, 8, 16].includes(item?.dlr_code as number))
    assert.ok(['economy', 'pro', 'direct', 'text2speech'].includes(String(item?.service_code)))
  })

  test('symfony/lox24-notifier: 201 and a uuid, and `detail` in every failure', async () => {
    const accept = { Accept: 'application/json' }
    const sent = await client.call('POST', '/sms', { ...fine, voice_lang: 'DE', is_text_deleted: false }, accept)
    assert.deepEqual([sent.status, typeof sent.body.uuid], [201, 'string'])
    for (const [body, headers] of [
      [{ ...fine, service_code: 'x' }, {}],
      [{ ...fine, phone: '' }, {}],
      ['{', {}],
      [fine, { 'X-LOX24-AUTH-TOKEN': 'wrong:key' }],
      [fine, { 'Content-Type': 'text/plain' }],
    ] as const) {
      const failed = await client.call('POST', '/sms', body, { ...accept, ...headers })
      assert.ok(failed.status >= 400 && failed.status < 500)
      assert.equal(typeof failed.body.detail, 'string')
      assert.ok(!failed.text.includes(sampleToken))
    }
  })

  test("GHGA's service: three members, 201 and a uuid; JSON in every failure", async () => {
    const sent = await client.call('POST', '/sms', { phone: fine.phone, text: 'code 123', sender_id: 'GHGA' })
    assert.deepEqual([sent.status, typeof sent.body.uuid], [201, 'string'])
    for (const path of ['/sms/nowhere/at/all', '/sms/x']) {
      const failed = await client.call('POST', path, {})
      assert.match(String(failed.headers['content-type']), /json/)
      assert.equal(typeof failed.body, 'object')
    }
  })
})
