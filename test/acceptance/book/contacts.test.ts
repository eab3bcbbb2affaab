import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, type Fields, startBook, unique } from '../support/book.ts'
import { testFields, walk } from '../support/book-fields.ts'

const server = await startBook()
after(() => server.stop())
const { client } = await addBookAccount(server)
const { client: stranger } = await addBookAccount(server)

const add = (fields: Fields = {}) => client.ok(201, 'POST', '/contacts', { name: unique('c'), ...fields })
const custom = Array.from({ length: 20 }, (_, at) => (at === 3 ? null : 'x'.repeat(256)))

describe('the fields of a contact', () => {
  testFields(client, { path: '/contacts', needed: () => ({ email: 'needed@example.com' }) }, [
    ['name', 'x'.repeat(255), ['x'.repeat(256), null, 7, 'a\nb']],
    ['number', '+491701234567', ['nobody', 7, ['1']]],
    ['description', `${'x'.repeat(999)}\n`, ['x'.repeat(1001), 7]],
    ['firstName', 'x'.repeat(255), ['x'.repeat(256), 7]],
    ['lastName', 'x'.repeat(255), ['x'.repeat(256), 7]],
    ['email', `${'x'.repeat(88)}@example.com`, [`${'x'.repeat(89)}@example.com`, 'nobody', 7]],
    ['language', 'fa', ['xx', 'farsi', 7]],
    ['gender', 'F', ['f', 'X', '', 7]],
    ['birthDate', '2024-02-29', ['2023-02-29', '29.2.2024', 7]],
    ['street', 'x'.repeat(50), ['x'.repeat(51), 7]],
    ['houseNumber', 'x'.repeat(6), ['x'.repeat(7), 7]],
    ['suite', 'x'.repeat(4), ['x'.repeat(5), 7]],
    ['postalCode', 'x'.repeat(15), ['x'.repeat(16), 7]],
    ['city', 'x'.repeat(50), ['x'.repeat(51), 7]],
    ['state', 'CA', ['XX', 'California', 7]],
    ['province', 'x'.repeat(50), ['x'.repeat(51), 7]],
    ['country', 'IR', ['XX', 'Iran', 7]],
    ['custom', custom, [[...custom, null], ['x'.repeat(257)], [7], 'x', {}, null]],
  ])

  test('are cleared by null and by an empty text, and custom fields that a list leaves out as well', async () => {
    const whole = { number: '1', description: 'd', email: 'a@b.de', language: 'en', city: 'Rom', custom: ['1', '2'] }
    const { id, custom: kept } = await add(whole)
    assert.deepEqual((kept as unknown[]).slice(0, 3), ['1', '2', null])
    const none = { number: null, description: null, email: null, language: null, city: null }
    const cleared = await client.ok(200, 'PATCH', `/contacts/${id}`, { ...none, custom: [] })
    for (const name of Object.keys(none)) assert.equal(cleared[name], null, name)
    assert.deepEqual(cleared.custom, Array(20).fill(null))
    await client.ok(200, 'PATCH', `/contacts/${id}`, whole)
    const empty = Object.fromEntries(Object.keys(none).map((name) => [name, '']))
    const emptied = await client.ok(200, 'PATCH', `/contacts/${id}`, empty)
    for (const name of Object.keys(none)) assert.equal(emptied[name], null, name)
  })

  test('are at least a name, a number or an address', async () => {
    assert.equal((await client.refused(422, 'missing-value', 'POST', '/contacts', {})).field, 'name')
    await client.refused(422, 'missing-value', 'POST', '/contacts', { city: 'Rom', name: '' })
    for (const one of [{ lastName: 'x' }, { number: '*43#' }, { email: 'a@b.de' }])
      await client.ok(201, 'POST', '/contacts', one)
  })
})

test('a list is searched by names, addresses and numbers in every spelling, and paged through', async () => {
  const { name, client: own } = await addBookAccount(server)
  await server.cli('account', 'set', name, '--country', 'IR')
  for (const one of [{ name: 'Ada' }, { name: 'Bob', number: '09121111111' }, { email: 'ADA@example.com' }])
    await own.ok(201, 'POST', '/contacts', one)
  assert.deepEqual(await walk(own, '/contacts', 'contacts', 'id'), [1, 2, 3])
  assert.deepEqual(await walk(own, '/contacts?q=ada', 'contacts', 'id'), [1, 3])
  assert.deepEqual(await walk(own, `/contacts?q=${encodeURIComponent('+98 912 111 1111')}`, 'contacts', 'id'), [2])
  for (const query of ['limit=0', 'limit=1001', 'after=-1', 'limit=x'])
    await own.refused(422, 'invalid-value', 'GET', `/contacts?${query}`)
})

