import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { findBlocks } from '../../core/block/find-blocks.ts'
import { liftBlock } from '../../core/block/lift-block.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import { addCredential } from '../../core/credential/add-credential.ts'
import { setCredentialEnabled } from '../../core/credential/set-credential-enabled.ts'
import { makeReaderTools } from '../../server/reader-tools.ts'
import { BodyReaders } from '../body/body-readers.ts'
import { lox24 } from './index.ts'

const minute = 60_000
const settings = { 'lox24.badSignIns': 3, 'lox24.badSignInsWithin': 60, 'lox24.blockTime': 600 }

describe('the gate', () => {
  let book: TestBook
  let app: FastifyInstance
  let trusting: FastifyInstance
  let key: string
  let credentialId: number

  before(async () => {
    book = await buildBook()
    const caller = await book.buildCaller()
    const issued = lox24.keyForm.issue({ clientId: '1234567' }, book.core.ids, { hasMasterKey: false })
    const credential = await addCredential(book.core, caller, { ...issued.credential, dialect: 'lox24' })
    credentialId = credential.id
    key = `1234567:${issued.show.token}`
    const mount = (trustProxy: string): Promise<FastifyInstance> =>
      lox24.serve(
        {
          core: book.core,
          server: { webhooks: [], phones: undefined },
          bodies: new BodyReaders({ tools: makeReaderTools(), module: '../server/reader-tools' }),
          settings,
        },
        { requestId: () => 'a'.repeat(32), bodyLimit: 1_000_000, trustProxy, observe: () => undefined },
      )
    app = await mount('')
    trusting = await mount('10.0.0.0/8')
  })
  after(async () => {
    await app.close()
    await trusting.close()
    await book.close()
  })

  const call = async (remoteAddress: string, token: string, url = '/me'): Promise<number> =>
    (await app.inject({ url, remoteAddress, headers: { 'x-lox24-auth-token': token } })).statusCode
  const several = async (address: string, ...tokens: string[]): Promise<number[]> => {
    const statuses: number[] = []
    for (const token of tokens) statuses.push(await call(address, token))
    return statuses
  }

  it('answers four bad sign-ins, and after the fourth nothing from that address until the time is over', async () => {
    assert.deepEqual(await several('192.0.2.1', 'bad', '1:bad', '1234567:bad', 'bad:bad'), [401, 401, 401, 401])
    assert.deepEqual(await several('192.0.2.1', key, 'bad'), [429, 429])
    assert.equal(await call('192.0.2.1', key, '/docs.jsonld'), 429)
    assert.equal(await call('192.0.2.1', key, '/groups/none/none'), 429)
    assert.equal(await call('192.0.2.2', key), 200)
    book.clock.advance(10 * minute - 1)
    const last = await app.inject({ url: '/me', remoteAddress: '192.0.2.1', headers: { 'x-lox24-auth-token': key } })
    assert.deepEqual([last.statusCode, last.headers['retry-after']], [429, '1'])
    book.clock.advance(1)
    assert.deepEqual(await several('192.0.2.1', key, 'bad'), [200, 401])
  })

  it('forgets an attempt after a minute', async () => {
    assert.deepEqual(await several('192.0.2.3', 'bad', 'bad', 'bad'), [401, 401, 401])
    book.clock.advance(minute)
    assert.deepEqual(await several('192.0.2.3', 'bad', 'bad', 'bad', key), [401, 401, 401, 200])
  })

  it('counts each bad sign-in for a minute from its own moment on', async () => {
    const at = async (address: string, ...waits: number[]): Promise<number> => {
      for (const wait of waits) {
        book.clock.advance(wait)
        assert.equal(await call(address, 'bad'), 401)
      }
      return call(address, key)
    }
    assert.equal(await at('192.0.2.10', 0, minute / 2, 20_000, 9_999), 429)
    assert.equal(await at('192.0.2.11', 0, minute / 2, 20_000, 10_000), 200)
  })

  it('does not count a request that presents nothing', async () => {
    assert.deepEqual(await several('192.0.2.4', '', '', '', '', '', key), [401, 401, 401, 401, 401, 200])
  })

  it('counts a disabled key as a bad one', async () => {
    await setCredentialEnabled(book.core, owner, credentialId, false)
    assert.deepEqual(await several('192.0.2.5', key, key, key, key, key), [401, 401, 401, 401, 429])
    await setCredentialEnabled(book.core, owner, credentialId, true)
  })

  it('knows an IPv4 address also by its IPv6 form', async () => {
    assert.deepEqual(await several('192.0.2.6', 'bad', 'bad'), [401, 401])
    assert.deepEqual(await several('::ffff:192.0.2.6', 'bad', 'bad', 'bad'), [401, 401, 429])
    assert.equal(await call('192.0.2.6', key), 429)
  })

  it('believes X-Forwarded-For of a trusted hop only', async () => {
    const from = (instance: FastifyInstance, remoteAddress: string, token: string): Promise<{ statusCode: number }> =>
      instance.inject({
        url: '/me',
        remoteAddress,
        headers: { 'x-lox24-auth-token': token, 'x-forwarded-for': '198.51.100.9' },
      })
    for (let attempt = 0; attempt < 4; attempt++) await from(trusting, '10.0.0.1', 'bad')
    assert.equal((await from(trusting, '10.0.0.1', key)).statusCode, 429)
    assert.equal((await from(trusting, '192.0.2.7', key)).statusCode, 200)
    assert.equal((await from(app, '10.0.0.1', key)).statusCode, 200)
  })

  it('makes each block and its lifting one change', async () => {
    await several('192.0.2.8', 'bad', 'bad', 'bad', 'bad')
    const isInBook = async () => (await findBlocks(book.core, owner)).some(({ address }) => address === '192.0.2.8')
    while (!(await isInBook())) await new Promise(setImmediate)
    await liftBlock(book.core, owner, '192.0.2.8')
    assert.equal(await call('192.0.2.8', key), 200)
    const [lifted, blocked] = await findChanges(book.core, owner, 2)
    assert.deepEqual(
      [blocked?.noun, blocked?.verb, blocked?.subject, blocked?.origin],
      ['block', 'add', '192.0.2.8', 'lox24'],
    )
    assert.deepEqual([lifted?.noun, lifted?.verb, lifted?.origin], ['block', 'remove', 'cli'])
    await assert.rejects(liftBlock(book.core, owner, '192.0.2.8'), { code: 'not_found' })
  })

  it('takes the client id from the header of old, too', async () => {
    const token = key.slice('1234567:'.length)
    const statuses = ['1234567', '7654321', ''].map(async (clientId) => {
      const headers = { 'x-lox24-auth-token': token, ...(clientId && { 'x-lox24-client-id': clientId }) }
      return (await app.inject({ url: '/me', remoteAddress: '192.0.2.9', headers })).statusCode
    })
    assert.deepEqual(await Promise.all(statuses), [200, 401, 401])
  })
})
