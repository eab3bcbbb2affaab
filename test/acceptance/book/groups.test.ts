import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, addBookKey, type Fields, startBook, unique } from '../support/book.ts'

const server = await startBook()
after(() => server.stop())
const { client, name: account } = await addBookAccount(server)
const { client: stranger } = await addBookAccount(server)

interface Group extends Fields {
  readonly id: number
  readonly hexId: string
  readonly count: number
}
interface Edited {
  readonly group: Group
  readonly added: number
  readonly removed: number
}
interface Entries {
  readonly entries: readonly { readonly id: number; readonly number: string; readonly a: string | null }[]
  readonly count: number
  readonly next: number | null
}

const add = (fields: Fields = {}) => client.ok<Group>(201, 'POST', '/groups', { name: unique('g'), ...fields })
const numbersOf = async (id: number, query = '') =>
  (await client.ok<Entries>(200, 'GET', `/groups/${id}/entries${query}`)).entries.map(({ number }) => number)

const nothing = { a: null, b: null, c: null, d: null, e: null }
const future = '2099-08-01T00:00:00.000Z'

describe('the fields of a group', () => {
  // Each is given, absent, cleared, at its limit, and past it.
  const rules = [
    ['name', 'x'.repeat(255), ['', 'x'.repeat(256), null, 7, 'a\nb']],
    ['description', `${'x'.repeat(999)}\n`, ['x'.repeat(1001), 7]],
    ['columns', { ...nothing, a: 'x'.repeat(50) }, [{ a: 'x'.repeat(51) }, { f: 'x' }, null, 'x', []]],
    ['folderId', null, [99, 0, 1.5, '1']],
    ['plannedDeletionAt', future, ['2020-01-01T00:00:00Z', '2099-08-01', 'soon', 7]],
  ] as const
  for (const [field, most, wrong] of rules) {
    test(`${field} is kept as it was given, and what breaks its rule is refused`, async () => {
      const made = await add({ [field]: most })
      assert.deepEqual(made[field], most)
      assert.deepEqual((await client.ok(200, 'GET', `/groups/${made.id}`))[field], most)
      assert.deepEqual((await client.ok(200, 'PATCH', `/groups/${made.hexId}`, {}))[field], most)
      for (const value of wrong) {
        const problem = await client.refused(422, 'invalid-value', 'PATCH', `/groups/${made.id}`, { [field]: value })
        assert.equal(problem.field, field, String(value))
        await client.refused(422, 'invalid-value', 'POST', '/groups', { name: 'x', [field]: value })
      }
      assert.deepEqual((await client.ok(200, 'GET', `/groups/${made.id}`))[field], most)
    })
  }

  test('null and an empty text clear what can be cleared', async () => {
    const { id } = await add({ description: 'd', columns: { a: 'A', b: 'B' }, plannedDeletionAt: future })
    const cleared = { description: null, columns: { a: null }, plannedDeletionAt: null }
    const one = await client.ok(200, 'PATCH', `/groups/${id}`, cleared)
    assert.deepEqual([one.description, one.columns, one.plannedDeletionAt], [null, { ...nothing, b: 'B' }, null])
    const two = await client.ok(200, 'PATCH', `/groups/${id}`, { description: '', columns: { b: '' } })
    assert.deepEqual([two.description, two.columns], [null, nothing])
  })

  test('a name is required, and members and parameters that are not known are refused', async () => {
    await client.refused(422, 'missing-value', 'POST', '/groups', {})
    await client.refused(422, 'invalid-value', 'POST', '/groups', { name: 'x', colour: 'red' })
    await client.refused(422, 'invalid-value', 'POST', '/groups?x=1', { name: 'x' })
    const { id } = await add()
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/entries'],
      ['PATCH', '/entries'],
      ['POST', '/entries'],
      ['GET', '/diff'],
    ] as const) {
      await client.refused(422, 'invalid-value', method, `/groups/${id}${path}?x=1`, method === 'GET' ? undefined : {})
    }
  })
})

