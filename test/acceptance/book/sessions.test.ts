import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, assertProblem, BookClient, type Fields, startBook } from '../support/book.ts'
import { addPerson, type PageClient } from '../support/page.ts'

const server = await startBook()
after(() => server.stop())
const { name: other, client: stranger } = await addBookAccount(server)

/** A script of the page: it calls with the cookies of a browser, and has no key. */
class Script extends BookClient {
  readonly #page: PageClient

  constructor(page: PageClient) {
    super(page.server, '')
    this.#page = page
  }

  override call<T = Fields>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) {
    return super.call<T>(method, path, body, { Authorization: '', Cookie: this.#page.cookies(), ...headers })
  }
}

interface Me extends Fields {
  readonly account: { readonly name: string }
  readonly key: object | null
  readonly person: {
    readonly name: string
    readonly role: string
    readonly token: string
    readonly permissions: string[]
  }
}

const writer = new Script(await addPerson(server, 'ada', '--role', 'administrator', '--account', 'acme'))
const reader = new Script(await addPerson(server, 'eve', '--role', 'reader', '--account', 'acme'))
const olga = await addPerson(server, 'olga', '--role', 'owner')
const owner = new Script(olga)
const me = (script: Script) => script.ok<Me>(200, 'GET', '/me')
const tokenOf = async (script: Script) => ({ 'X-Dialbook-Token': (await me(script)).person.token })
const group = { name: 'by a session' }

describe('a session of the page', () => {
  test('opens the API as the person, in the account of the person', async () => {
    const { account, key, person } = await me(writer)
    assert.deepEqual([account.name, key, person.name, person.role], ['acme', null, 'ada', 'administrator'])
    assert.ok(person.permissions.includes('group.add'))
    const { id } = await writer.ok(201, 'POST', '/groups', group, await tokenOf(writer))
    assert.equal((await reader.ok(200, 'GET', `/groups/${id}`)).name, group.name)
    await stranger.refused(404, 'not-found', 'GET', `/groups/${id}`)
    const { changes } = await writer.ok<{ changes: { change: { by: object; number: number } }[] }>(
      200,
      'GET',
      '/history?limit=1',
    )
    assert.deepEqual(changes[0]?.change.by, { origin: 'page', key: null, name: 'ada' })
    const undo = `/changes/${changes[0]?.change.number}/undo`
    await writer.refused(403, 'forbidden', 'POST', undo)
    await writer.ok(200, 'POST', undo, undefined, await tokenOf(writer))
    await reader.refused(404, 'not-found', 'GET', `/groups/${id}`)
  })

  test('writes nothing without the token of its own, and nothing from another site', async () => {
    const before = await writer.ok(200, 'GET', '/groups')
    const right = await tokenOf(writer)
    for (const headers of [
      {},
      { 'X-Dialbook-Token': 'x' },
      await tokenOf(reader),
      { ...right, Origin: 'https://evil.example' },
      { ...right, Origin: 'null' },
      { ...right, 'Sec-Fetch-Site': 'cross-site' },
      { ...right, 'Sec-Fetch-Site': 'same-site' },
    ])
      await writer.refused(403, 'forbidden', 'POST', '/groups', group, headers)
    assert.deepEqual(await writer.ok(200, 'GET', '/groups'), before)
    await writer.ok(201, 'POST', '/groups', group, { ...right, Origin: server.origin })
  })

  test('of a reader writes nothing', async () => {
    const right = await tokenOf(reader)
    for (const [method, path, body] of [
      ['POST', '/groups', group],
      ['POST', '/contacts', { name: 'x' }],
      ['POST', '/keys', {}],
      ['DELETE', '/groups/1', undefined],
    ] as const)
      await reader.refused(403, 'forbidden', method, path, body, right)
  })

  test('of an owner opens the account that is chosen on the page', async () => {
    const asked = [1, 2].map((id) =>
      owner.call<Me>('GET', '/me', undefined, { Cookie: `${olga.cookies()}; dialbook_account=${id}` }),
    )
    const names = (await Promise.all(asked)).map(({ body }) => [body.account.name, body.person.role])
    assert.deepEqual(names, [
      ['acme', 'owner'],
      [other, 'owner'],
    ])
  })

  test('that is over, or none, is not let in, and a key goes before it', async () => {
    for (const Cookie of ['dialbook_session=x', 'dialbook_session=', 'a=b'])
      assertProblem(await writer.call('GET', '/me', undefined, { Cookie }), 401, 'not-signed-in')
    const { key } = (await writer.call<Me>('GET', '/me', undefined, { Authorization: `Bearer ${stranger.token}` })).body
    assert.notEqual(key, null)
    await server.cli('person', 'disable', 'ada')
    await writer.refused(401, 'not-signed-in', 'GET', '/me')
  })
})
