import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { start, type TestBook } from '../../src/dialbook.ts'
import { bookFor, call, type Seen, type Vendor } from './support.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'dialbook-weather-'))
after(() => rmSync(folder, { recursive: true }))

let book: TestBook
before(async () => {
  book = await start({ seed: { groups: [{ id: 7, name: 'G' }] }, clock: '2026-03-20T08:00:00Z' })
})
after(() => book.stop())
beforeEach(() => book.reset())

const targets: Readonly<Record<Exclude<Vendor, 'book'>, readonly [string, object?]>> = {
  simotel: ['POST /api/v4/autodialer/groups/search', { alike: false, conditions: {} }],
  lox24: ['GET /groups'],
  checkmarket: ['GET /3/contactgroups'],
}

const textOf: Readonly<Record<string, (seen: Seen) => unknown>> = {
  simotel: ({ body }) => body.message,
  lox24: ({ body }) => body.detail,
  checkmarket: ({ body }) => body.Data.ErrorMessage,
}

/** Every error that a vendor's documentation names, with the scenario that reaches it. */
const documented: readonly (readonly [scenario: string, status: number, text: string | RegExp])[] = [
  ['simotel-missing-credentials', 401, 'BasicAuth or ApiKey is missing'],
  ['simotel-wrong-credentials', 401, 'BasicAuth or ApiKey is invalid'],
  ['simotel-address', 403, 'IP is not permitted'],
  ['simotel-permission', 403, '"/autodialer/groups/search";Access denied'],
  ['simotel-method', 405, 'Method not allowed'],
  ['simotel-media-type', 415, 'Unsupported Media Type'],
  ['simotel-content', 400, 'Unable to parse content'],
  ['simotel-no-file', 404, 'Requested operation failed'],
  ['simotel-unknown-service', 501, 'Requested service dose not exist'],
  ['simotel-number-taken', 200, 'This number already exists'],
  ['simotel-missing-value', 200, "Field 'number':value is missing"],
  ['simotel-invalid-value', 200, "Field 'number':value is invalid"],
  ['simotel-failed', 200, 'Requested operation failed'],
  ['simotel-trunk-taken', 200, 'This trunk already exists'],
  ['simotel-queue-taken', 200, 'this queue already exists'],
  ['simotel-not-licensed', 200, 'Requested operation failed'],
  ['simotel-busy', 503, 'Requested operation failed'],
  ['simotel-internal', 500, 'Requested operation failed'],
  ['lox24-syntax', 400, 'Syntax error'],
  ['lox24-credentials', 401, "Client ID or API key isn't active or invalid!"],
  ['lox24-funds', 402, 'There are not enough funds on your account!'],
  ['lox24-account', 403, "Account isn't activated. Please wait or contact to support!"],
  ['lox24-not-found', 404, 'Not Found'],
  ['lox24-exists', 409, 'Conflict - Entity already exists'],
  ['lox24-semantic', 422, 'The request was well-formed but was unable to be followed due to semantic errors'],
  ['lox24-blocked', 429, /^IP address was temporary blocked/],
  ['lox24-internal', 500, 'Internal Server Error'],
  ['lox24-unavailable', 503, 'Service Unavailable'],
  ['checkmarket-invalid', 400, /^The request is invalid\./],
  ['checkmarket-unauthorized', 401, 'Authorization has been denied for this request.'],
  ['checkmarket-role', 403, /doesn't have the correct access rights/],
  ['checkmarket-http', 403, 'You are trying to connect to our API using http instead of https.'],
  ['checkmarket-region', 403, /^You didn't specify the region in the URI/],
  ['checkmarket-not-found', 404, /^No HTTP resource was found that matches the request URI 'http/],
  ['checkmarket-method', 405, "The requested resource does not support http method 'GET'."],
  ['checkmarket-media-type', 415, /is not supported for this resource/],
  [
    'checkmarket-throttled',
    429,
    'The limit of 0 requests per minute of your account is reached. Please wait 60 seconds and try again.',
  ],
  ['checkmarket-internal', 500, 'An error has occurred.'],
  ['checkmarket-unavailable', 503, 'The service is unavailable.'],
]

const vendorOf = (scenario: string) => scenario.split('-')[0] as keyof typeof targets

describe('an error of a vendor on demand', () => {
  for (const [scenario, status, text] of documented) {
    it(`${scenario}: ${status}`, async () => {
      const vendor = vendorOf(scenario)
      const [target, body] = targets[vendor]
      assert.equal((await call(book, vendor, target, body)).status, 200)
      assert.equal((await book.weather(scenario)).scenario, scenario)
      const seen = await call(book, vendor, target, body)
      assert.equal(seen.status, status)
      const told = String(textOf[vendor]?.(seen))
      if (typeof text === 'string') assert.equal(told, text)
      else assert.match(told, text)
      if (vendor === 'simotel') assert.equal(seen.body.success, 0)
      const [, recorded] = await book.requests()
      assert.deepEqual([recorded?.weather, recorded?.status], [scenario, status])
      await book.weather(null)
      assert.equal((await call(book, vendor, target, body)).status, 200)
    })
  }

  it('simotel-wrong-path: 404, a page of HTML', async () => {
    await book.weather('simotel-wrong-path')
    const seen = await call(book, 'simotel', ...targets.simotel)
    assert.equal(seen.status, 404)
    assert.match(seen.headers.get('content-type') ?? '', /^text\/html/)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })

  it('is in the documentation, every one, with its status', () => {
    const page = readFileSync(join(root, 'docs/testing.md'), 'utf8')
    for (const [scenario, status] of documented)
      assert.match(page, new RegExp(`^\\| ${status} .*\\| \`${scenario}\` \\|$`, 'm'), scenario)
    const names = readdirSync(join(root, 'weather')).map((file) => file.replace('.yaml', ''))
    for (const name of names) assert.ok(page.includes(`\`${name}\``), `docs/testing.md does not name ${name}`)
  })

  it('comes in the format that the request accepts', async () => {
    await book.weather('lox24-internal')
    const seen = await call(book, 'lox24', 'GET /groups', undefined, { accept: 'application/ld+json' })
    assert.equal(seen.headers.get('content-type'), 'application/ld+json; charset=utf-8')
    assert.equal(seen.body['hydra:description'], 'Internal Server Error')
    await book.weather('checkmarket-internal')
    const xml = await call(book, 'checkmarket', 'GET /3/contactgroups', undefined, { accept: 'application/xml' })
    assert.match(xml.text, /^<.*An error has occurred\./s)
  })

  it('touches no other vendor, and only what it is for', async () => {
    await book.weather('simotel-not-licensed')
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
    const users = await call(book, 'simotel', 'POST /api/v4/pbx/users/search', { alike: false, conditions: {} })
    assert.equal(users.body.success, 1)
  })

  it('does nothing: what it answers was not written', async () => {
    await book.weather('lox24-internal')
    assert.equal((await call(book, 'lox24', 'DELETE /groups/7')).status, 500)
    await book.weather(null)
    assert.equal((await call(book, 'lox24', 'GET /groups/7')).status, 200)
  })

  it('wants a right key where the vendor looks at keys first', async () => {
    await book.weather('lox24-semantic')
    const wrong = { 'x-lox24-auth-token': '1:wrong' }
    assert.equal((await call(book, 'lox24', 'GET /groups', undefined, wrong)).status, 401)
    await book.weather('lox24-blocked')
    assert.equal((await call(book, 'lox24', 'GET /groups', undefined, wrong)).status, 429)
  })

  it('blocks an address at LOX24 for ten minutes of the clock', async () => {
    await book.weather('lox24-blocked')
    assert.equal((await call(book, 'lox24', 'GET /groups')).headers.get('retry-after'), '600')
    await book.clock.advance('9m')
    assert.equal((await call(book, 'lox24', 'GET /groups')).headers.get('retry-after'), '60')
    await book.clock.advance('1m')
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })

  it('throttles at CheckMarket over all keys, until the minute or the day has passed', async () => {
    const rule = (calls: number, per: string) => ({
      calls: [{ dialect: 'checkmarket', storm: 'throttled', limit: { calls, per } }],
    })
    for (const [per, length, seconds] of [
      ['minute', '1m', 30],
      ['day', '24h', 86_370],
    ] as const) {
      await book.weather(rule(2, per))
      const statuses = []
      for (let at = 0; at < 2; at++) statuses.push((await call(book, 'checkmarket', 'GET /3/contactgroups')).status)
      await book.clock.advance('30s')
      const third = await call(book, 'checkmarket', 'GET /3/contactgroups')
      assert.deepEqual([...statuses, third.status], [200, 200, 429])
      assert.equal(
        third.body.Data.ErrorMessage,
        `The limit of 2 requests per ${per} of your account is reached. Please wait ${seconds} seconds and try again.`,
      )
      assert.equal(third.headers.get('retry-after'), String(seconds))
      await book.clock.advance(length)
      assert.equal((await call(book, 'checkmarket', 'GET /3/contactgroups')).status, 200)
    }
  })
})

/** All bytes that a server sends on a connection until it ends. */
function bytesOf(path: string): Promise<string> {
  return new Promise((done) => {
    const { hostname, port } = new URL(book.url)
    const socket = connect(Number(port), hostname)
    let bytes = ''
    socket.setEncoding('latin1').on('data', (some) => {
      bytes += some
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done(bytes))
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: application/json\r\nX-LOX24-AUTH-TOKEN: 1000001:dev\r\n\r\n`,
    )
  })
}

const isThere = async () => {
  await book.weather(null)
  return (await call(book, 'lox24', 'GET /groups/7')).status === 200
}

describe('the network on a bad day', () => {
  it('is slow', async () => {
    await book.weather({ calls: [{ delay: '300ms' }] })
    const begun = performance.now()
    await call(book, 'lox24', 'GET /groups')
    assert.ok(performance.now() - begun >= 299)
  })

  for (const [scenario, stays] of [
    ['cut-before', true],
    ['cut-before-done', false],
    ['cut-within', false],
  ] as const) {
    it(`breaks the connection: ${scenario}, and the call is ${stays ? 'not ' : ''}done`, async () => {
      const seed = scenario === 'cut-within' ? 'GET /groups' : 'DELETE /groups/7'
      await book.weather(scenario)
      await assert.rejects(call(book, 'lox24', seed))
      const [recorded] = await book.requests()
      assert.equal(recorded?.weather, scenario)
      if (seed !== 'GET /groups') assert.equal(await isThere(), stays)
    })
  }

  it('breaks within the answer: its head and half of its body came', async () => {
    const whole = await call(book, 'lox24', 'GET /groups')
    await book.weather('cut-within')
    const [head = '', body = ''] = (await bytesOf('/groups')).split('\r\n\r\n')
    assert.match(head, new RegExp(`content-length: ${whole.text.length}\\b`, 'i'))
    assert.equal(body, whole.text.slice(0, whole.text.length >> 1))
  })

  it('breaks after the answer, which is whole', async () => {
    await book.weather('cut-after')
    const seen = await call(book, 'lox24', 'GET /groups')
    assert.equal(seen.body[0].id, 7)
    assert.equal(seen.headers.get('connection'), 'close')
  })

  it('cuts and breaks JSON in a whole answer, the same way every time', async () => {
    const whole = await call(book, 'lox24', 'GET /groups')
    await book.weather('truncated')
    const half = await call(book, 'lox24', 'GET /groups')
    assert.deepEqual([half.status, half.text], [200, whole.text.slice(0, Math.floor(whole.text.length / 2))])
    const garbled: string[] = []
    for (const _ of [1, 2]) {
      await book.weather('garbled')
      garbled.push((await bytesOf('/groups')).split('\r\n\r\n')[1] ?? '')
    }
    assert.equal(garbled[0], garbled[1])
    assert.equal(garbled[0]?.length, whole.text.length)
    assert.notEqual(garbled[0], whole.text)
  })

  it('has a proxy that answers with a page, and the call is done or not', async () => {
    await book.weather('proxy-502')
    const page = await call(book, 'lox24', 'DELETE /groups/7')
    assert.deepEqual([page.status, page.headers.get('content-type')], [502, 'text/html'])
    assert.match(page.text, /<h1>502 Bad Gateway<\/h1>/)
    assert.equal(await isThere(), true)
    await book.weather('proxy-504-done')
    assert.equal((await call(book, 'lox24', 'DELETE /groups/7')).status, 504)
    assert.equal(await isThere(), false)
  })

  it('befalls the nth call, and draws the same in every run', async () => {
    await book.weather('third-call')
    for (const isCut of [false, false, true, false]) {
      const ran = await call(book, 'lox24', 'GET /groups').then(
        () => false,
        () => true,
      )
      assert.equal(ran, isCut)
    }
    const runs: string[] = []
    for (const _ of [1, 2]) {
      await book.weather('flaky')
      const statuses = []
      for (let at = 0; at < 40; at++) statuses.push((await call(book, 'lox24', 'GET /groups')).status)
      runs.push(statuses.join())
    }
    assert.equal(runs[0], runs[1])
    assert.ok(runs[0]?.includes('502') && runs[0].includes('200'))
  })

  it('befalls only calls of a path and a method', async () => {
    await book.weather({ calls: [{ path: '/groups/*', method: 'DELETE', proxy: 503, done: false }] })
    assert.equal((await call(book, 'lox24', 'GET /groups/7')).status, 200)
    assert.equal((await call(book, 'lox24', 'DELETE /groups/7')).status, 503)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })
})

describe('the weather is switched', () => {
  it('by a header of one call, and by no other', async () => {
    const stormy = { 'dialbook-weather': 'lox24-funds' }
    assert.equal((await call(book, 'lox24', 'GET /groups', undefined, stormy)).status, 402)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
    const unknown = await call(book, 'lox24', 'GET /groups', undefined, { 'dialbook-weather': 'lox24-fund' })
    assert.deepEqual(
      [unknown.status, unknown.text],
      [400, 'there is no scenario lox24-fund: did you mean lox24-funds?\n'],
    )
  })

  it('over HTTP, where no path is taken', async () => {
    const at = `${book.url}/book/api/v1/weather`
    const put = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(at, { method: 'PUT', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as { scenario?: unknown } }
    }
    assert.equal((await put({ scenario: 'lox24-funds' })).body.scenario, 'lox24-funds')
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 402)
    assert.equal(((await (await fetch(at)).json()) as { scenario: unknown }).scenario, 'lox24-funds')
    assert.equal(
      (await put({ scenario: { name: 'mine', calls: [{ proxy: 502, done: false }] } })).body.scenario,
      'mine',
    )
    for (const scenario of ['/etc/passwd', './weather/slow.yaml', undefined, 7])
      assert.equal((await put({ scenario })).status, 422)
    assert.deepEqual(((await (await fetch(at, { method: 'DELETE' })).json()) as { scenario: unknown }).scenario, null)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })

  it('from the start, by a file of ones own; a reset puts it back, and /healthz tells of it', async (t) => {
    const file = join(folder, 'mine.yaml')
    writeFileSync(file, 'calls:\n  - { dialect: lox24, storm: account }\n')
    const own = await bookFor(t, { weather: file })
    const health = async () => ((await (await fetch(`${own.url}/healthz`)).json()) as { weather?: string }).weather
    assert.equal(await health(), file)
    assert.equal((await call(own, 'lox24', 'GET /groups')).status, 403)
    await own.weather(null)
    assert.equal(await health(), undefined)
    assert.equal((await call(own, 'lox24', 'GET /groups')).status, 200)
    await own.reset()
    assert.equal((await call(own, 'lox24', 'GET /groups')).status, 403)
  })

  it('never on a server that is none for tests', async () => {
    const { startServer } = await import('../acceptance/support/server.ts')
    const { send } = await import('../acceptance/support/http.ts')
    const server = await startServer({ prepare: [['account', 'add', 'acme']] })
    const headers = { 'dialbook-weather': 'lox24-funds' }
    assert.equal((await send(server, { method: 'GET', path: '/groups', headers })).status, 401)
    assert.equal((await send(server, { method: 'GET', path: '/book/api/v1/weather' })).status, 404)
    assert.equal((await send(server, { method: 'POST', path: '/book/api/v1/dev/reset' })).status, 404)
    await server.stop()
  })

  it('not to what cannot be read: all that is wrong is told', async () => {
    const wrong: readonly (readonly [object | string, RegExp])[] = [
      ['lox24-fund', /there is no scenario lox24-fund: did you mean lox24-funds\?/],
      ['./gone.yaml', /the scenario \.\/gone\.yaml cannot be read: ENOENT/],
      [{ cals: [] }, /cals is not known here: did you mean calls\?/],
      [{ calls: [{ storm: 'funds' }] }, /calls\[0\]\.storm needs the dialect/],
      [{ calls: [{ dialect: 'lox24', storm: 'fund' }] }, /calls\[0\]\.storm must be one of syntax, credentials, funds/],
      [{ calls: [{ cut: 'within', done: false }] }, /calls\[0\]\.done can be false only where/],
      [{ calls: [{ delay: 'soon' }] }, /calls\[0\]\.delay must be a duration/],
      [{ calls: [{ delay: { from: '2s', to: '1s' } }] }, /whose from is not above its to/],
      [{ calls: [{ nth: 0 }] }, /calls\[0\]\.nth must be a whole number/],
      [{ calls: [{ probability: 2 }] }, /calls\[0\]\.probability must be a number from 0 to 1/],
      [{ calls: [{ limit: { calls: 1, per: 'hour' } }] }, /calls\[0\]\.limit\.per must be one of minute, day/],
      [{ webhooks: [{ times: 0 }] }, /webhooks\[0\]\.times must be a whole number/],
    ]
    for (const [scenario, reason] of wrong) await assert.rejects(book.weather(scenario), reason)
  })
})

describe('webhooks on a bad day', () => {
  /** A book whose webhooks come to a receiver, which keeps the numbers that it is told of. */
  async function withReceiver(t: { after(end: () => unknown): unknown }) {
    const came: string[] = []
    let onCame = (): void => undefined
    const receiver = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (some) => {
        body += some
      })
      request.on('end', () => {
        came.push(/9\d\d/.exec(decodeURIComponent(`${request.url} ${body}`))?.[0] ?? '')
        response.end('ok')
        onCame()
      })
    }).listen(0, '127.0.0.1')
    await new Promise((listening) => receiver.once('listening', listening))
    t.after(() => receiver.close())
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const own = await bookFor(t, { seed: { webhooks: [{ dialect: 'simotel', url }] }, clock: '2026-03-20T08:00:00Z' })
    const add = (number: string) =>
      call(own, 'simotel', 'POST /api/v4/pbx/users/add', { name: 'x', number, secret: 'Xk29-aa81-ppq' })
    const until = async (count: number) => {
      while (came.length < count)
        await new Promise<void>((resolve) => {
          onCame = resolve
        })
    }
    return { own, add, came, until }
  }

  it('come twice', async (t) => {
    const { own, add, came, until } = await withReceiver(t)
    await own.weather('webhook-twice')
    await add('901')
    await until(2)
    assert.deepEqual(came, ['901', '901'])
  })

  it('come in another order', async (t) => {
    const { own, add, came, until } = await withReceiver(t)
    await own.weather('webhook-swapped')
    await add('901')
    await add('902')
    await until(2)
    assert.deepEqual(came, ['902', '901'])
  })

  it('fail, and are tried again when the clock has moved', async (t) => {
    const { own, add, came, until } = await withReceiver(t)
    await own.weather({ webhooks: [{ nth: 1, fail: 503 }] })
    await add('901')
    await add('902')
    await until(1)
    await own.clock.advance('1m')
    await until(2)
    assert.deepEqual(came.sort(), ['901', '902'])
  })

  it('come late', async (t) => {
    const { own, add, until } = await withReceiver(t)
    await own.weather({ webhooks: [{ delay: '300ms' }] })
    const begun = performance.now()
    await add('901')
    await until(1)
    assert.ok(performance.now() - begun >= 299)
  })
})
