import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { addBookKey } from './support/book.ts'
import { addKeys, Client as CheckMarketClient } from './support/checkmarket.ts'
import { type Group, Lox24Client, startLox24 } from './support/lox24.ts'
import { addKey, Client } from './support/simotel.ts'
import type { Pages } from './support/things.ts'

const server = await startLox24()
after(() => server.stop())
const simotel = new Client(server, await addKey(server, 'acme'))
const lox24 = new Lox24Client(server)
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))
const book = await addBookKey(server, 'acme')

/** So many that pages in the middle are far from both ends. */
const count = 1300
const atOnce = 20

/** The groups by id, with their names. Several have the same name. */
const names = new Map<number, string>()
const nameOfNext = (): string => `group ${randomInt(300)}`

async function addGroup(): Promise<void> {
  const name = nameOfNext()
  const { id } = await lox24.ok<Group>(201, 'POST', '/groups', { name })
  names.set(id, name)
}

/** The ids in the order of names, or of ids. */
function sorted(by: 'name' | 'id'): number[] {
  const all = [...names].sort(([one], [other]) => one - other)
  if (by === 'name') all.sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0))
  return all.map(([id]) => id)
}

async function checkPages(): Promise<void> {
  const [byId, byName] = [sorted('id'), sorted('name')]
  const total = byId.length
  for (const page of [20, 21, Math.ceil(total / 60), 23]) {
    const shown = await lox24.ok<Group[]>(200, 'GET', `/groups?page=${page}`)
    assert.deepEqual(
      shown.map(({ id }) => id),
      byId.slice(30 * (page - 1), 30 * page),
      `page ${page}`,
    )
  }
  for (const direction of [1, -1]) {
    const start = randomInt(560, 700)
    const pagination = { start, count: 10, sorting: { name: direction } }
    const { data, pagination: told } = await simotel.data<Pages>('autodialer/groups/search', {
      alike: true,
      conditions: {},
      pagination,
    })
    const expected = (direction === 1 ? byName : byName.toReversed()).slice(start, start + 10)
    assert.deepEqual(
      data.map(({ name }) => name),
      expected.map((id) => names.get(id)),
    )
    assert.equal(told.total, total)
    const order = encodeURIComponent(`Name ${direction === 1 ? 'asc' : 'desc'}`)
    const listed = await checkmarket.payload<{ GroupId: number }[]>(
      'GET',
      `contactgroups?skip=${start}&top=10&orderby=${order}`,
    )
    assert.deepEqual(
      listed.Data.map(({ GroupId }) => GroupId),
      expected,
    )
    assert.equal(listed.Meta.TotalRowCount, total)
  }
  const behind = byId[650] as number
  const { groups } = await book.ok<{ groups: { id: number }[] }>(200, 'GET', `/groups?after=${behind}&limit=5`)
  assert.deepEqual(
    groups.map(({ id }) => id),
    byId.slice(651, 656),
  )
}

describe('pages in the middle of a long list', () => {
  test('are right in every dialect, while groups come, go and get other names', { timeout: 300_000 }, async () => {
    for (let made = 0; made < count; made += atOnce) await Promise.all(Array.from({ length: atOnce }, addGroup))
    await checkPages()
    for (let round = 0; round < 4; round++) {
      const ids = [...names.keys()]
      for (const id of [ids[randomInt(400)], ids[randomInt(400, 800)]] as number[]) {
        await lox24.ok(204, 'DELETE', `/groups/${id}`)
        names.delete(id)
      }
      for (const id of [ids[801], ids[randomInt(900, 1200)]] as number[]) {
        const name = nameOfNext()
        await checkmarket.payload('PUT', `contactgroups/${id}`, { Name: name })
        names.set(id, name)
      }
      await addGroup()
      await checkPages()
    }
  })
})
