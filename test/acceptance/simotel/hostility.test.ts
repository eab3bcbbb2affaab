import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { exchange, hangUp, head, send } from '../support/http.ts'
import { assertRefused, Client, invalid, startSimotel, success } from '../support/simotel.ts'
import { add, contacts, groups, injections, numbersOf, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const group = await add(client, groups)
const user = await add(client, users)
const noParse = 'Unable to parse content'

/** Runs calls after which the book must be as before, and the server alive. */
async function changesNothing(run: () => Promise<unknown>): Promise<void> {
  const look = () => Promise.all([groups, contacts, users].map((noun) => noun.rows(client)))
  const before = await look()
  await run()
  assert.ok(server.isAlive())
  assert.deepEqual(await look(), before)
}

/** Expects a documented refusal, whichever it is. */
async function isRefused(operation: string, body: string | Buffer): Promise<void> {
  const answer = await client.call(operation, body)
  assert.ok(answer.status === 400 || answer.status === 200, `${answer.status} ${answer.text.slice(0, 300)}`)
  assert.match(answer.text.slice(0, 1000), /^{"success":0,"message":"[^"]+","data":""}$/)
}

describe('truncated bodies', () => {
  const bodies = {
    'autodialer/groups/update': { _id: group._id, name: 'cut', numbers: ['1', '2'], description: 'خط 😀' },
    'pbx/users/update': { _id: user._id, name: 'cut', number: '5', forward_policy: { Busy: '5' } },
    'autodialer/contacts/add': { name: 'cut', number: '5' },
  }
  for (const [operation, body] of Object.entries(bodies)) {
    const whole = Buffer.from(JSON.stringify(body))
    test(`${operation}: cut at every byte`, () =>
      changesNothing(async () => {
        for (let length = 0; length < whole.length; length += 1) await isRefused(operation, whole.subarray(0, length))
      }))
    test(`${operation}: a client that breaks the connection at every tenth byte`, () =>
      changesNothing(async () => {
        const message = { path: `/api/v4/${operation}`, headers: client.headers }
        for (let length = 0; length < whole.length; length += 10) {
          await hangUp(server, message, whole.subarray(0, length), whole.length)
        }
      }))
  }
})

describe('invalid UTF-8', () => {
  const bad = {
    'a lone byte': [0xff],
    overlong: [0xc0, 0xaf],
    surrogate: [0xed, 0xa0, 0x80],
    cut: [0xe2, 0x82],
    'past the end': [0xf5, 0x80, 0x80, 0x80],
  }
  for (const [title, bytes] of Object.entries(bad)) {
    test(title, () =>
      changesNothing(async () => {
        const body = (prefix: string) => Buffer.concat([Buffer.from(prefix), Buffer.from(bytes), Buffer.from('"}')])
        await isRefused('autodialer/groups/add', body('{"name":"'))
        await isRefused('autodialer/groups/update', body(`{"_id":"${group._id}","description":"`))
        await isRefused('pbx/users/update', body(`{"_id":"${user._id}","name":"`))
      }),
    )
  }
  test('half a surrogate pair in an escape', () =>
    changesNothing(async () => {
      await isRefused('autodialer/groups/add', '{"name":"a\\ud800b"}')
      await isRefused('pbx/users/update', `{"_id":"${user._id}","description":"\\udc00"}`)
    }))
})

describe('deep nesting', () => {
  const depth = 100_000
  const forms = {
    arrays: '['.repeat(depth) + ']'.repeat(depth),
    objects: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    'arrays that never close': '['.repeat(depth),
  }
  for (const [title, nested] of Object.entries(forms)) {
    test(title, () =>
      changesNothing(async () => {
        for (const operation of ['autodialer/groups/add', 'pbx/users/search']) await isRefused(operation, nested)
        for (const field of ['name', 'numbers', 'description', 'filename']) {
          await isRefused('autodialer/groups/add', `{"name":"n","${field}":${nested}}`)
        }
        await isRefused('pbx/users/update', `{"_id":"${user._id}","forward_policy":${nested}}`)
        await isRefused('autodialer/groups/search', `{"alike":true,"conditions":{"name":${nested}}}`)
        await isRefused('autodialer/groups/search', `{"alike":true,"pagination":{"sorting":${nested}}}`)
      }),
    )
  }
  test('in a member that nobody reads', async () => {
    const answer = await client.call('autodialer/groups/update', `{"_id":"${group._id}","more":${forms.objects}}`)
    assert.ok(answer.status === 200 || answer.status === 400, answer.text.slice(0, 300))
  })
})

describe('prototype keys', () => {
  const polluting = [
    '{"__proto__":{"name":"polluted","number":"1","secret":"x","alike":true,"_id":"x"}}',
    '{"constructor":{"prototype":{"name":"polluted","number":"1","secret":"x","alike":true,"_id":"x"}}}',
  ]
  for (const body of polluting) {
    test(`${body.slice(0, 20)}… supplies no field`, () =>
      changesNothing(async () => {
        for (const noun of [groups, contacts, users]) {
          for (const verb of ['add', 'update', 'search']) await isRefused(`${noun.path}/${verb}`, body)
        }
        for (const noun of [groups, contacts, users]) await isRefused(`${noun.path}/add`, '{}')
      }))
  }
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
    test(`${key} is no column, no value and no forward`, () =>
      changesNothing(async () => {
        await isRefused('autodialer/groups/search', `{"alike":true,"pagination":{"sorting":{"${key}":1}}}`)
        await isRefused('autodialer/contacts/search', `{"alike":true,"pagination":{"sorting":{"${key}":1}}}`)
        await isRefused('pbx/users/search', `{"alike":"${key}"}`)
        await isRefused('pbx/users/update', `{"_id":"${user._id}","forward_policy":{"${key}":"5"}}`)
        for (const field of ['user_type', 'active', 'dtmfmode', 'type', 'nat', 'transfer', 'trunk']) {
          await client.refused('pbx/users/update', { _id: user._id, [field]: key }, invalid(field))
        }
      }))
  }
})

describe('size', () => {
  const huge = 'x'.repeat(10_000_000)
  test('10 MB in a field is refused with a short reason', () =>
    changesNothing(async () => {
      const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
        ['autodialer/groups/add', { name: huge }, 'name'],
        ['autodialer/groups/update', { _id: group._id, numbers: [huge] }, 'numbers'],
        ['pbx/users/update', { _id: user._id, name: huge }, 'name'],
        ['pbx/users/update', { _id: user._id, email: `a@${huge}` }, 'email'],
        ['pbx/users/update', { _id: user._id, deny: '1.1.1.1/8,'.repeat(500_000) }, 'deny'],
        ['pbx/users/update', { _id: user._id, callgroup: '1,'.repeat(2_000_000) }, 'callgroup'],
      ]
      for (const [operation, body, field] of cases) {
        await client.refused(operation, body, invalid(field))
      }
    }))
  test('a hundred thousand members that nobody knows', async () => {
    const more = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`member${index}`, index]))
    success(await client.call('autodialer/groups/update', { ...more, _id: group._id }))
  })
  test('more than 64 MiB are refused before they are sent', async () => {
    const message = { path: '/api/v4/autodialer/groups/update', headers: client.headers }
    const answer = await exchange(server, head(server, message, 64 * 1024 * 1024 + 1))
    assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*\r\n\r\n{"success":0,"message":"[^"]+","data":""}$/)
  })
  test('a million numbers in one update', async () => {
    const numbers = Array.from({ length: 1_000_000 }, (_, index) => String(9_120_000_000 + index))
    const { _id } = await add(client, groups)
    const data = await client.data<{ numbers: string[]; count: number }>('autodialer/groups/update', { _id, numbers })
    assert.deepEqual([data.count, data.numbers.length], [numbers.length, numbers.length])
    assert.deepEqual(await numbersOf(client, _id), numbers)
    await client.data('autodialer/groups/remove', { _id })
  })
})