test('a list is sorted and paged through, of one folder as well', async () => {
  const { client: own } = await addBookAccount(server)
  for (const [name, count] of [
    ['B', 1],
    ['a', 3],
    ['c', 2],
  ] as const) {
    await own.ok(201, 'POST', '/groups', { name, numbers: Array.from({ length: count }, (_, at) => `091200000${at}`) })
  }
  const walk = async (query: string) => {
    const names: unknown[] = []
    for (let after: number | null = 0; after !== null; ) {
      const page: { groups: Fields[]; next: number | null } = await own.ok(
        200,
        'GET',
        `/groups?limit=1&after=${after}${query}`,
      )
      names.push(...page.groups.map((each) => each.name))
      after = page.next
    }
    return names.join('')
  }
  assert.deepEqual(await walk('&sort=numbers'), 'acB')
  assert.deepEqual(await walk('&sort=name'), 'Bac')
  assert.deepEqual(await walk('&sort=changed'), 'caB')
  assert.deepEqual(await walk('&folder=root'), 'Bac')
  assert.deepEqual(await walk('&folder=77'), '')
  for (const query of ['sort=size', 'folder=x', 'folder=0', 'limit=0', 'limit=1001', 'after=-1'])
    await own.refused(422, 'invalid-value', 'GET', `/groups?${query}`)
})