test('a contact is shown as it was, with an ETag, and comes back from the trash', async () => {
  const { id, hexId } = await add({ name: 'Ada' })
  const first = await client.call('GET', `/contacts/${id}`)
  const etag = String(first.headers.etag)
  assert.equal((await client.call('GET', `/contacts/${id}`, undefined, { 'If-None-Match': etag })).status, 304)
  const { changes } = await client.ok<{ changes: { change: { number: number } }[] }>(200, 'GET', '/history?limit=1')
  const held = await client.call('PATCH', `/contacts/${hexId}`, { name: 'Eve' }, { 'If-Match': etag })
  assert.equal(held.status, 200)
  await client.refused(412, 'stale', 'DELETE', `/contacts/${id}`, undefined, { 'If-Match': etag })
  const was = await client.ok(200, 'GET', `/contacts/${id}?at=${changes[0]?.change.number}`)
  assert.deepEqual(was, first.body)
  await client.ok(204, 'DELETE', `/contacts/${id}`, undefined, { 'If-Match': String(held.headers.etag) })
  await client.refused(404, 'not-found', 'GET', `/contacts/${id}`)
  const { removals } = await client.ok<{ removals: { number: number }[] }>(200, 'GET', '/trash?noun=contact')
  await client.ok(200, 'POST', `/trash/${removals[0]?.number}/restore`)
  assert.equal((await client.ok(200, 'GET', `/contacts/${hexId}`)).name, 'Eve')
})

describe('the contacts of a group', () => {
  const group = () => client.ok(201, 'POST', '/groups', { name: unique('g') })
  const linked = async (id: unknown, q = '') => walk(client, `/groups/${id}/contacts${q}`, 'contacts', 'id')

  test('come and go by lists, and whoever is in no other group goes with that', async () => {
    const [one, other] = [await group(), await group()]
    const ids = [(await add({ group: one.hexId })).id, (await add({ name: 'Zoe', group: one.id })).id, (await add()).id]
    assert.deepEqual(await linked(one.id), ids.slice(0, 2))
    const edit = (body: Fields) => client.ok(200, 'PATCH', `/groups/${other.hexId}/contacts`, body)
    assert.deepEqual(await edit({ add: [...ids, ids[0]] }), { added: 3, removed: 0 })
    assert.deepEqual(await linked(other.id, '?q=zoe'), [ids[1]])
    assert.deepEqual(await edit({ remove: ids }), { added: 0, removed: 3 })
    const { groups } = await client.ok<{ groups: Fields[] }>(200, 'GET', `/contacts/${ids[0]}/groups`)
    assert.deepEqual(groups, [{ id: one.id, hexId: one.hexId, name: one.name, count: 0 }])
    await client.refused(404, 'not-found', 'GET', `/contacts/${ids[2]}`)
  })

  test('are refused where they break a rule, and nothing changes', async () => {
    const { id } = await group()
    const { id: contact } = await add({ group: id })
    const foreign = await stranger.ok(201, 'POST', '/groups', { name: 'x' })
    for (const [body, field] of [
      [{ add: [contact, 999_999] }, 'add'],
      [{ remove: [999_999] }, 'remove'],
      [{ add: [] }, 'add'],
      [{ add: ['1'] }, 'add'],
      [{ add: Array.from({ length: 10_001 }, (_, at) => at + 1) }, 'add'],
      [{ add: [contact], remove: [contact] }, 'remove'],
    ] as const) {
      const problem = await client.refused(422, 'invalid-value', 'PATCH', `/groups/${id}/contacts`, body)
      assert.equal(problem.field, field)
    }
    await client.refused(422, 'missing-value', 'PATCH', `/groups/${id}/contacts`, {})
    await client.refused(404, 'not-found', 'POST', '/contacts', { name: 'x', group: 999_999 })
    await client.refused(404, 'not-found', 'POST', '/contacts', { name: 'x', group: foreign.hexId })
    assert.deepEqual(await linked(id), [contact])
  })
})