describe('bytes that are hardly HTTP', () => {
  const start = `POST /api/v4/pbx/users/add HTTP/1.1\r\nHost: x\r\n`
  const cases = {
    nonsense: 'nonsense\r\n\r\n',
    'a bad chunk': `${start}Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n{}\r\n`,
    'two lengths': `${start}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    'a negative length': `${start}Content-Length: -2\r\n\r\n{}`,
    'a huge header': `${start}X-APIKEY: ${'x'.repeat(100_000)}\r\n\r\n`,
    'a long path': `GET /api/v4/${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'a path that is none': 'POST * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'another host in the path':
      'POST http://evil.example/api/v4/pbx/users/add HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  }
  for (const [title, bytes] of Object.entries(cases)) {
    test(title, () =>
      changesNothing(async () => {
        assert.doesNotMatch(await exchange(server, bytes), /^HTTP\/1\.1 50[0234-9]/)
      }),
    )
  }
  test('a compressed body', () =>
    changesNothing(async () => {
      const body = gzipSync(JSON.stringify({ name: 'zip' }))
      const answer = await client.call('autodialer/groups/add', body, { headers: { 'Content-Encoding': 'gzip' } })
      assert.ok([400, 415].includes(answer.status), answer.text)
    }))
  test('an identity encoding is no compression', async () => {
    success(await client.call('setting/ping/act', {}, { headers: { 'Content-Encoding': 'identity' } }))
  })
})

test('line breaks and control characters in conditions find nothing and break nothing', async () => {
  for (const name of [...injections, "'; drop table groups; --", '%00', '\ud83d']) {
    for (const noun of [groups, contacts, users]) {
      const answer = await client.call(`${noun.path}/search`, { alike: true, conditions: { name } })
      assert.ok(answer.status === 200 || answer.status === 400, `${answer.status} ${answer.text.slice(0, 300)}`)
    }
  }
})

test('an empty body is an unreadable one, or one without fields', () =>
  changesNothing(async () => {
    const answer = await send(server, { path: '/api/v4/autodialer/groups/add', headers: client.headers, body: '' })
    if (answer.status === 400) assertRefused(answer, 400, noParse)
    else assertRefused(answer, 200, "Field 'name':value is missing")
  }))
