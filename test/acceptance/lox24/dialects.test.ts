import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { assertProblem, type Group, Lox24Client, startLox24 } from '../support/lox24.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import { Client, sampleKey, success } from '../support/simotel.ts'
import { numbersOf, type Pages, read, groups as simotelGroups } from '../support/things.ts'

const server = await startLox24({
  prepare: [
    [
      ...['key', 'add', 'simotel', '--account', 'acme', '--username', sampleKey.username],
      ...['--password', sampleKey.password, '--token', sampleKey.token],
    ],
  ],
})
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new Client(server)

/** The id by which Simotel knows a group. */
async function hexIdOf(name: string): Promise<string> {
  const { data } = await simotel.data<Pages>('autodialer/groups/search', { alike: false, conditions: { name } })
  assert.equal(data.length, 1, name)
  return String(data[0]?._id)
}

const titles = { name_a: 'prefix', name_b: 'name', name_c: null, name_d: null, name_e: 'e' }
const phonesOf = async (id: number): Promise<string[]> => (await lox24.phones(id)).map(({ phone }) => phone)

describe('one book', () => {
  test('a group that LOX24 made is updated in Simotel, columns and planned deletion intact', async () => {
    const made = await lox24.addGroup({
      ...{ name: 'made here', description: 'd', ...titles, deleted_at: '2099-01-01T00:00:00+00:00' },
      phones: [{ phone: '+491', a: 'Mr.' }],
    })
    const _id = await hexIdOf('made here')
    assert.deepEqual(await numbersOf(simotel, _id), ['+491'])
    await simotel.data('autodialer/groups/update', { _id, name: 'changed there', numbers: ['1111', '+491', '2222'] })
    assert.deepEqual(await lox24.group(made.id), { ...made, name: 'changed there', count_items: 3 })
    assert.deepEqual(await phonesOf(made.id), ['1111', '+491', '2222'])
    await simotel.data('autodialer/groups/update', { _id, description: null })
    assert.equal((await lox24.group(made.id)).description, null)
    await simotel.data('autodialer/groups/remove', { _id })
    assertProblem(await lox24.call('GET', `/groups/${made.id}`), 404, 'Not Found')
  })

  test('a group that Simotel made is changed in LOX24, and read back in Simotel', async () => {
    await simotel.data('autodialer/groups/add', { name: 'made there', numbers: ['1', '2', '3'], description: 'x' })
    const _id = await hexIdOf('made there')
    const { id } = (await lox24.ok<{ id: number; name: string }[]>(200, 'GET', '/groups')).find(
      ({ name }) => name === 'made there',
    ) ?? { id: 0 }
    await lox24.ok(200, 'PUT', `/groups/${id}`, { name: 'changed here', ...titles })
    const [one, two] = await lox24.phones(id)
    await lox24.ok(200, 'PUT', `/phones/${one?.id}`, { phone: '+11', a: 'A' })
    await lox24.ok(204, 'DELETE', `/phones/${two?.id}`)
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '4' })
    assert.deepEqual(await numbersOf(simotel, _id), ['+11', '3', '4'])
    const row = await read(simotel, simotelGroups, _id)
    assert.deepEqual([row?.name, row?.count, row?.description], ['changed here', 3, 'x'])
    await lox24.ok(204, 'DELETE', `/groups/${id}`)
    assert.equal(await read(simotel, simotelGroups, _id), undefined)
  })

  test('a text too long for LOX24 is read, kept, and refused only when it is written again', async () => {
    const name = 'long '.repeat(20).trim()
    await simotel.data('autodialer/groups/add', { name, numbers: ['1'] })
    const group = (await lox24.ok<{ id: number; name: string }[]>(200, 'GET', '/groups')).find(
      (each) => each.name === name,
    )
    assert.ok(group)
    const answer = await lox24.call('PUT', `/groups/${group.id}`, { description: 'd' })
    assert.equal(answer.status, 400)
    assert.match(String(answer.body.detail), /^name: This value is too long/)
    assert.equal((await lox24.ok(200, 'PUT', `/groups/${group.id}`, { name: 'short' })).description, null)
  })

  test('a file that was uploaded in Simotel can be edited in LOX24', async () => {
    const numbers = Array.from({ length: 5000 }, (_, index) => String(10_000 + index))
    await simotel.data('autodialer/groups/add', { name: 'large', numbers })
    const { id } = (await lox24.ok<{ id: number; name: string }[]>(200, 'GET', '/groups')).find(
      ({ name }) => name === 'large',
    ) ?? { id: 0 }
    const [last] = await lox24.ok<{ id: string }[]>(200, 'GET', `/groups/${id}/phones?page=167`)
    await lox24.ok(204, 'DELETE', `/phones/${last?.id}`)
    const numbersLeft = await numbersOf(simotel, await hexIdOf('large'))
    assert.deepEqual(numbersLeft, numbers.toSpliced(166 * 30, 1))
  })
})

