import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { jalali } from '../support/jalali.ts'
import { addAccount, type Client, invalid, startSimotel, success } from '../support/simotel.ts'
import { add, contacts, type Fields, groups, type Noun, type Pages, type Row } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())

/** Makes an account with four things of a kind, whose names, descriptions and numbers sort differently. */
async function four(noun: Noun): Promise<{ client: Client; rows: Row[] }> {
  const { client } = await addAccount(server)
  const given: readonly Fields[] =
    noun === groups
      ? [
          { name: 'b', description: 'y', numbers: ['1'] },
          { name: 'd', description: 'x', numbers: [] },
          { name: 'a', description: 'w', numbers: ['1', '2', '3'] },
          { name: 'c', description: 'z', numbers: ['1', '2'] },
        ]
      : [
          { name: 'b', description: 'y', number: '3' },
          { name: 'd', description: 'x', number: '1' },
          { name: 'a', description: 'w', number: '4' },
          { name: 'c', description: 'z', number: '2' },
        ]
  const rows: Row[] = []
  for (const fields of given) rows.push(await add(client, noun, fields))
  return { client, rows }
}

for (const noun of [groups, contacts]) {
  const search = `${noun.path}/search`
  const prepared = four(noun)
  const page = async (pagination: unknown, other: Fields = {}) => {
    const { client } = await prepared
    return await client.data<Pages>(search, { alike: true, ...other, pagination })
  }
  const natural = noun === groups ? { date: -1 } : { name: 1 }

  describe(search, () => {
    test('an empty book answers an empty page', async () => {
      const { client } = await addAccount(server)
      const answer = await client.call(search, { alike: true })
      const pagination = { start: 0, count: 20, sorting: natural, total: 0 }
      assert.equal(answer.text, JSON.stringify({ success: 1, message: '', data: { pagination, data: [] } }))
    })

    for (const sorting of [undefined, {}, []]) {
      test(`sorting ${JSON.stringify(sorting)} is the natural one`, async () => {
        const { pagination, data } = await page({ start: 0, count: 20, sorting })
        assert.deepEqual(
          Object.entries(pagination),
          Object.entries({ start: 0, count: 20, sorting: natural, total: 4 }),
        )
        if (noun === contacts) assert.deepEqual(data.map((row) => row.name).join(''), 'abcd')
        if (noun === groups) assert.deepEqual(data.map((row) => row.name).join(''), 'cadb')
      })
    }

    const columns = noun === groups ? ['name', 'description', 'count'] : ['name', 'description', 'number']
    for (const column of columns) {
      for (const direction of [1, -1]) {
        test(`sorts by ${column} ${direction}`, async () => {
          const { pagination, data } = await page({ start: 0, count: 20, sorting: { [column]: direction } })
          assert.deepEqual(pagination.sorting, { [column]: direction })
          const wanted = [...(await prepared).rows].sort((a, b) => (String(a[column]) < String(b[column]) ? -1 : 1))
          if (direction < 0) wanted.reverse()
          assert.deepEqual(data, wanted)
        })
      }
    }
    for (const column of ['date', '_id']) {
      test(`sorts by ${column} both ways`, async () => {
        const names = async (direction: number) =>
          (await page({ sorting: { [column]: direction } })).data.map((row) => row.name).join('')
        assert.equal(await names(1), 'bdac')
        assert.equal(await names(-1), 'cadb')
      })
    }

    const cuts = [
      { start: 1, count: 2, names: 'bc' },
      { start: '1', count: '2', names: 'bc' },
      { start: 3, count: 20, names: 'd' },
      { start: 4, count: 20, names: '' },
      { start: 1_000_000, count: 1, names: '' },
      { start: 0, count: 10_000, names: 'abcd' },
      { start: undefined, count: 1, names: 'a' },
      { start: 2, count: undefined, names: 'cd' },
    ]
    for (const { start, count, names } of cuts) {
      test(`start ${JSON.stringify(start)}, count ${JSON.stringify(count)} answers "${names}"`, async () => {
        const { pagination, data } = await page({ start, count, sorting: { name: 1 } })
        assert.equal(data.map((row) => row.name).join(''), names)
        const wanted = { start: Number(start ?? 0), count: Number(count ?? 20), sorting: { name: 1 }, total: 4 }
        assert.equal(JSON.stringify(pagination), JSON.stringify(wanted))
      })
    }

    for (const start of [1e300, Number.MAX_SAFE_INTEGER, '9'.repeat(40), '', ' 1 ', '1e1', '0x1', null]) {
      test(`start ${JSON.stringify(start)} is refused, or answered with a page`, async () => {
        const { client } = await prepared
        const answer = await client.call(search, { alike: true, pagination: { start, count: 5 } })
        assert.equal(answer.status, 200, answer.text)
      })
    }

    const bad: readonly (readonly [pagination: unknown, field: string])[] = [
      [{ start: -1 }, 'start'],
      [{ start: 'x' }, 'start'],
      [{ start: 1.5 }, 'start'],
      [{ start: [] }, 'start'],
      [{ count: 0 }, 'count'],
      [{ count: -1 }, 'count'],
      [{ count: 10_001 }, 'count'],
      [{ count: '10001' }, 'count'],
      [{ count: 'all' }, 'count'],
      [{ count: true }, 'count'],
      [{ sorting: { banana: 1 } }, 'sorting'],
      [{ sorting: { name: 2 } }, 'sorting'],
      [{ sorting: { name: 'up' } }, 'sorting'],
      [{ sorting: { 'name; drop table groups': 1 } }, 'sorting'],
      [{ sorting: { نام: 1 } }, 'sorting'],
      [{ sorting: { 'a\r\nSet-Cookie: x': 1 } }, 'sorting'],
      [{ sorting: 'name' }, 'sorting'],
      [{ sorting: ['name'] }, 'sorting'],
      ['x', 'pagination'],
    ]
    for (const [pagination, field] of bad) {
      test(`pagination ${JSON.stringify(pagination)} → ${invalid(field)}`, async () => {
        const { client } = await prepared
        await client.refused(search, { alike: true, pagination }, invalid(field))
      })
    }

    for (const alike of ['true', true, 1, '1', 'yes', 'false', false, 0, '0', 'no']) {
      test(`alike ${JSON.stringify(alike)}`, async () => {
        const whole = ['true', true, 1, '1', 'yes'].includes(alike)
        const { pagination } = await page({}, { alike, conditions: { name: 'A' } })
        assert.equal(pagination.total, whole ? 1 : 0)
        assert.equal((await page({}, { alike, conditions: { name: 'a' } })).pagination.total, 1)
      })
    }

    test('alike knows the case of letters that are not English', async () => {
      const { client } = await addAccount(server)
      const { _id } = await add(client, noun, { name: 'ÉCOLE ÇA ΩМИР' })
      const found = await client.data<Pages>(search, { alike: true, conditions: { name: 'école ça ωмир' } })
      assert.deepEqual(
        found.data.map((row) => row._id),
        [_id],
      )
    })

    test('conditions filter, and total counts what matches', async () => {
      const wanted = { alike: 'true', conditions: { name: '', description: 'Z' } }
      const { pagination, data } = await page({ start: 0, count: 1 }, wanted)
      assert.deepEqual([pagination.total, data.length, data[0]?.name], [1, 1, 'c'])
      const none = await page({}, { alike: 'false', conditions: { name: 'a', description: 'z' } })
      assert.deepEqual([none.pagination.total, none.data.length], [0, 0])
      const both = await page({}, { alike: 'no', conditions: { name: 'a', description: 'w' } })
      assert.equal(both.pagination.total, 1)
    })

    test('an update moves date, as the answer in local Jalali time shows', async () => {
      const { client } = await addAccount(server)
      const { _id } = await add(client, noun)
      const updated = await client.call(`${noun.path}/update`, { _id, name: 'later' })
      const { data } = success<{ date: { $date: { $numberLong: string } } } | string>(updated)
      const row = (await noun.rows(client))[0]
      assert.match(String(row?.date), /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
      if (typeof data === 'object') assert.equal(row?.date, jalali(Number(data.date.$date.$numberLong)))
    })
  })
}
