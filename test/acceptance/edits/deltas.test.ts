import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, invalid, startSimotel, success } from '../support/simotel.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const update = 'autodialer/groups/update'

interface Edited {
  readonly name: string
  readonly count: number
  readonly numbers?: readonly string[]
}

const newest = async () => {
  const [change] = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[]
  return change?.number ?? 0
}
const add = async (name: string, numbers: readonly string[]): Promise<string> =>
  (await client.data<{ _id: string }>('autodialer/groups/add', { name, numbers }))._id
const numbersOf = async (_id: string) => (await client.data<Edited>(update, { _id })).numbers

describe('numbers of a group', () => {
  test('come and go without the others, in one change', async () => {
    const _id = await add('delta', ['1', '2', '3'])
    const before = await newest()
    const body = { _id, name: 'renamed', numbers_add: ['4', '2', '4'], numbers_remove: ['1', '9'] }
    const { date: _date, ...edited } = await client.data<Edited & { date: unknown }>(update, body)
    assert.deepEqual(edited, { name: 'renamed', description: '', count: 3 })
    assert.equal(await newest(), before + 1)
    await server.cli('changes', 'undo', String(before + 1))
    assert.deepEqual(await numbersOf(_id), ['1', '2', '3'])
    await client.data(update, { _id, numbers_remove: ['3'] })
    await client.data(update, { _id, numbers_add: ['5'] })
    assert.deepEqual(await numbersOf(_id), ['1', '2', '5'])
    await client.data(update, { _id, numbers_add: [], numbers_remove: [] })
    assert.deepEqual(await numbersOf(_id), ['1', '2', '5'])
    await client.data(update, { _id, numbers_remove: ['1', '2', '5'] })
    assert.deepEqual(await numbersOf(_id), [])
  })

  test('are refused where they contradict each other, or break a rule', async () => {
    const _id = await add('delta2', ['1'])
    await client.refused(update, { _id, numbers_add: ['2'], numbers_remove: ['2'] }, invalid('numbers_add'))
    await client.refused(update, { _id, numbers_add: ['no number'] }, invalid('numbers_add'))
    await client.refused(update, { _id, numbers_add: null }, invalid('numbers_add'))
    await client.refused(update, { _id, numbers_remove: '1' }, invalid('numbers_remove'))
    await client.refused(update, { _id, numbers: ['3'], numbers_add: ['2'] }, invalid('numbers'))
    const many = Array.from({ length: 10_001 }, (_, index) => String(1000 + index))
    await client.refused(update, { _id, numbers_add: many }, invalid('numbers_add'))
    await client.refused(update, { _id: '0123456789abcdef01234567', numbers_add: ['2'] }, 'Requested operation failed')
    assert.deepEqual(await numbersOf(_id), ['1'])
  })

  test('cost what the request brings', async () => {
    const list = Array.from({ length: 100_000 }, (_, index) => String(98_912_000_0000 + index))
    const _id = await add('long', list)
    const answer = await client.call(update, { _id, numbers_add: ['1'], numbers_remove: ['989120050000'] })
    assert.equal(success<Edited>(answer).data.count, 100_000)
    assert.ok(answer.bytes.length < 1000)
  })
})

describe('all changes of a group since one', () => {
  test('are undone, the newest first', async () => {
    const _id = await add('history', ['1'])
    await client.data(update, { _id, numbers: ['1', '2'] })
    const first = await newest()
    await client.data(update, { _id, numbers_add: ['3'] })
    await client.data(update, { _id, name: 'history2', numbers_remove: ['1'] })
    const undo = ['changes', 'undo', '--since', String(first), '--noun', 'group', '--subject', 'history2'] as const
    await server.cli(...undo, '--account', 'acme')
    assert.deepEqual(await numbersOf(_id), ['1'])
  })

  test('are left alone where others made some, unless they are to go as well', async () => {
    const _id = await add('shared', ['1'])
    await client.data(update, { _id, numbers: ['1', '2'] })
    const first = await newest()
    await server.cli('groups', 'edit', 'shared', '--account', 'acme', '--description', 'by hand')
    const undo = ['changes', 'undo', '--since', String(first), '--noun', 'group', '--subject', 'shared'] as const
    await assert.rejects(server.cli(...undo, '--account', 'acme'), new RegExp(`#${first + 1}`))
    assert.deepEqual(await numbersOf(_id), ['1', '2'])
    const done = JSON.parse(await server.cli(...undo, '--account', 'acme', '--force', '--json')) as { undone: number[] }
    assert.ok(done.undone.includes(first))
    assert.deepEqual(await numbersOf(_id), ['1'])
  })

  test('bring a removed group back', async () => {
    const _id = await add('trash', ['1'])
    await client.data('autodialer/groups/remove', { _id })
    const removal = await newest()
    await server.cli('changes', 'undo', '--since', String(removal), '--noun', 'group', '--subject', 'trash')
    assert.deepEqual(await numbersOf(_id), ['1'])
    await assert.rejects(server.cli('changes', 'undo', '--since', '1', '--noun', 'group', '--subject', 'nobody'))
    await assert.rejects(server.cli('changes', 'undo'))
    await assert.rejects(server.cli('changes', 'undo', '7', '--since', '1'))
  })
})