describe('the numbers of a group', () => {
  test('come, go, are made equal, and are set against another group, each as one change that keeps what stays', async () => {
    const { id } = await add({ numbers: ['1', '2', '3'] })
    const other = await add({ numbers: ['3', '4'] })
    const [, second] = (await client.ok<Entries>(200, 'GET', `/groups/${id}/entries`)).entries
    const edit = async (body: Fields) => {
      const { group, added, removed } = await client.ok<Edited>(200, 'PATCH', `/groups/${id}/entries`, body)
      return [await numbersOf(id), added, removed, group.count]
    }
    assert.deepEqual(await edit({ add: ['5', '1'], remove: ['3', '9'] }), [['1', '2', '5'], 1, 1, 3])
    assert.deepEqual(await edit({ sync: ['2', '6', '6'] }), [['2', '6'], 1, 2, 2])
    assert.deepEqual(await edit({ union: other.id }), [['2', '6', '3', '4'], 2, 0, 4])
    assert.deepEqual(await edit({ subtract: other.hexId }), [['2', '6'], 0, 2, 2])
    const page = await client.ok<Entries>(200, 'GET', `/groups/${id}/entries`)
    assert.equal(page.entries[0]?.id, second?.id)
    assert.deepEqual(await edit({ union: other.id }), [['2', '6', '3', '4'], 2, 0, 4])
    assert.deepEqual(await edit({ intersect: other.id }), [['3', '4'], 0, 2, 2])
    assert.deepEqual(await edit({ sync: [] }), [[], 0, 2, 0])
  })

  test('are refused where they break a rule, and nothing changes', async () => {
    const { id } = await add({ numbers: ['1'] })
    for (const [body, field] of [
      [{ add: ['nobody'] }, 'add'],
      [{ remove: 7 }, 'remove'],
      [{ sync: ['1', 2] }, 'sync'],
      [{ sync: {} }, 'sync'],
      [{ add: ['1'], remove: ['1'] }, 'add'],
      [{ add: ['1'], sync: [] }, 'sync'],
      [{ union: 1, subtract: 1 }, 'union'],
      [{ union: 'x' }, 'union'],
      [{ add: Array.from({ length: 10_001 }, (_, at) => String(at)) }, 'add'],
    ] as const) {
      const problem = await client.refused(422, 'invalid-value', 'PATCH', `/groups/${id}/entries`, body)
      assert.equal(problem.field, field)
    }
    await client.refused(422, 'missing-value', 'PATCH', `/groups/${id}/entries`, {})
    await client.refused(404, 'not-found', 'PATCH', `/groups/${id}/entries`, { union: 9999 })
    assert.deepEqual(await numbersOf(id), ['1'])
  })

  test('are made equal to a list that is longer than other bodies may be', async () => {
    const { id } = await add({ numbers: ['111', '+491700000001'] })
    const sync = Array.from({ length: 120_000 }, (_, at) => `+4917${String(at).padStart(8, '0')}`)
    const { added, removed, group } = await client.ok<Edited>(200, 'PATCH', `/groups/${id}/entries`, { sync })
    assert.deepEqual([added, removed, group.count], [119_999, 1, 120_000])
    assert.deepEqual(await numbersOf(id, '?limit=2'), ['+491700000001', '+491700000000'])
    assert.deepEqual(await numbersOf(id, '?after=119999'), [sync.at(-1)])
    const made = await client.ok<Group>(201, 'POST', '/groups', { name: 'long', columns: { a: 'A' }, numbers: sync })
    assert.deepEqual([made.count, (made.columns as Fields).a], [120_000, 'A'])
  })

  test('have columns, which come with them and are changed one by one', async () => {
    const { id } = await add({ numbers: ['1'] })
    const entry = { number: '2', ...nothing, a: 'x'.repeat(255), callbackData: '{"k":1}' }
    const { entries } = await client.ok<Entries>(200, 'POST', `/groups/${id}/entries`, {
      entries: [entry, { number: '1', b: 'B' }, { number: '*43#', a: null }],
    })
    assert.deepEqual(
      entries.map(({ id: _, ...each }) => each),
      [
        entry,
        { number: '1', ...nothing, b: 'B', callbackData: null },
        { number: '*43#', ...nothing, callbackData: null },
      ],
    )
    const path = `/entries/${entries[0]?.id}`
    assert.deepEqual(await client.ok(200, 'PATCH', path, { a: '', callbackData: null, number: '22' }), {
      ...{ id: entries[0]?.id, number: '22', ...nothing, callbackData: null },
    })
    await client.refused(409, 'conflict', 'PATCH', path, { number: '1' })
    for (const body of [{ a: 'x'.repeat(256) }, { number: 'x' }, { number: null }, { z: 1 }])
      await client.refused(422, 'invalid-value', 'PATCH', path, body)
    for (const list of [[], [{ a: 'x' }], [{ number: '1', z: '' }], ['1'], 'x', Array(1001).fill({ number: '1' })])
      assert.equal((await client.call('POST', `/groups/${id}/entries`, { entries: list })).status, 422)
    await client.ok(204, 'DELETE', path)
    await client.refused(404, 'not-found', 'DELETE', path)
    assert.deepEqual(await numbersOf(id), ['1', '*43#'])
  })

  test('of two groups are compared, a page at a time', async () => {
    const one = await add({ numbers: ['1', '2', '3'] })
    const other = await add({ numbers: ['3', '4'] })
    const counts = { onlyInOne: 2, onlyInOther: 1, inBoth: 1 }
    const diff = `/groups/${one.id}/diff?with=${other.hexId}`
    assert.deepEqual(await client.ok(200, 'GET', diff), {
      ...{ counts, onlyInOne: ['1', '2'], onlyInOther: ['4'], next: null },
    })
    assert.deepEqual(await client.ok(200, 'GET', `${diff}&limit=1`), {
      ...{ counts, onlyInOne: ['1'], onlyInOther: ['4'], next: 1 },
    })
    assert.deepEqual(await client.ok(200, 'GET', `${diff}&limit=1&after=1`), {
      ...{ counts, onlyInOne: ['2'], onlyInOther: [], next: null },
    })
    await client.refused(422, 'missing-value', 'GET', `/groups/${one.id}/diff`)
  })
})

