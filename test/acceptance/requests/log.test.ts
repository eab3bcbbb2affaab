import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { send } from '../support/http.ts'
import { Lox24Client, sampleToken, startLox24 } from '../support/lox24.ts'
import { type Server, startServer } from '../support/server.ts'
import { addKey, Client as SimotelClient, uniqueNumber } from '../support/simotel.ts'

interface Logged {
  readonly id: string
  readonly at: string
  readonly dialect: string
  readonly method: string
  readonly path: string
  readonly operation: string | null
  readonly status: number
  readonly reason: string | null
  readonly key: { readonly id: number; readonly name: string | null } | null
  readonly bytes: { readonly received: number | null; readonly sent: number | null }
  readonly change: {
    readonly number: number
    readonly noun: string
    readonly verb: string
    readonly subject: string
  } | null
  readonly body?: { readonly text: string | null; readonly problem: string | null } | null
}

const server = await startLox24({ env: { DIALBOOK_REQUESTS_KEEP: '60' } })
after(() => server.stop())
const simotelKey = await addKey(server, 'acme')
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, simotelKey)
const checkmarketKeys = await addKeys(server, 'acme')
const checkmarket = new CheckMarketClient(server, checkmarketKeys)
const { key: bookKey } = JSON.parse(await server.cli('key', 'add', 'book', '--json', '--account', 'acme')) as {
  key: { token: string }
}
const book = (method: string, path: string, body?: object) =>
  send(server, {
    method,
    path: `/book/api/v1${path}`,
    headers: { Authorization: `Bearer ${bookKey.token}`, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })

const list = async (...options: string[]): Promise<readonly Logged[]> =>
  JSON.parse(
    await server.cli(
      'requests',
      'list',
      '--json',
      ...(options.includes('--unknown') ? [] : ['--account', 'acme']),
      ...options,
    ),
  ).requests
/** The requests with that in their path, as soon as there are some: a server writes them a second later. */
async function until(path: string, count = 1, ...options: string[]): Promise<readonly Logged[]> {
  for (const began = Date.now(); Date.now() - began < 20_000; await setTimeout(20)) {
    const found = await list('--path', path, '--limit', '1000', ...options)
    if (found.length >= count) return found
  }
  assert.fail(`no request with ${path}: ${server.stderr().slice(-2000)}`)
}
const show = async (id: string): Promise<Logged> =>
  JSON.parse(await server.cli('requests', 'show', id, '--json', '--account', 'acme'))

describe('the log of requests', () => {
  test('has those of every dialect, with their keys, answers and changes', async () => {
    const begun = Date.now()
    const group = await lox24.ok<{ id: number }>(201, 'POST', '/groups', { name: 'logged' })
    await lox24.call('GET', `/groups/${group.id}?name=a%20b`)
    const number = uniqueNumber()
    await simotel.call('pbx/users/add', { name: 'u', number, secret: 'Xk29!mQp77zz' })
    await simotel.call('pbx/users/add', { name: 'u', number, secret: 'Xk29!mQp77zz' })
    await checkmarket.call('POST', 'contacts', { Email: 'logged@example.com' })
    assert.equal((await book('GET', '/groups/999999')).status, 404)
    await until('/book/api/v1/groups/999999')
    const [missing, contact, again, user, got, made] = await list('--limit', '6')
    assert.deepEqual([made?.dialect, made?.method, made?.path, made?.status], ['lox24', 'POST', '/groups', 201])
    assert.deepEqual([got?.path, got?.status, got?.change], [`/groups/${group.id}?name=a%20b`, 200, null])
    assert.deepEqual(
      [user?.dialect, user?.operation, user?.path],
      ['simotel', 'pbx/users/add', '/api/v4/pbx/users/add'],
    )
    assert.equal(String(user?.key?.id), simotelKey.id)
    assert.match(again?.reason ?? '', /number/)
    assert.deepEqual([contact?.dialect, contact?.path], ['checkmarket', '/3/contacts'])
    assert.deepEqual([missing?.dialect, missing?.status], ['book', 404])
    assert.ok(missing?.reason)
    assert.ok((made?.bytes.received ?? 0) > 10 && (made?.bytes.sent ?? 0) > 10)
    assert.ok(Date.parse(made?.at ?? '') >= begun - 50)
    const changes = JSON.parse(await server.cli('changes', 'list', '--json', '--limit', '30'))
    for (const each of [made, user, contact]) {
      const change = changes.find((one: { number: number }) => one.number === each?.change?.number)
      assert.deepEqual(
        [change?.noun, change?.verb, change?.subject],
        [each?.change?.noun, each?.change?.verb, each?.change?.subject],
      )
      assert.equal(change.credentialId, each?.key?.id)
    }
    assert.equal(made?.change?.subject, 'logged')
    assert.equal((await show(user?.id.slice(0, 8) ?? '')).id, user?.id)
    assert.deepEqual(
      (await list('--dialect', 'checkmarket', '--status', '2xx')).map(({ id }) => id),
      [contact?.id],
    )
    assert.deepEqual(
      (await list('--key', simotelKey.id, '--limit', '1')).map(({ id }) => id),
      [again?.id],
    )
    assert.deepEqual(await list('--since', '2100-01-01'), [])
    assert.deepEqual(
      (await list('--status', '404', '--path', '999999')).map(({ id }) => id),
      [missing?.id],
    )
  })

  test('has those of a disabled key with its account, and those of a wrong key with none', async () => {
    const other = await addKey(server, 'acme', { auth: 'token' })
    await server.cli('key', 'disable', other.id)
    const client = new SimotelClient(server, other)
    assert.equal((await client.call('autodialer/groups/search', { alike: true })).status, 401)
    const [refused] = await until('groups/search', 1, '--status', '401')
    assert.equal(String(refused?.key?.id), other.id)
    const wrong = 'Wr0ngKeyOfNobody'
    for (const path of [`/groups/${wrong}?name=${wrong}&${wrong}`, `/groups?key=${wrong}`, `/phones/${wrong}`]) {
      await lox24.call('GET', path, undefined, { 'X-LOX24-AUTH-TOKEN': `1234567:${wrong}` })
    }
    const unknown = await until('/phones', 1, '--unknown')
    assert.deepEqual(
      unknown.map(({ path, status }) => [path, status]),
      [['/phones/…', 401]],
    )
    const all = JSON.stringify(await list('--unknown', '--limit', '100'))
    assert.doesNotMatch(all, new RegExp(wrong))
    assert.ok((await list('--unknown', '--path', '/groups/…?…')).length === 1)
  })

  test('has the last requests of an account, whatever others do', async () => {
    await server.cli('account', 'add', 'quiet')
    const quiet = new SimotelClient(server, await addKey(server, 'quiet'))
    await quiet.call('autodialer/groups/add', { name: 'only one' })
    for (let round = 0; round < 20; round++) {
      await Promise.all(Array.from({ length: 40 }, () => lox24.call('GET', '/groups?name=flood')))
    }
    await lox24.call('GET', '/groups?name=afterflood')
    await until('afterflood')
    const kept = (await list('--limit', '5000')).length
    assert.ok(kept >= 60 && kept <= 60 + 350, String(kept))
    const others = JSON.parse(await server.cli('requests', 'list', '--json', '--account', 'quiet')).requests as Logged[]
    assert.deepEqual(
      others.map(({ change }) => change?.subject),
      ['only one'],
    )
  })

  test('has bodies only while somebody wants them, without secrets, and up to a length', async () => {
    await lox24.ok(201, 'POST', '/groups', { name: 'before' })
    assert.match(await server.cli('requests', 'bodies', '--account', 'acme'), /not kept/)
    assert.match(await server.cli('requests', 'bodies', 'on', '--account', 'acme'), /kept until/)
    await setTimeout(process.env.TEST_POSTGRES ? 200 : 0)
    await send(server, {
      path: '/groups',
      headers: { ...lox24.auth, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'kept', description: sampleToken }),
      reveals: true,
    })
    await lox24.ok(201, 'POST', '/groups', {
      name: 'long',
      description: 'y'.repeat(100),
      phones: Array.from({ length: 1000 }, (_, at) => ({ phone: `${10_000_000 + at}` })),
    })
    await lox24.call('POST', '/groups', '{"name": "bro')
    await lox24.call('GET', '/groups/999999?name=lastofbodies')
    await until('lastofbodies')
    const found = await Promise.all((await list('--limit', '5')).map(({ id }) => show(id)))
    assert.deepEqual(
      found.map(({ body }) => body && [body.text, body.problem]),
      [['', null], [null, 'unreadable'], [null, 'long'], ['{"name":"kept","description":"******"}', 'secret'], null],
    )
    const [change] = JSON.parse(await server.cli('changes', 'list', '--json', '--noun', 'request-bodies'))
    assert.deepEqual([change.verb, change.origin], ['enable', 'cli'])
    await server.cli('requests', 'bodies', 'off', '--account', 'acme')
    assert.deepEqual(
      (await Promise.all(found.map(({ id }) => show(id)))).map(({ body }) => body),
      found.map(() => null),
    )
  })

  test('has no secret of any request, in no place of it, and neither has a file of the book', async () => {
    await server.cli('requests', 'bodies', 'on', '--account', 'acme')
    await setTimeout(process.env.TEST_POSTGRES ? 200 : 0)
    const sip = 'Zq81!wXn55aa'
    const headers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      '/groups': lox24.auth,
      '/phones': lox24.auth,
      '/3/contacts': { 'X-Key': checkmarketKeys.key, 'X-Master-Key': checkmarketKeys.masterKey },
      '/api/v4/pbx/users/add': simotel.headers,
      '/api/v4/autodialer/groups/update': simotel.headers,
      '/book/api/v1/groups': { Authorization: `Bearer ${bookKey.token}` },
    }
    const secrets = [
      simotelKey.token,
      simotelKey.password,
      bookKey.token,
      checkmarketKeys.key,
      checkmarketKeys.masterKey,
      sip,
    ]
    for (const [path, auth] of Object.entries(headers)) {
      const own = Object.values({ ...auth, 'Content-Type': '' })
        .filter(Boolean)
        .flatMap((each) => [each, each.split(' ').at(-1) ?? ''])
      for (const secret of own) {
        const query = `a=${encodeURIComponent(secret)}&${encodeURIComponent(secret)}=1&key=${sip}&fuzz=1`
        const body = {
          secret: sip,
          note: `${secret} password: ${sip}`,
          list: [secret],
          deep: { token: [sip], [secret]: 1 },
        }
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          await send(server, {
            ...{ method, path: `${path}?${query}`, reveals: true },
            headers: { ...auth, Accept: 'application/json', 'Content-Type': 'application/json' },
            ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
          })
        }
        await send(server, {
          method: 'GET',
          path: `${path}/${encodeURIComponent(secret)}?fuzz=1`,
          headers: auth,
          reveals: true,
        })
      }
    }
    await lox24.call('GET', '/groups/999999?name=endoffuzz')
    await until('endoffuzz')
    const all = [...(await list('--limit', '1000')), ...(await list('--unknown', '--limit', '1000'))]
    const shown = await Promise.all(all.slice(0, 60).map(({ id }) => show(id).catch(() => null)))
    assert.ok(shown.some((each) => each?.body?.text))
    const files = process.env.TEST_POSTGRES
      ? []
      : ['book.db', 'book.db-wal'].map((name) => readFileSync(join(server.data, name)))
    for (const secret of secrets) {
      for (const form of [secret, encodeURIComponent(secret)]) {
        assert.ok(!JSON.stringify([all, shown]).includes(form), `the log shows ${form}`)
        for (const bytes of files) assert.ok(!bytes.includes(form), `a file shows ${form}`)
      }
    }
  })

  test('holds after a restart, and none is kept where the setting says so', async () => {
    const own = await startLox24()
    const named = async (at: Server) =>
      (JSON.parse(await at.cli('requests', 'list', '--json')).requests as Logged[]).map(({ path }) => path)
    await new Lox24Client(own).ok(200, 'GET', '/groups?name=kept')
    while ((await named(own)).length === 0) await setTimeout(20)
    await own.kill()
    const again = await startServer({ data: own.data, env: { DIALBOOK_REQUESTS_KEEP: '0' } })
    try {
      await new Lox24Client(again).ok(200, 'GET', '/groups?name=notkept')
      await setTimeout(1200)
      assert.deepEqual(await named(again), ['/groups?name=kept'])
    } finally {
      await again.stop()
    }
  })
})
