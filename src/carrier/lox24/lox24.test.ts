import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import type { Receipt, Submission } from '../../core/message/carrier.ts'
import type { Message } from '../../core/message/message.ts'
import type { AwaitedPart } from '../../core/message/message-port.ts'
import { type Lox24Options, lox24Carrier } from './lox24.ts'

const message = {
  ...{ number: '+491701234567', sender: 'Shop', text: 'hi', alphabet: 'gsm', language: null, forgetsText: false },
  hexId: 'ab'.repeat(12),
} as unknown as Message
const uuid = '11111111-2222-8333-8444-555555000000'
const key = '1234567:e3f3a759'

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Answer = (asked: Asked, response: ServerResponse) => void

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (_asked, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** A server that answers as a test wants: what LOX24 answers is documented, and cannot be had here. */
async function open(t: TestContext, answer: Answer, more: Partial<Lox24Options> = {}, parts: AwaitedPart[] = []) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const each = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      asked.push(each)
      answer(each, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const faults: string[] = []
  const receipts: Receipt[] = []
  const carrier = lox24Carrier({
    ...{ name: 'lox24', inbox: undefined },
    ...{ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, service: '' },
    ...{ clock: { now: () => 1000 }, awaited: async (_carrier, behind) => (behind === '' ? parts : []) },
    async onReceipts(_carrier, told) {
      receipts.push(...told)
      return told.map(() => true)
    },
    onFault: (error) => faults.push((error as Error).message),
    ...more,
    times: { lookEveryMs: 100_000, waitMs: 50, ...more.times },
  })
  t.after(async () => {
    await carrier.close()
    server.close()
    server.closeAllConnections()
  })
  const submit = (fields: Partial<Message> = {}) => carrier.submit({ message: { ...message, ...fields }, parts: [] })
  return { asked, faults, receipts, carrier, submit, server }
}

describe('the LOX24 carrier', { timeout: 60_000 }, () => {
  it('posts what the message says, with the key in its header only', async (t) => {
    const { asked, submit } = await open(t, json(201, { uuid }), { service: 'pro' })
    assert.deepEqual(await submit(), { kind: 'taken', carrierIds: [uuid] })
    await submit({ alphabet: 'unicode', language: 'DE', forgetsText: true })
    const [first, second] = asked as [Asked, Asked]
    assert.deepEqual([first.method, first.path], ['POST', '/sms'])
    assert.equal(first.headers['x-lox24-auth-token'], key)
    assert.deepEqual(JSON.parse(first.body), {
      ...{ phone: '+491701234567', sender_id: 'Shop', text: 'hi', is_unicode: false, service_code: 'pro' },
      callback_data: message.hexId,
    })
    const { is_unicode, voice_lang, is_text_deleted } = JSON.parse(second.body)
    assert.deepEqual([is_unicode, voice_lang, is_text_deleted], [true, 'DE', true])
  })

  const detail = "service_code: Service's code is invalid or unavailable."
  const outcomes: readonly (readonly [string, Answer, Submission])[] = [
    ['400', json(400, { detail }), { kind: 'refused', problem: `400 ${detail}` }],
    ['402', json(402, { detail: 'no funds' }), { kind: 'refused', problem: '402 no funds' }],
    ['422', json(422, 'x'), { kind: 'refused', problem: 'it answered 422' }],
    ['429', json(429, {}), { kind: 'busy', retryAfterMs: 60_000 }],
    ['429 with a time', json(429, {}, { 'Retry-After': '7' }), { kind: 'busy', retryAfterMs: 7000 }],
    ['503', json(503, {}), { kind: 'busy', retryAfterMs: 5000 }],
    ['503 with a time', json(503, {}, { 'Retry-After': '1' }), { kind: 'busy', retryAfterMs: 1000 }],
    ['401', json(401, {}), { kind: 'busy', retryAfterMs: 60_000 }],
    ['302', json(302, {}, { Location: 'http://127.0.0.1:1/' }), { kind: 'busy', retryAfterMs: 60_000 }],
    ['500', json(500, {}), { kind: 'unknown', problem: 'it answered 500' }],
    ['201 without an id', json(201, {}), { kind: 'unknown', problem: 'it answered 201' }],
    [
      'a connection that ends',
      (_asked, response) => response.destroy(),
      { kind: 'unknown', problem: 'no answer (ECONNRESET)' },
    ],
    ['silence', () => undefined, { kind: 'unknown', problem: 'no answer in 200 ms' }],
  ]
  for (const [name, answer, outcome] of outcomes) {
    it(`takes ${name} for ${outcome.kind}`, async (t) => {
      const { submit, faults } = await open(t, answer, { times: { answerMs: 200 } })
      assert.deepEqual(await submit(), outcome)
      if (outcome.kind === 'busy') assert.match(faults.join(), /^a pause of/)
      assert.doesNotMatch(JSON.stringify([faults, outcome]), /e3f3a759/)
    })
  }

  it('is busy while nobody is there, asks nothing in a pause, and goes on after it', async (t) => {
    let isFull = true
    const { submit, asked, server } = await open(
      t,
      (each, response) => (isFull ? json(503, {}, { 'Retry-After': '1' }) : json(201, { uuid }))(each, response),
      { times: { waitMs: 20 } },
    )
    assert.equal((await submit()).kind, 'busy')
    isFull = false
    const paused = await submit()
    assert.ok(paused.kind === 'busy' && paused.retryAfterMs > 500, JSON.stringify(paused))
    assert.equal(asked.length, 1)
    for (;;) {
      const submission = await submit()
      if (submission.kind === 'taken') break
    }
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
    // What goes over the connection that is just being closed may have arrived.
    await submit()
    const gone = await submit()
    assert.ok(gone.kind === 'busy' && gone.retryAfterMs === 5000, JSON.stringify(gone))
  })

  it('finds a message again whose answer was lost', async (t) => {
    const { submit, asked } = await open(t, (each, response) => {
      if (each.method === 'POST') return response.destroy()
      return json(200, [{ uuid, callback_data: message.hexId }])(each, response)
    })
    assert.deepEqual(await submit(), { kind: 'taken', carrierIds: [uuid] })
    assert.equal(asked[1]?.path, `/sms?callback_data=${message.hexId}`)
  })

  it('asks for receipts until there is one', async (t) => {
    const ends: readonly (readonly [number, number, string | null])[] = [
      [100, 1, 'delivered'],
      [100, 8, 'expired'],
      [100, 16, 'failed'],
      [2000, 0, 'failed'],
      [6000, 0, 'failed'],
      [100, 4, null],
      [100, 0, null],
      [0, 0, null],
    ]
    const parts = ends.map((_, at) => ({ carrierId: `u${at}`, sentAt: 0 }))
    const { receipts, asked } = await open(
      t,
      (each, response) => {
        const uuids = new URL(each.path, 'http://x').searchParams.getAll('uuid[]')
        const shown = ends.map(([status_code, dlr_code], at) => ({ uuid: `u${at}`, status_code, dlr_code }))
        const found = shown.filter(({ uuid: each }) => uuids.includes(each))
        json(200, [...found, null, { uuid: 'another', status_code: 100, dlr_code: 1 }])(each, response)
      },
      { times: { lookEveryMs: 10 } },
      [...parts, { carrierId: 'gone', sentAt: 0 }],
    )
    while (asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 10))
    const states = Object.fromEntries(receipts.map(({ carrierId, state }) => [carrierId, state]))
    const wanted = ends.flatMap(([, , state], at) => (state === null ? [] : [[`u${at}`, state] as const]))
    assert.deepEqual(states, Object.fromEntries(wanted))
    assert.ok(receipts.every(({ at, state, problem }) => at === 1000 && (problem === null) === (state === 'delivered')))
  })
})