test('a group is shown as it was, at a moment and behind a change, also when it is gone', async () => {
  const { id, hexId } = await add({ name: 'then', numbers: ['1', '2'] })
  const { changes } = await client.ok<{ changes: { number: number; at: string; subject: string }[] }>(
    200,
    'GET',
    '/changes?limit=1000',
  )
  const made = changes.find(({ subject }) => subject === 'then')
  await new Promise((resolve) => setTimeout(resolve, 5))
  await client.ok(200, 'PATCH', `/groups/${id}`, { name: 'now' })
  await client.ok(200, 'PATCH', `/groups/${id}/entries`, { sync: ['3'] })
  await client.ok(204, 'DELETE', `/groups/${id}`)
  await client.refused(404, 'not-found', 'GET', `/groups/${id}`)
  for (const at of [made?.number, made?.at]) {
    const past = await client.ok<Group>(200, 'GET', `/groups/${hexId}?at=${at}`)
    assert.deepEqual([past.name, past.count, past.id], ['then', 2, id])
    assert.deepEqual(await numbersOf(id, `?at=${at}`), ['1', '2'])
    await stranger.call('GET', `/groups/${id}?at=${at}`).then(({ status }) => assert.ok([404, 422].includes(status)))
  }
  for (const at of ['yesterday', '0', '999999'])
    await client.refused(422, 'invalid-value', 'GET', `/groups/${id}?at=${at}`)
})

test('a write holds only while the group is as it was read, and has one effect', async () => {
  const { id } = await add({ numbers: ['1'] })
  const { etag = '' } = (await client.call('GET', `/groups/${id}`)).headers as { etag?: string }
  assert.equal((await client.call('GET', `/groups/${id}`, undefined, { 'If-None-Match': etag })).status, 304)
  const held = { 'If-Match': etag, 'Idempotency-Key': 'k-1' }
  const first = await client.call('PATCH', `/groups/${id}/entries`, { add: ['2'] }, held)
  assert.equal(first.status, 200, first.text)
  const again = await client.call('PATCH', `/groups/${id}/entries`, { add: ['2'] }, held)
  assert.deepEqual([again.text, again.headers['idempotency-replayed']], [first.text, 'true'])
  for (const [method, path, body] of [
    ['PATCH', '', { name: 'x' }],
    ['PATCH', '/entries', { sync: [] }],
    ['POST', '/entries', { entries: [{ number: '9' }] }],
    ['DELETE', '', undefined],
  ] as const) {
    await client.refused(412, 'stale', method, `/groups/${id}${path}`, body, { 'If-Match': etag })
  }
  const now = String(first.headers.etag)
  assert.equal((await client.call('PATCH', `/groups/${id}`, { name: 'y' }, { 'If-Match': now })).status, 200)
})

test('a key of another account sees nothing, and one without the permission does nothing', async () => {
  const { id, hexId } = await add({ numbers: ['1'] })
  const [entry] = (await client.ok<Entries>(200, 'GET', `/groups/${id}/entries`)).entries
  const reader = await addBookKey(server, account, '--allow', 'group.find')
  for (const [method, path, body] of [
    ['PATCH', `/groups/${id}`, { name: 'x' }],
    ['DELETE', `/groups/${hexId}`, undefined],
    ['POST', `/groups/${id}/entries`, { entries: [{ number: '9' }] }],
    ['PATCH', `/groups/${hexId}/entries`, { sync: [] }],
    ['PATCH', `/entries/${entry?.id}`, { a: 'x' }],
    ['DELETE', `/entries/${entry?.id}`, undefined],
  ] as const) {
    await stranger.refused(404, 'not-found', method, path, body)
    await reader.refused(403, 'forbidden', method, path, body)
  }
  for (const path of [`/groups/${id}`, `/groups/${id}/entries`, `/groups/${id}/diff?with=${id}`, '/groups/x'])
    await stranger.refused(404, 'not-found', 'GET', path)
  const own = await stranger.ok<Group>(201, 'POST', '/groups', { name: 'mine' })
  await stranger.refused(404, 'not-found', 'PATCH', `/groups/${own.id}/entries`, { union: hexId })
  await reader.refused(403, 'forbidden', 'GET', `/groups/${id}/entries`)
  assert.deepEqual(await numbersOf(id), ['1'])
})