test('the columns of a file that was uploaded in Simotel are those of its group in LOX24', async () => {
  const content = 'phone,name,city\n09120000001,Ali,Tehran\n09120000002,Sara,\n'
  const upload = await simotel.call(
    'autodialer/groups/upload',
    multipart({ name: 'file', filename: 'a.csv', content }),
    {
      headers: { 'Content-Type': multipartType },
    },
  )
  const { filename } = success<{ filename: string }>(upload).data
  await simotel.data('autodialer/groups/add', { name: 'with columns', numbers: ['5'], filename })
  const groups = await lox24.ok<Group[]>(200, 'GET', '/groups')
  const group = groups.find(({ name }) => name === 'with columns') ?? assert.fail()
  assert.deepEqual([group.name_a, group.name_b, group.name_c], ['name', 'city', null])
  assert.deepEqual(
    (await lox24.phones(group.id)).map(({ phone, a, b }) => [phone, a, b]),
    [
      ['5', null, null],
      ['09120000001', 'Ali', 'Tehran'],
      ['09120000002', 'Sara', null],
    ],
  )
})

describe('a planned deletion', () => {
  /** Asks again until the answer has the status. */
  async function until(status: number, path: string): Promise<void> {
    for (;;) {
      const answer = await lox24.call('GET', path)
      if (answer.status === status) return
      assert.equal(answer.status, 200)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('is carried out when its time comes, in every dialect, as one change of the worker', async () => {
    const inMs = (ms: number) => ({ deleted_at: new Date(Date.now() + ms).toISOString() })
    // The date is far enough away for all steps before; then both dates are put forward.
    const later = inMs(3_600_000)
    const { id } = await lox24.addGroup({ name: 'doomed', phones: [{ phone: '1' }], ...later })
    const cancelled = await lox24.addGroup({ name: 'saved', ...later })
    const _id = await hexIdOf('doomed')
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '2' })
    assert.deepEqual(await numbersOf(simotel, _id), ['1', '2'])
    const soon = inMs(4000)
    for (const planned of [soon, { deleted_at: null }]) await lox24.ok(200, 'PUT', `/groups/${cancelled.id}`, planned)
    await lox24.ok(200, 'PUT', `/groups/${id}`, soon)
    await until(404, `/groups/${id}`)
    await simotel.refused('autodialer/groups/update', { _id, name: 'n' }, 'Requested operation failed')
    assertProblem(await lox24.call('GET', `/groups/${id}/phones`), 404, 'Not Found')
    assert.equal((await lox24.group(cancelled.id)).deleted_at, null)
    const changes = JSON.parse(await server.cli('changes', 'list', '--json')) as {
      origin: string
      noun: string
      verb: string
      subject: string
    }[]
    const ofWorker = changes.filter(({ origin }) => origin === 'worker')
    assert.deepEqual(
      ofWorker.map(({ noun, verb, subject }) => [noun, verb, subject]),
      [['group', 'remove', 'doomed']],
    )
  })
})
