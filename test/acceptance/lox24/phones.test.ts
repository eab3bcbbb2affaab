import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { assertProblem, type Fields, Lox24Client, type Phone, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

interface Item {
  readonly status: number
  readonly body: Fields
}

const phonesOf = async (id: number): Promise<string[]> => (await client.phones(id)).map(({ phone }) => phone)
const changes = async (): Promise<number> => {
  const newest = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[]
  return newest[0]?.number ?? 0
}

describe('one phone', () => {
  test('is added, read, changed and removed', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
    const made = await client.ok<Phone>(201, 'POST', `/groups/${id}/phones`, { phone: '+492', a: 'A', e: 'E' })
    assert.equal(typeof made.id, 'string')
    assert.equal((await client.group(id)).count_items, 2)
    assert.deepEqual(await client.ok(200, 'GET', `/phones/${made.id}`), made)
    const changed = await client.ok(200, 'PUT', `/phones/${made.id}`, { phone: '+493', a: null })
    assert.deepEqual(changed, { ...made, phone: '+493', a: null })
    assert.deepEqual(await phonesOf(id), ['1', '+493'])
    await client.ok(204, 'DELETE', `/phones/${made.id}`)
    for (const method of ['GET', 'DELETE']) {
      assertProblem(await client.call(method, `/phones/${made.id}`), 404, 'Not Found')
    }
    assert.deepEqual(await phonesOf(id), ['1'])
    assert.equal((await client.group(id)).count_items, 1)
  })

  test('that the group has stays once, in its place, and takes what is given', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1', a: 'old', b: 'kept' }, { phone: '2' }] })
    const [before] = await client.phones(id)
    const again = await client.ok<Phone>(201, 'POST', `/groups/${id}/phones`, { phone: '1', a: 'new' })
    assert.deepEqual(again, { ...before, a: 'new' })
    assert.deepEqual(await phonesOf(id), ['1', '2'])
  })

  test('does not become another of its group', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }, { phone: '2' }] })
    const [one] = await client.phones(id)
    const answer = await client.call('PUT', `/phones/${one?.id}`, { phone: '2' })
    assertProblem(answer, 422, 'phone: Another entry of the group has this phone.')
    await client.ok(200, 'PUT', `/phones/${one?.id}`, { phone: '1' })
    assert.deepEqual(await phonesOf(id), ['1', '2'])
  })

  test('is gone with its group', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
    const [one] = await client.phones(id)
    await client.ok(204, 'DELETE', `/groups/${id}`)
    assertProblem(await client.call('GET', `/phones/${one?.id}`), 404, 'Not Found')
    assertProblem(await client.call('GET', `/groups/${id}/phones`), 404, 'Not Found')
  })
})

describe('a batch', () => {
  test('has a result for each item, and a bad one fails alone', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
    const before = await changes()
    const items = await client.ok<Item[]>(201, 'POST', `/groups/${id}/phones/batch`, [
      { phone: '2', a: 'x' },
      { a: 'no phone' },
      'text',
      null,
      { phone: 5 },
      { phone: '1', b: 'y' },
      { phone: '3', callback_data: 'x'.repeat(37) },
      { phone: '2', c: 'z' },
    ])
    assert.deepEqual(
      items.map(({ status }) => status),
      [201, 400, 400, 400, 400, 201, 400, 201],
    )
    assert.deepEqual(Object.keys(items[1]?.body ?? {}), ['type', 'title', 'detail'])
    assert.deepEqual(items[0], items[7])
    assert.deepEqual([items[0]?.body.a, items[0]?.body.c, items[5]?.body.b], ['x', 'z', 'y'])
    assert.deepEqual(await phonesOf(id), ['1', '2'])
    assert.equal(await changes(), before + 1)
  })

  test('in which nothing is right changes nothing', async () => {
    const { id } = await client.addGroup()
    const before = await changes()
    assert.deepEqual(await client.ok(201, 'POST', `/groups/${id}/phones/batch`, []), [])
    const items = await client.ok<Item[]>(201, 'POST', `/groups/${id}/phones/batch`, [{}, {}])
    assert.deepEqual(
      items.map(({ status }) => status),
      [400, 400],
    )
    assert.equal(await changes(), before)
  })

  test('refuses a phone of white space, which the book would trim away', async () => {
    const { id } = await client.addGroup()
    const items = await client.ok<Item[]>(201, 'POST', `/groups/${id}/phones/batch`, [{ phone: ' ' }, { phone: ' 1 ' }])
    assert.deepEqual([items[0]?.status, items[0]?.body.detail], [400, 'phone: This value should not be blank.'])
    assert.deepEqual([items[1]?.status, items[1]?.body.phone], [201, '1'])
  })

  test('is an array', async () => {
    const { id } = await client.addGroup()
    for (const body of ['{}', '5', 'null', '{"phone":"1"}']) {
      assert.equal((await client.call('POST', `/groups/${id}/phones/batch`, body)).status, 400)
    }
  })

  test('of ten thousand keeps their order', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '+5' }] })
    const phones = Array.from({ length: 10_000 }, (_, index) => ({ phone: `+${index}` }))
    const items = await client.ok<Item[]>(201, 'POST', `/groups/${id}/phones/batch`, phones)
    assert.ok(items.every(({ status }) => status === 201))
    assert.equal((await client.group(id)).count_items, 10_000)
    const last = await client.ok<Phone[]>(200, 'GET', `/groups/${id}/phones?page=334`)
    assert.equal(last.at(-1)?.phone, '+9999')
    assert.equal(new Set(items.map(({ body }) => body.id)).size, 10_000)
  })
})

test('many writers of one group lose nothing', async () => {
  const { id } = await client.addGroup()
  const phones = Array.from({ length: 120 }, (_, index) => `+${index}`)
  const made = await Promise.all(
    phones.map((phone) => client.ok<Phone>(201, 'POST', `/groups/${id}/phones`, { phone })),
  )
  await Promise.all(made.slice(0, 40).map((each) => client.ok(204, 'DELETE', `/phones/${each.id}`)))
  await Promise.all(made.slice(40, 80).map((each) => client.ok(200, 'PUT', `/phones/${each.id}`, { a: each.phone })))
  const left = await client.phones(id)
  assert.deepEqual(left.map(({ phone }) => phone).toSorted(), phones.slice(40).toSorted())
  assert.equal(left.filter(({ phone, a }) => a === phone).length, 40)
  assert.equal((await client.group(id)).count_items, 80)
})
