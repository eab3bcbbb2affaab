import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addKeys, Client as CheckMarketClient, type Payload } from '../support/checkmarket.ts'
import { addLox24Account, assertProblem, Lox24Client, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

interface Item {
  readonly status: number
  readonly body: { readonly detail?: string } | null
}

const newest = async (): Promise<number> =>
  (JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[])[0]?.number ?? 0
const undo = async () => server.cli('changes', 'undo', String(await newest()))
const phonesOf = async (id: number) => (await lox24.phones(id)).map(({ phone }) => phone)
const tagOf = async (id: number) => String((await lox24.call('GET', `/groups/${id}`)).headers.etag)
const remove = (id: number | string, body: unknown, headers: Record<string, string> = {}) =>
  lox24.call<Item[]>('DELETE', `/groups/${id}/phones/batch`, body, headers)
const many = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ phone: String(9_120_000_000 + from + index) }))

describe('many phones of a group of LOX24', () => {
  test('go in one change, each with an answer of its own, and come back', async () => {
    const phones = [{ phone: '1', a: 'x' }, { phone: '2' }, { phone: '*43#' }, { phone: 'reception' }, { phone: '5' }]
    const { id } = await lox24.addGroup({ phones })
    const were = await lox24.phones(id)
    const before = await newest()
    const given = [{ phone: '1', a: 'x'.repeat(2000), id: 'any' }, { phone: '9' }, {}, { phone: ' 0 0 ' }, 'text', null]
    const answer = await remove(id, [
      ...given,
      { phone: '*43#' },
      { phone: ' reception' },
      { phone: '1' },
      { phone: 7 },
    ])
    assert.equal(answer.status, 200)
    assert.deepEqual(
      answer.body.map(({ status }) => status),
      [204, 404, 400, 404, 400, 400, 204, 204, 204, 400],
    )
    assert.deepEqual([answer.body[0]?.body, answer.body[1]?.body?.detail], [null, 'Not Found'])
    assert.equal(answer.body[2]?.body?.detail, 'phone: This value should not be blank.')
    assert.match(String(answer.body[9]?.body?.detail), /"string", "integer" given/)
    assert.deepEqual(await phonesOf(id), ['2', '5'])
    assert.equal(await newest(), before + 1)
    await undo()
    assert.deepEqual(await lox24.phones(id), were)
  })

  test('are limited as those of the vendor are', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const before = await newest()
    for (const [phone, status, detail] of [
      ['x'.repeat(30), 404, 'Not Found'],
      ['x'.repeat(31), 400, 'phone: This value is too long. It should have 30 characters or less.'],
      ['', 400, 'phone: This value should not be blank.'],
      [' ', 400, 'phone: This value should not be blank.'],
    ] as const) {
      const [item] = (await remove(id, [{ phone }])).body
      assert.deepEqual([item?.status, item?.body?.detail], [status, detail], phone)
    }
    const [absent] = (await remove(id, [{ phone: null }])).body
    assert.equal(absent?.status, 400)
    // A phone that is not there is passed over, and the request is a change all the same, as in other edits.
    assert.equal(await newest(), before + 1)
    assert.deepEqual((await remove(id, [])).body, [])
    assert.equal(await newest(), before + 1)
    for (const body of ['{}', '5', 'null', '{"phone":"1"}', '[']) assert.equal((await remove(id, body)).status, 400)
    assert.equal((await lox24.call('DELETE', `/groups/${id}/phones/batch`)).status, 415)
    assertProblem(await remove(999_999, '{'), 404, 'Not Found')
    assertProblem(await remove('x', []), 404, 'Invalid identifier value or configuration.')
    const stranger = await addLox24Account(server)
    assertProblem(
      await stranger.client.call('DELETE', `/groups/${id}/phones/batch`, [{ phone: '1' }]),
      404,
      'Not Found',
    )
    assert.deepEqual(await phonesOf(id), ['1'])
  })

  test('go by tens of thousands', async () => {
    const { id } = await lox24.addGroup({ phones: many(0, 30_000) })
    const before = await newest()
    const few = await remove(id, [...many(0, 9990), ...many(40_000, 40_010)])
    assert.deepEqual([few.body.filter(({ status }) => status === 204).length, few.body.length], [9990, 10_000])
    const all = await remove(id, [...many(9000, 25_000), ...many(9000, 10_000), { phone: 'x' }, {}])
    const statuses = all.body.map(({ status }) => status)
    assert.ok(statuses.slice(0, 990).every((status) => status === 404))
    assert.ok(statuses.slice(990, 16_000).every((status) => status === 204))
    assert.deepEqual([statuses.slice(16_990, 16_991), statuses.slice(-2)], [[204], [404, 400]])
    assert.equal((await lox24.group(id)).count_items, 5000)
    assert.equal(await newest(), before + 2)
    await undo()
    assert.equal((await lox24.group(id)).count_items, 20_010)
  })

  test('go under a condition, and once', async () => {
    const { id } = await lox24.addGroup({ phones: many(0, 12_000) })
    const tag = await tagOf(id)
    const key = { 'Idempotency-Key': `"gone-${id}"`, 'If-Match': tag }
    const first = await remove(id, many(0, 11_000), key)
    assert.equal(first.status, 200)
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '9120000000' })
    const again = await remove(id, many(0, 11_000), key)
    assert.ok(again.bytes.equals(first.bytes))
    assert.equal(again.headers['idempotency-replayed'], 'true')
    assert.equal((await lox24.group(id)).count_items, 1001)
    assert.equal((await remove(id, many(0, 1), { 'If-Match': tag })).status, 412)
    assert.equal((await remove(id, many(0, 2), key)).status, 422)
    assert.equal((await lox24.group(id)).count_items, 1001)
  })
})

