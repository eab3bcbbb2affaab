import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../test/both-engines.ts'
import { buildGroup } from '../../test/builders.ts'
import { postgresIsMissing } from '../../test/postgres-server.ts'
import { Damaged } from '../core/damage/damage.ts'
import type { BriefGroup, Group, GroupQuery } from '../core/group/group.ts'
import type { GroupReader } from '../core/group/group-port.ts'
import type { Page } from '../core/page.ts'
import { BriefPages } from './brief-groups.ts'
import type { Engine } from './engine/engine.ts'
import { groupReader, groupWriter } from './groups.ts'
import { LastMaking } from './lists/last-making.ts'

const accountId = 1
const query: GroupQuery = { sort: { by: 'updatedAt', descending: true } }
const first = { start: 0, count: 10 }

describe('pages of brief groups', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    describe(`on ${name}`, () => {
      let engine: Engine
      let groups: GroupReader
      const write = <T>(work: (writer: ReturnType<typeof groupWriter>) => Promise<T>): Promise<T> =>
        engine.transaction((session) => work(groupWriter(session, new LastMaking())))
      const update = async (id: number, fields: Partial<Group>): Promise<void> => {
        const group = await groups.get(accountId, { id })
        assert.ok(group)
        await write((writer) => writer.update(group, { ...group, ...fields }))
      }
      const alter = (sql: string) => engine.transaction((session) => session.run(sql, []))
      /** The page, as it is read for the first time and again; and as it must be. */
      const sameAsWhole = async (page = first, what = query): Promise<Page<BriefGroup>> => {
        const { items, total } = await groups.page(accountId, what, page)
        const brief = items.map(({ id, hexId, name, description, count, updatedAt }) => ({
          ...{ id, hexId, name, description, count, updatedAt },
        }))
        for (let round = 0; round < 2; round++) {
          const found = await groups.brief(accountId, what, page)
          assert.equal(found.total, total)
          assert.partialDeepStrictEqual(found.items, brief)
          assert.equal(found.items.length, brief.length)
        }
        return groups.brief(accountId, what, page)
      }

      before(async () => {
        engine = await engines.makeBook(name)
        groups = groupReader(engine, engine.reader)
        await write(async (writer) => {
          for (let id = 1; id <= 30; id++) {
            await writer.insert(buildGroup(id, { name: `group ${id}`, updatedAt: id, createdAt: 1 }))
          }
        })
      })
      it('are those of whole groups, whatever was written since the last', async () => {
        await sameAsWhole()
        await update(3, { name: 'another', updatedAt: 100 })
        assert.equal((await sameAsWhole()).items[0]?.name, 'another')
        for (let id = 4; id < 12; id++) await update(id, { description: `d ${id}`, updatedAt: 100 + id })
        await sameAsWhole()
        await sameAsWhole({ start: 5, count: 10 })
        await sameAsWhole({ start: 25, count: 10 })
        await sameAsWhole({ start: 0, count: 30 })
        await sameAsWhole({ start: 40, count: 10 })
        await sameAsWhole(first, { ...query, name: { text: 'another', alike: false } })
        await write(async (writer) => {
          const group = await groups.get(accountId, { id: 3 })
          assert.ok(group)
          await writer.remove(group)
        })
        assert.equal((await sameAsWhole()).total, 29)
      })

      // PostgreSQL keeps checksums of its pages, and its rows have none.
      if (name === 'PostgreSQL') return

      it('show nothing that was altered behind their back', async () => {
        await sameAsWhole()
        await alter("update groups set name = 'altered' where id = 11")
        await assert.rejects(groups.brief(accountId, query, first), Damaged)
        await alter("update groups set name = 'group 11' where id = 11")
        await sameAsWhole()
        await alter('update groups set description = name where id < 12')
        await assert.rejects(groups.brief(accountId, query, first), Damaged)
      })
    })
  }
})

describe('what is remembered of a page', () => {
  /** How often a page is read whole of three times. */
  async function readsWhole(key: string, description: string): Promise<number> {
    const pages = new BriefPages()
    const group: BriefGroup = { id: 1, hexId: 'a', name: 'g', description, count: 0, updatedAt: 1 }
    const row = { id: 1, hex_id: 'a', name: 'g', description, count: 0, updated_at: 1 }
    let reads = 0
    const whole = async () => {
      reads++
      return { items: [group], total: 1 }
    }
    const brief = async () => ({ items: [row], total: 1 })
    for (let time = 0; time < 3; time++) await pages.read(key, { whole, brief, one: async () => group })
    return reads
  }

  it('is a page of few characters, and never one of megabytes', async () => {
    const long = 'x'.repeat(20_001)
    assert.deepEqual([await readsWhole('k', 'd'), await readsWhole(long, 'd'), await readsWhole('k', long)], [1, 3, 3])
  })
})
