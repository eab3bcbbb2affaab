import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, invalid, missing, startSimotel, success } from '../support/simotel.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const path = 'autodialer/groups/numbers'

interface Edited {
  readonly name: string
  readonly count: number
  readonly added: number
  readonly removed: number
}

interface Found {
  readonly pagination: { readonly start: number; readonly count: number; readonly total: number }
  readonly data: readonly { readonly number: string }[]
}

const newest = async () => {
  const [change] = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[]
  return change?.number ?? 0
}
const add = async (name: string, numbers: readonly string[]): Promise<string> =>
  (await client.data<{ _id: string }>('autodialer/groups/add', { name, numbers }))._id
const find = (_id: string, other: object = {}) =>
  client.data<Found>(`${path}/search`, { _id, alike: false, conditions: {}, ...other })
const numbersOf = async (_id: string) =>
  (await find(_id, { pagination: { count: 10_000 } })).data.map(({ number }) => number)
const edit = async (action: string, _id: string, numbers: readonly string[]) => {
  const { count, added, removed } = await client.data<Edited>(`${path}/${action}`, { _id, numbers })
  return [count, added, removed]
}
const many = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String(9_120_000_000 + from + index))

describe('numbers of a group', () => {
  test('come, go and are made equal, each in one change', async () => {
    const _id = await add('n1', ['1', '2', '*43#'])
    const before = await newest()
    assert.deepEqual(await edit('add', _id, ['2', '3', '3']), [4, 1, 0])
    assert.deepEqual(await numbersOf(_id), ['1', '2', '*43#', '3'])
    assert.deepEqual(await edit('remove', _id, ['1', '9']), [3, 0, 1])
    assert.deepEqual(await edit('sync', _id, ['5', '*44#', '3', '2']), [4, 2, 1])
    assert.deepEqual(await numbersOf(_id), ['2', '3', '5', '*44#'])
    assert.equal(await newest(), before + 3)
    assert.deepEqual(await edit('sync', _id, ['2', '3', '5', '*44#']), [4, 0, 0])
    assert.equal(await newest(), before + 4)
    for (const change of [4, 3, 2, 1]) await server.cli('changes', 'undo', String(before + change))
    assert.deepEqual(await numbersOf(_id), ['1', '2', '*43#'])
    assert.deepEqual(await edit('sync', _id, []), [0, 0, 3])
    assert.deepEqual(await edit('sync', _id, ['7']), [1, 1, 0])
    assert.deepEqual(await numbersOf(_id), ['7'])
  })

  test('by thousands', async () => {
    const _id = await add('n2', many(0, 20_000))
    assert.deepEqual(await edit('add', _id, many(15_000, 30_001)), [30_001, 10_001, 0])
    assert.deepEqual(await edit('remove', _id, many(5000, 25_000)), [10_001, 0, 20_000])
    assert.deepEqual(await edit('sync', _id, many(3000, 27_000)), [24_000, 20_000, 6001])
    const expected = [...many(3000, 5000), ...many(25_000, 27_000), ...many(5000, 25_000)]
    const { data, pagination } = await find(_id, { pagination: { start: 1990, count: 5000 } })
    assert.equal(pagination.total, 24_000)
    assert.deepEqual(
      data.map(({ number }) => number),
      expected.slice(1990, 6990),
    )
    await server.cli('changes', 'undo', String(await newest()))
    assert.equal((await find(_id)).pagination.total, 10_001)
  })

  test('are found one by one, in any spelling', async () => {
    await server.cli('account', 'set', 'acme', '--country', 'IR')
    const _id = await add('n3', ['09121111111', '1', '*43#', '+989122222222'])
    const one = async (number: string) => (await find(_id, { conditions: { number } })).data
    assert.deepEqual(await one('+98 912 111 11 11'), [{ number: '09121111111' }])
    assert.deepEqual(await one('09122222222'), [{ number: '+989122222222' }])
    assert.deepEqual(await one('*43#'), [{ number: '*43#' }])
    assert.deepEqual(await one('2'), [])
    assert.deepEqual((await find(_id, { pagination: { start: 3, count: 1 } })).data, [{ number: '+989122222222' }])
    assert.deepEqual((await find(_id, { pagination: { start: 4 } })).data, [])
    assert.equal((await find(_id, { pagination: { start: 4 } })).pagination.total, 4)
  })

  test('are refused in words of the dialect', async () => {
    const _id = await add('n4', ['1'])
    for (const action of ['add', 'remove', 'sync']) {
      await client.refused(`${path}/${action}`, { _id }, missing('numbers'))
      await client.refused(`${path}/${action}`, { _id, numbers: null }, invalid('numbers'))
      await client.refused(`${path}/${action}`, { _id, numbers: '1' }, invalid('numbers'))
      await client.refused(`${path}/${action}`, { numbers: ['1'] }, missing('_id'))
      const stranger = { _id: '0123456789abcdef01234567', numbers: ['1'] }
      await client.refused(`${path}/${action}`, stranger, 'Requested operation failed')
    }
    await client.refused(`${path}/add`, { _id, numbers: ['no number'] }, invalid('numbers'))
    await client.refused(`${path}/sync`, { _id, numbers: ['1', 'no number'] }, invalid('numbers'))
    await client.refused(`${path}/search`, { _id }, missing('alike'))
    await client.refused(`${path}/search`, { alike: true }, missing('_id'))
    const sorted = { _id, alike: true, pagination: { sorting: { number: 1 } } }
    await client.refused(`${path}/search`, sorted, invalid('sorting'))
    assert.deepEqual(await numbersOf(_id), ['1'])
  })

  test('are refused for each field that is absent, null, empty or past its limit, and taken at it', async () => {
    const _id = await add('n6', ['1'])
    for (const action of ['add', 'remove', 'sync', 'search']) {
      const good = action === 'search' ? { _id, alike: true } : { _id, numbers: ['1'] }
      const { _id: _none, ...rest } = good
      await client.refused(`${path}/${action}`, rest, missing('_id'))
      for (const wrong of [null, '', 5, [_id], `${_id}0`, _id.slice(1), 'x'.repeat(24)]) {
        const answer = await client.call(`${path}/${action}`, { ...good, _id: wrong })
        assert.match(answer.text, /^{"success":0,/, `${action} ${wrong}`)
        assert.ok(answer.status < 500)
      }
      assert.match((await client.call(`${path}/${action}`, '[]')).text, /^{"success":0,/)
    }
    for (const action of ['add', 'sync', 'remove']) {
      for (const numbers of [[null], [['1']], [{}], {}, 5, '', [''], [' ']]) {
        const text = (await client.call(`${path}/${action}`, { _id, numbers })).text
        const isKept = action !== 'add' && JSON.stringify(numbers).match(/^\[" ?"\]$/)
        if (!isKept) assert.match(text, /^{"success":0,/, `${action} ${JSON.stringify(numbers)}`)
      }
    }
    assert.deepEqual(await numbersOf(_id), ['1'])
    assert.deepEqual(await edit('add', _id, []), [1, 0, 0])
    assert.deepEqual(await edit('remove', _id, []), [1, 0, 0])
    // The longest number, and the longest code to dial.
    const longest = ['9'.repeat(15), `*${'1'.repeat(29)}`]
    assert.deepEqual(await edit('add', _id, longest), [3, 2, 0])
    assert.deepEqual(await numbersOf(_id), ['1', ...longest])
    for (const past of ['9'.repeat(16), `*${'1'.repeat(30)}`]) {
      await client.refused(`${path}/add`, { _id, numbers: [past] }, invalid('numbers'))
      await client.refused(`${path}/sync`, { _id, numbers: ['1', past] }, invalid('numbers'))
      assert.deepEqual(await edit('remove', _id, [past]), [3, 0, 0])
    }
    // 10,000 numbers are an edit, one more goes through the list: both are the same for who asks.
    assert.deepEqual(await edit('add', _id, many(0, 10_000)), [10_003, 10_000, 0])
    assert.deepEqual(await edit('remove', _id, many(0, 10_001)), [3, 0, 10_000])
    assert.deepEqual(await edit('sync', _id, ['1']), [1, 0, 2])
  })

  test('are searched by fields within their limits', async () => {
    const _id = await add('n7', many(0, 60))
    const search = (other: object) => client.call(`${path}/search`, { _id, alike: true, ...other })
    const refused = async (other: object, field: string) => {
      await client.refused(`${path}/search`, { _id, alike: true, ...other }, invalid(field))
    }
    const shown = async (other: object) => success<Found>(await search(other)).data
    assert.equal((await shown({})).pagination.total, 60)
    for (const conditions of [undefined, {}, { number: '' }]) {
      assert.equal((await shown(conditions === undefined ? {} : { conditions })).pagination.total, 60)
    }
    for (const wrong of [5, 'text']) await refused({ conditions: wrong }, 'conditions')
    assert.equal((await shown({ pagination: { start: 0, count: 1 } })).data.length, 1)
    assert.equal((await shown({ pagination: { start: 59, count: 10_000 } })).data.length, 1)
    for (const wrong of [-1, 1.5, 'x']) {
      for (const name of ['start', 'count']) {
        const { text } = await search({ pagination: { [name]: wrong } })
        assert.match(text, /^{"success":0,/, `${name} ${wrong}`)
      }
    }
    for (const wrong of [null, 'maybe', 5]) {
      assert.match((await client.call(`${path}/search`, { _id, alike: wrong })).text, /^{"success":0,/, String(wrong))
    }
  })

  test('hold under a condition, and have the tag of the group', async () => {
    const _id = await add('n5', ['1'])
    const call = (action: string, numbers: string[], tag: string) =>
      client.call(`${path}/${action}`, { _id, numbers }, { headers: { 'If-Match': tag } })
    const read = await client.call(`${path}/search`, { _id, alike: true })
    const tag = String(read.headers.etag)
    const added = await call('add', ['2'], tag)
    assert.deepEqual([success<Edited>(added).data.count, added.status], [2, 200])
    assert.equal((await call('sync', ['3'], tag)).status, 412)
    assert.equal((await call('remove', ['1'], tag)).status, 412)
    success(await call('sync', ['3'], String(added.headers.etag)))
    assert.deepEqual(await numbersOf(_id), ['3'])
  })
})
