import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, addBookKey, assertProblem, BookClient, sampleToken, startBook } from '../support/book.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)

describe('a key', () => {
  const as = (Authorization: string, path = '/me') => client.call('GET', path, undefined, { Authorization })

  test('is a bearer token, however the scheme is written', async () => {
    for (const header of [`Bearer ${sampleToken}`, `bearer ${sampleToken}`, ` BEARER   ${sampleToken} `]) {
      assert.equal((await as(header)).status, 200, header)
    }
  })

  test('that is absent is asked for', async () => {
    for (const header of ['', 'Bearer', 'Bearer ', `Basic ${btoa(`a:${sampleToken}`)}`, sampleToken]) {
      const answer = await as(header)
      assertProblem(answer, 401, 'not-signed-in')
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="dialbook"', header)
    }
  })

  test('that is wrong is refused alike, on every path', async () => {
    for (const token of ['x', `${sampleToken}x`, sampleToken.slice(1), sampleToken.toLowerCase(), 'a'.repeat(5000)]) {
      for (const path of ['/me', '/groups', '/imports/0123456789abcdef01234567']) {
        const answer = await as(`Bearer ${token}`, path)
        assertProblem(answer, 401, 'not-signed-in')
        assert.equal(answer.headers['www-authenticate'], 'Bearer realm="dialbook", error="invalid_token"')
      }
    }
  })

  test('ends and begins with the key, the account, and at once', async () => {
    const { name, client: other } = await addBookAccount(server)
    const refused = async (status: number, code: string) => assertProblem(await other.call('GET', '/me'), status, code)
    await other.ok(200, 'GET', '/me')
    await server.cli('key', 'disable', other.keyId)
    await refused(401, 'not-signed-in')
    await server.cli('key', 'enable', other.keyId)
    await server.cli('account', 'disable', name)
    await refused(403, 'forbidden')
    await server.cli('account', 'enable', name)
    await other.ok(200, 'GET', '/me')
    await server.cli('key', 'remove', other.keyId)
    await refused(401, 'not-signed-in')
  })

  test('of another dialect is none', async () => {
    const made = JSON.parse(await server.cli('key', 'add', 'simotel', '--account', 'acme', '--auth', 'token', '--json'))
    server.audit.hide(made.key.token)
    assertProblem(await as(`Bearer ${made.key.token}`), 401, 'not-signed-in')
  })

  test('may do what it is allowed, and the refusal names the rest', async () => {
    const finder = await addBookKey(server, 'acme', '--allow', 'group.find')
    await finder.ok(200, 'GET', '/groups')
    const me = await finder.ok<{ key: { permissions: string[] } }>(200, 'GET', '/me')
    assert.deepEqual(me.key.permissions, ['group.find'])
    const { detail } = await finder.refused(403, 'forbidden', 'POST', '/imports?group=x', '1\n')
    assert.equal(detail, 'the key lacks the permission upload.add')
    const uploader = await addBookKey(server, 'acme', '--allow', 'upload.*')
    await uploader.refused(403, 'forbidden', 'GET', '/groups')
    assert.match(await server.cli('key', 'list'), / group\.find /)
  })

  test('that names no permission fails at the command line, with the nearest one', async () => {
    for (const flags of [
      ['--allow', 'group.fond'],
      ['--allow', '/groups/*'],
      ['--token', 'short'],
      ['--token', 'with a space in it, and long'],
      ['--name', 'two words'],
      ['--name', 'sample'],
    ]) {
      await assert.rejects(server.cli('key', 'add', 'book', '--account', 'acme', ...flags), flags.join(' '))
    }
  })
})

test('GET /me tells of the account and the key', async () => {
  await server.cli('account', 'set', 'acme', '--country', 'IR')
  const me = await client.ok<{ account: object; key: { id: number; name: string; permissions: string[] } }>(
    200,
    'GET',
    '/me',
  )
  assert.deepEqual(me.account, { name: 'acme', country: 'IR' })
  assert.equal(me.key.name, 'sample')
  assert.ok(Number.isInteger(me.key.id) && me.key.permissions.includes('group.update'))
})

test('an address that is in no allowed network is refused before its key is looked at', async () => {
  await server.cli('ip', 'allow', '10.0.0.0/8')
  try {
    assertProblem(await client.call('GET', '/me'), 403, 'forbidden')
    assertProblem(await client.call('GET', '/me', undefined, { Authorization: 'Bearer x' }), 403, 'forbidden')
  } finally {
    await server.cli('ip', 'allow-all')
  }
  await client.ok(200, 'GET', '/me')
})
