import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'
import { addKey, Client as SimotelClient, uniqueNumber } from '../support/simotel.ts'

const server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, await addKey(server, 'acme'))
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

const changes = async (): Promise<number> =>
  (JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[])[0]?.number ?? 0
let serial = 0
const newKey = (): Record<string, string> => ({ 'Idempotency-Key': `"key-${++serial}"` })

describe('a request with a key', () => {
  test('has its effect once, and the same answer again, in every dialect', async () => {
    const number = uniqueNumber()
    const user = { name: 'u', number, secret: 'Xk29!mQp77zz' }
    const phones = Array.from({ length: 300 }, (_, index) => ({ phone: String(1000 + index) }))
    const { id } = await lox24.addGroup({ phones })
    const calls = {
      group: (headers: Record<string, string>) => lox24.call('POST', '/groups', { name: 'once' }, headers),
      batch: (headers: Record<string, string>) => lox24.call('POST', `/groups/${id}/phones/batch`, phones, headers),
      removal: (headers: Record<string, string>) => lox24.call('DELETE', `/groups/${id}`, undefined, headers),
      user: (headers: Record<string, string>) => simotel.call('pbx/users/add', user, { headers }),
      contact: (headers: Record<string, string>) =>
        checkmarket.call('POST', 'contacts', { Email: 'once@example.com' }, headers),
    }
    for (const [name, call] of Object.entries(calls)) {
      const key = newKey()
      const before = await changes()
      const first = await call(key)
      assert.ok(first.status < 300, `${name}: ${first.text}`)
      const again = await call(key)
      assert.equal(await changes(), before + 1, name)
      assert.equal(again.status, first.status, name)
      assert.ok(again.bytes.equals(first.bytes), name)
      assert.equal(again.headers['content-type'], first.headers['content-type'], name)
      assert.equal(again.headers.etag, first.headers.etag, name)
      assert.equal(again.headers.location, first.headers.location, name)
      assert.deepEqual(
        [first.headers['idempotency-replayed'], again.headers['idempotency-replayed']],
        [undefined, 'true'],
      )
    }
  })

  test('is refused with another body, or at another path', async () => {
    const key = newKey()
    const { id } = (await lox24.call<{ id: number }>('POST', '/groups', { name: 'one' }, key)).body
    const other = await lox24.call('POST', '/groups', { name: 'other' }, key)
    assert.equal(other.status, 422)
    assert.match(other.text, /another request/)
    // The key of another operation, and of another credential, is another key.
    assert.equal((await lox24.call('PUT', `/groups/${id}`, { name: 'two' }, key)).status, 200)
    const second = new SimotelClient(server, await addKey(server, 'acme'))
    const add = { name: 'three', numbers: [] }
    assert.equal((await simotel.call('autodialer/groups/add', add, { headers: key })).status, 200)
    assert.equal((await second.call('autodialer/groups/add', add, { headers: key })).status, 200)
    const reused = await second.call('autodialer/groups/add', { ...add, name: 'four' }, { headers: key })
    assert.equal(reused.status, 422)
    assert.match(String(reused.headers['dialbook-reason']), /another request/)
    assert.equal((await checkmarket.call('POST', 'contactgroups', { Name: 'a' }, key)).status, 200)
    assert.equal((await checkmarket.call('POST', 'contactgroups', { Name: 'b' }, key)).status, 422)
  })

  test('is waited for while it runs', async () => {
    const before = await changes()
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => lox24.call('POST', '/groups', { name: 'at once' }, key)),
    )
    assert.equal(await changes(), before + 1)
    assert.equal(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1)
    assert.equal(answers[0]?.status, 201)
  })

  test('that was refused may come again', async () => {
    const key = newKey()
    assert.equal((await lox24.call('PUT', '/groups/99999999', { name: 'x' }, key)).status, 404)
    assert.equal((await lox24.call('POST', '/groups', { name: '' }, key)).status, 400)
    assert.equal((await lox24.call('POST', '/groups', { name: 'right' }, key)).status, 201)
  })

  test('may be called anything of up to 255 characters', async () => {
    const post = (value: string) => lox24.call('POST', '/groups', { name: 'k' }, { 'Idempotency-Key': value })
    const made = (await post(`"${'k'.repeat(255)}"`)).text
    assert.equal((await post('k'.repeat(255))).text, made)
    assert.equal((await post('k'.repeat(256))).status, 400)
    assert.equal((await post('')).status, 400)
    assert.equal((await post('""')).status, 400)
    assert.equal((await post('8e03978e-40d5-43dd-bc93-6894a57f9324')).status, 201)
  })

  test('with a long body is known again', async () => {
    const list = Array.from({ length: 150_000 }, (_, index) => String(98_912_000_0000 + index))
    const body = { name: 'long', numbers: list }
    const key = newKey()
    const before = await changes()
    const first = await simotel.call('autodialer/groups/add', body, { headers: key })
    assert.equal(first.status, 200, first.text.slice(0, 300))
    const again = await simotel.call('autodialer/groups/add', body, { headers: key })
    assert.ok(again.bytes.equals(first.bytes))
    const other = await simotel.call('autodialer/groups/add', { ...body, name: 'other' }, { headers: key })
    assert.equal(other.status, 422)
    assert.equal(await changes(), before + 1)
  })
})

describe('a key with --same-body-within', () => {
  test('takes an equal body on the same route for a retry', async () => {
    const out = await server.cli('key', 'add', 'lox24', '--account', 'acme', '--same-body-within', '1h', '--json')
    const { key } = JSON.parse(out) as { key: { clientId: string; token: string } }
    server.audit.hide(key.token)
    const client = new Lox24Client(server, `${key.clientId}:${key.token}`)
    const one = await client.call<Fields>('POST', '/groups', { name: 'same' })
    assert.equal((await client.call('POST', '/groups', { name: 'same' })).text, one.text)
    assert.notEqual((await client.call('POST', '/groups', { name: 'other' })).text, one.text)
    assert.notEqual((await lox24.call('POST', '/groups', { name: 'same' })).text, one.text)
  })

  test('takes it for a new one after that time', async () => {
    const out = await server.cli('key', 'add', 'lox24', '--account', 'acme', '--same-body-within', '1ms', '--json')
    const { key } = JSON.parse(out) as { key: { clientId: string; token: string } }
    server.audit.hide(key.token)
    const client = new Lox24Client(server, `${key.clientId}:${key.token}`)
    const one = await client.call<Fields>('POST', '/groups', { name: 'soon' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const two = await client.call<Fields>('POST', '/groups', { name: 'soon' })
    assert.notEqual(two.body.id, one.body.id)
    await assert.rejects(server.cli('key', 'add', 'lox24', '--account', 'acme', '--same-body-within', 'soon'))
  })
})
