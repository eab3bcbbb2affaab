import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { until } from '../support/cluster.ts'
import {
  addLox24Account,
  assertProblem,
  Lox24Client,
  problemType,
  sampleClientId,
  sampleToken,
  startLox24,
} from '../support/lox24.ts'

const key = `${sampleClientId}:${sampleToken}`
const bad = "Client ID or API key isn't active or invalid!"
const inactive = "Account isn't activated. Please wait or contact to support!"
const blocked =
  'IP address was temporary blocked, because during short time from it was sent many request with invalid ' +
  'credentials. Please wait and try later.'

describe('signing in', async () => {
  const server = await startLox24({ env: { DIALBOOK_LOX24_BAD_SIGN_INS: '1000' } })
  after(() => server.stop())
  const client = new Lox24Client(server)
  const with_ = (headers: Record<string, string>, path = '/me') =>
    client.call('GET', path, undefined, { 'X-LOX24-AUTH-TOKEN': '', ...headers })

  test('takes client id and key in one header, or in two', async () => {
    for (const headers of [
      { 'X-LOX24-AUTH-TOKEN': key },
      { 'x-lox24-auth-token': ` ${key} ` },
      { 'X-LOX24-AUTH-TOKEN': sampleToken, 'X-LOX24-CLIENT-ID': sampleClientId },
      { 'X-LOX24-AUTH-TOKEN': key, 'X-LOX24-CLIENT-ID': '1' },
    ]) {
      const answer = await client.call('GET', '/me', undefined, headers)
      assert.deepEqual([answer.status, answer.body.id], [200, Number(sampleClientId)], JSON.stringify(headers))
    }
  })

  test('refuses everything else alike', async () => {
    for (const headers of [
      {},
      { 'X-LOX24-CLIENT-ID': sampleClientId },
      { 'X-LOX24-AUTH-TOKEN': sampleToken },
      { 'X-LOX24-AUTH-TOKEN': sampleToken, 'X-LOX24-CLIENT-ID': '7654321' },
      { 'X-LOX24-AUTH-TOKEN': `7654321:${sampleToken}` },
      { 'X-LOX24-AUTH-TOKEN': `${sampleClientId}:` },
      { 'X-LOX24-AUTH-TOKEN': `${key}x` },
      { 'X-LOX24-AUTH-TOKEN': `:${sampleToken}` },
      { Authorization: `Bearer ${key}` },
    ]) {
      for (const path of ['/me', '/groups', '/groups/999999', '/phones/1', '/groups/1/file/csv']) {
        assertProblem(await with_(headers, path), 401, bad)
      }
    }
    const linked = await with_({ Accept: 'application/ld+json' })
    assert.deepEqual([linked.status, linked.body['hydra:description']], [401, bad])
  })

  test('is not asked for where Hydra clients begin', async () => {
    for (const path of ['/', '/docs.jsonld', '/contexts/groups', '/contexts/Entrypoint', '/contexts/Error']) {
      assert.equal((await with_({}, path)).status, 200, path)
      assert.equal((await with_({ 'X-LOX24-AUTH-TOKEN': 'nonsense' }, path)).status, 200, path)
    }
  })

  test('ends and begins with the key, the account, and at once', async () => {
    const { name, keyId, client: other } = await addLox24Account(server)
    await other.ok(200, 'GET', '/me')
    await server.cli('key', 'disable', keyId)
    assertProblem(await other.call('GET', '/me'), 401, bad)
    await server.cli('key', 'enable', keyId)
    await server.cli('account', 'disable', name)
    assertProblem(await other.call('GET', '/me'), 403, inactive)
    assertProblem(await other.call('PUT', '/groups/1', {}), 403, inactive)
    await server.cli('account', 'enable', name)
    await other.ok(200, 'GET', '/me')
    await server.cli('key', 'remove', keyId)
    assertProblem(await other.call('GET', '/me'), 401, bad)
  })

  test('with several keys of one client is possible: that is how a key is renewed', async () => {
    const made = JSON.parse(
      await server.cli('key', 'add', 'lox24', '--account', 'acme', '--client-id', sampleClientId, '--json'),
    ) as { key: { clientId: string; token: string } }
    server.audit.hide(made.key.token)
    assert.match(made.key.token, /^[0-9a-f]{32}$/)
    const renewed = new Lox24Client(server, `${sampleClientId}:${made.key.token}`)
    const { id } = await renewed.addGroup()
    assert.equal((await client.group(id)).id, id)
    assert.match(await server.cli('key', 'list'), /lox24 +acme +token +1234567-/)
  })

  test('of a key that is no key fails at the command line', async () => {
    for (const flags of [
      ['--client-id', 'abc'],
      ['--client-id', '0'],
      ['--token', 'with space'],
      ['--token', ''],
    ]) {
      await assert.rejects(server.cli('key', 'add', 'lox24', '--account', 'acme', ...flags))
    }
  })

  test('tells of the account', async () => {
    const { client: other } = await addLox24Account(server)
    const { id } = await other.addGroup()
    const me = await other.ok(200, 'GET', '/me')
    assert.deepEqual(me.groups, { [id]: `/groups/${id}` })
  })
})