interface Result {
  readonly Succeeded: boolean
  readonly FailureMessage?: string
  readonly ContactCount: number
}

const link = (group: number, ContactIds: unknown) =>
  checkmarket.data<Result>('PUT', `contactgroups/${group}/contacts`, { ContactIds })
const unlink = (group: number, ContactIds: unknown) =>
  checkmarket.data<Result>('DELETE', `contactgroups/${group}/contacts`, { ContactIds })
const membersOf = async (group: number) =>
  (await checkmarket.data<{ ContactId: number }[]>('GET', `contactgroups/${group}/contacts`)).map(
    ({ ContactId }) => ContactId,
  )
const count = (ContactCount: number): Result => ({ Succeeded: true, ContactCount })
const failed = (FailureMessage: string): Result => ({ Succeeded: false, FailureMessage, ContactCount: 0 })

describe('many contacts of a group of CheckMarket', () => {
  test('come and go in one change each, and back', async () => {
    const folder = await checkmarket.addFolder()
    const [group, other] = [await checkmarket.addGroup({ GroupFolderId: folder }), await checkmarket.addGroup()]
    const [one, two, three] = [
      await checkmarket.addContact(other),
      await checkmarket.addContact(),
      await checkmarket.addContact(group),
    ]
    const before = await newest()
    assert.deepEqual(await link(group, [one, two, one, three]), count(2))
    assert.deepEqual(await membersOf(group), [one, two, three])
    assert.deepEqual(await link(group, [one]), count(0))
    assert.equal(await newest(), before + 2)
    assert.equal((await checkmarket.data<{ ContactCount: number }>('GET', `contactfolders/${folder}`)).ContactCount, 3)
    // Two is in no other group: it goes with its membership, as by the call for one contact.
    assert.deepEqual(await unlink(group, [one, two, 2 ** 31 - 1]), count(2))
    assert.deepEqual(await membersOf(group), [three])
    assert.deepEqual(await membersOf(other), [one])
    await checkmarket.refused('GET', `contacts/${two}`, undefined, 404)
    assert.equal(await newest(), before + 3)
    await undo()
    assert.deepEqual(await membersOf(group), [one, two, three])
    await server.cli('changes', 'undo', String(before + 1))
    assert.deepEqual([await membersOf(group), await membersOf(other)], [[three], [one]])
    assert.equal((await checkmarket.data<{ ContactCount: number }>('GET', `contactfolders/${folder}`)).ContactCount, 1)
    assert.equal((await checkmarket.data<{ ContactId: number }>('GET', `contacts/${two}`)).ContactId, two)
  })

  test('all come, or none', async () => {
    const group = await checkmarket.addGroup()
    const contact = await checkmarket.addContact()
    const before = await newest()
    assert.deepEqual(await link(group, [contact, 77_777]), failed('There is no contact 77777.'))
    assert.deepEqual(await unlink(group, [contact]), failed('None of the contacts is in the group.'))
    assert.deepEqual([await membersOf(group), await newest()], [[], before])
    const foreign = (await addLox24Account(server)).name
    const stranger = new CheckMarketClient(server, await addKeys(server, foreign))
    await stranger.refused('PUT', `contactgroups/${group}/contacts`, { ContactIds: [contact] }, 404)
    const theirs = await stranger.addGroup()
    assert.equal(
      (await stranger.data<Result>('PUT', `contactgroups/${theirs}/contacts`, { ContactIds: [contact] })).Succeeded,
      false,
    )
  })

  test('are named by a list in JSON, and by a text in XML and forms', async () => {
    const group = await checkmarket.addGroup()
    const ids = [await checkmarket.addContact(), await checkmarket.addContact()]
    const path = `contactgroups/${group}/contacts`
    const send = async (type: string, body: string) => {
      const answer = await checkmarket.call('PUT', path, body, { 'Content-Type': type, Accept: 'application/json' })
      assert.equal(answer.status, 200, answer.text)
      return (JSON.parse(answer.text) as Payload<Result>).Data.ContactCount
    }
    assert.equal(await send('application/x-www-form-urlencoded', `ContactIds=${ids[0]}`), 1)
    assert.equal(
      await send('application/xml', `<ContactList><ContactIds>${ids.join(', ')}</ContactIds></ContactList>`),
      1,
    )
    assert.deepEqual(await unlink(group, ids.join(',')), count(2))
    const more = [await checkmarket.addContact(), await checkmarket.addContact()]
    assert.deepEqual(await link(group, [String(more[0]), more[1]]), count(2))
    assert.deepEqual(await unlink(group, more[0]), count(1))
    const xml = await checkmarket.call('DELETE', path, { ContactIds: [more[1]] }, { Accept: 'application/xml' })
    assert.match(
      xml.text,
      /<FailureMessage i:nil="true" \/><Succeeded>true<\/Succeeded><ContactCount>1<\/ContactCount>/,
    )
  })

  test('are refused in words of the dialect', async () => {
    const group = await checkmarket.addGroup()
    const path = `contactgroups/${group}/contacts`
    const required = 'The ContactIds field is required.'
    const noList = 'The field ContactIds must be a list of numbers.'
    const noNumber = 'The field ContactIds must be a number.'
    const range = 'The field ContactIds must be between 1 and 2147483647.'
    const long = "The field ContactIds must be a string or array type with a maximum length of '10000'."
    for (const method of ['PUT', 'DELETE']) {
      for (const [body, text] of [
        [{}, required],
        [{ ContactIds: null }, required],
        [{ ContactIds: ' ' }, required],
        [{ ContactIds: [] }, noList],
        [{ ContactIds: {} }, noList],
        [{ ContactIds: true }, noList],
        [{ ContactIds: [1, null] }, noList],
        [{ ContactIds: '1,,2' }, noList],
        [{ ContactIds: [[1]] }, noNumber],
        [{ ContactIds: ['x'] }, noNumber],
        [{ ContactIds: [1.5] }, noNumber],
        [{ ContactIds: [0] }, range],
        [{ ContactIds: '2147483648' }, range],
        [{ ContactIds: Array.from({ length: 10_001 }, () => 1) }, long],
      ] as const) {
        await checkmarket.refused(method, path, body, 400, text)
      }
      await checkmarket.refused(method, path, '[1]', 400, 'The request is invalid. The body is not an object.')
      await checkmarket.refused(method, 'contactgroups/999999/contacts', { ContactIds: [1] }, 404)
    }
    const atLimit = Array.from({ length: 10_000 }, (_, index) => index + 1_000_000)
    assert.equal((await unlink(group, atLimit)).Succeeded, false)
    const reader = new CheckMarketClient(
      server,
      await addKeys(server, 'acme', { roles: ['Contacts (read)'], masterKey: checkmarket.keys.masterKey }),
    )
    await reader.refused('PUT', path, { ContactIds: [1] }, 403)
  })

  test('come and go under a condition, and once', async () => {
    const group = await checkmarket.addGroup()
    const ids = [await checkmarket.addContact(), await checkmarket.addContact()]
    const path = `contactgroups/${group}/contacts`
    const tag = String((await checkmarket.call('GET', `contactgroups/${group}`)).headers.etag)
    const key = { 'If-Match': tag, 'Idempotency-Key': `"linked-${group}"` }
    const first = await checkmarket.call('PUT', path, { ContactIds: ids }, key)
    assert.equal(first.status, 200, first.text)
    const again = await checkmarket.call('PUT', path, { ContactIds: ids }, key)
    assert.ok(again.bytes.equals(first.bytes))
    const late = await checkmarket.call('DELETE', path, { ContactIds: ids }, { 'If-Match': tag })
    assert.equal(late.status, 412, late.text)
    assert.deepEqual(await membersOf(group), ids)
  })
})