describe('the block of an address', async () => {
  const server = await startLox24({
    // An hour: a slow machine must forget no bad sign-in meanwhile.
    args: [
      ...['--trust-proxy', 'loopback', '--lox24-bad-sign-ins', '2', '--lox24-bad-sign-ins-within', '3600'],
      ...['--lox24-block-time', '3600'],
    ],
  })
  after(() => server.stop())
  const client = new Lox24Client(server)
  const from = (address: string, token = key, path = '/me') =>
    client.call('GET', path, undefined, { 'X-LOX24-AUTH-TOKEN': token, 'X-Forwarded-For': address })

  test('is seen, holds for everything of this dialect, and is lifted while the server runs', async () => {
    const address = '203.0.113.7'
    assertProblem(await from(address, '1:wrong'), 401, bad)
    assertProblem(await from(address, '1:wrong'), 401, bad)
    assert.equal(await server.cli('block', 'list'), 'no address is blocked\n')
    const third = await from(address, '1:wrong')
    assertProblem(third, 401, bad)
    assert.equal(third.headers['retry-after'], undefined)
    assertProblem(await from(address, '1:wrong'), 429, blocked)
    for (const path of ['/me', '/groups', '/', '/docs.jsonld', '/groups/1/nothing']) {
      const answer = await from(address, key, path)
      assert.deepEqual(answer.body, { type: problemType, title: 'An error occurred', detail: blocked })
      const wait = Number(answer.headers['retry-after'])
      assert.ok(answer.status === 429 && wait > 3500 && wait <= 3600)
    }
    await client.ok(200, 'GET', '/me')
    assert.equal((await from('203.0.113.8')).status, 200)
    const simotel = await client.call('POST', '/api/v4/setting/ping/act', {}, { 'X-Forwarded-For': address })
    assert.equal(simotel.status, 401)

    await until('the book has it', async () => (await server.cli('block', 'list')).includes(address))
    const { blocks } = JSON.parse(await server.cli('block', 'list', '--json')) as {
      blocks: { address: string; dialect: string; since: string; until: string }[]
    }
    assert.deepEqual(
      blocks.map((block) => [block.address, block.dialect, Date.parse(block.until) - Date.parse(block.since)]),
      [[address, 'lox24', 3_600_000]],
    )
    assert.match(await server.cli('block', 'list'), /^ADDRESS +DIALECT[\s\S]*203\.0\.113\.7 +lox24/)
    await server.cli('block', 'lift', address)
    assert.equal((await from(address)).status, 200)
    assertProblem(await from(address, '1:wrong'), 401, bad)
    await assert.rejects(server.cli('block', 'lift', address), /is not blocked/)
    await assert.rejects(server.cli('block', 'lift', 'nonsense'), /must be an IP address/)
  })

  test('comes with the usual count after the fourth bad sign-in, itself still 401; nothing else counts', async () => {
    const usual = await startLox24({ args: ['--trust-proxy', 'loopback', '--lox24-bad-sign-ins-within', '3600'] })
    after(() => usual.stop())
    const other = new Lox24Client(usual)
    const status = async (token: string, path = '/me') =>
      (
        await other.call('GET', path, undefined, {
          'X-LOX24-AUTH-TOKEN': token,
          'X-Forwarded-For': '203.0.113.10',
        })
      ).status
    for (const path of ['/', '/docs.jsonld', '/contexts/groups']) assert.equal(await status('1:wrong', path), 200)
    for (let attempt = 0; attempt < 5; attempt++) assert.equal(await status(''), 401)
    for (let attempt = 1; attempt <= 4; attempt++) assert.equal(await status('1:wrong'), 401, `attempt ${attempt}`)
    assert.deepEqual([await status('1:wrong'), await status(key), await status('', '/docs.jsonld')], [429, 429, 429])
  })

  test('is said in JSON-LD to those who ask for it', async () => {
    for (const token of ['a', 'b', 'c']) await from('203.0.113.9', token)
    const answer = await client.call('GET', '/me', undefined, {
      Accept: '*/*',
      'X-Forwarded-For': '203.0.113.9',
    })
    assert.equal(answer.body['hydra:description'], blocked)
  })
})
