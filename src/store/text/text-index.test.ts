import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, startBothEngines } from '../../../test/both-engines.ts'
import { buildBook, buildGroup } from '../../../test/builders.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import { describeDamage } from '../../core/damage/damage.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { findGroups } from '../../core/group/find-groups.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { damageReader } from '../checks/find-damage.ts'
import type { Engine } from '../engine/engine.ts'
import { groupReader, groupWriter } from '../groups.ts'
import { LastMaking } from '../lists/last-making.ts'
import { copyRows } from '../move/copy-rows.ts'
import { indexOlderTexts, isIndexWhole } from './index-older-texts.ts'
import { readIndexState } from './index-state.ts'

const never = new AbortController().signal
const nameOf = (id: number) => (id % 100 === 7 ? `علي ${id}` : `Group ${id}`)

async function idsOf(engine: Engine, accountId: number, text: string): Promise<number[]> {
  const query = { name: { text, alike: true }, sort: { by: 'id', descending: false } } as const
  const { items, total } = await groupReader(engine, engine.reader).page(accountId, query, { start: 0, count: 100 })
  assert.equal(total, items.length)
  return items.map(({ id }) => id)
}

async function damagesOf(engine: Engine): Promise<string[]> {
  const damages: string[] = []
  const rules = { atOnce: { rows: 100, bytes: 100_000 }, onStep: async () => undefined }
  for await (const damage of damageReader(engine).find(rules)) damages.push(describeDamage(damage))
  return damages
}

describe('the index of texts', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const) {
    describe(`on ${name}`, () => {
      const forget = (engine: Engine, id: number) =>
        engine.transaction((session) =>
          name === 'SQLite'
            ? session.run('delete from index_grams where rowid = 1 << 32 | $1', [id])
            : session.run('delete from index_texts where account_id = 1 and id = $1', [id]),
        )
      const write = (engine: Engine, work: (groups: ReturnType<typeof groupWriter>) => Promise<void>) =>
        engine.transaction((session) => work(groupWriter(session, new LastMaking())))
      const made = async (count: number): Promise<Engine> => {
        const engine = await engines.makeBook(name)
        await write(engine, async (groups) => {
          for (let id = 1; id <= count; id++) await groups.insert(buildGroup(id, { name: nameOf(id) }))
        })
        return engine
      }

      it('leaves room for others: few searches run at once, and all of them in the end', async () => {
        const engine = await made(3)
        let [now, most] = [0, 0]
        const found = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            engine.search(1 + (at % 2), async (session) => {
              most = Math.max(most, ++now)
              const row = await session.one('select count(*) as count from groups where account_id = $1', [1])
              now--
              return row?.count
            }),
          ),
        )
        assert.deepEqual([...new Set(found)], [3])
        assert.ok(most === 1 || name === 'SQLite', `${most} at once`)
      })

      it('is filled beside the requests in an older book, and searches are right meanwhile', async () => {
        const older = await engines.makeBook(name, 19)
        await older.transaction(async (session) => {
          for (let id = 1; id <= 450; id++) {
            await session.run(
              `insert into groups (account_id, id, hex_id, name, count, next_entry_id, end_entry_id, created_at, updated_at, checksum)
               values ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0)`,
              [id <= 300 ? 1 : 2, id, String(id), nameOf(id)],
            )
          }
        })
        const engine = await engines.openAgain()
        const searches = async () => {
          assert.deepEqual(await idsOf(engine, 1, 'علی 20'), [207])
          assert.deepEqual(await idsOf(engine, 2, 'علی'), [307, 407])
          assert.deepEqual(await idsOf(engine, 1, 'GROUP 299'), [299])
        }
        assert.equal(await isIndexWhole(engine.reader), false)
        await searches()
        const stopping = new AbortController()
        const interrupted = indexOlderTexts(engine, stopping.signal)
        stopping.abort()
        await interrupted
        const renamed = buildGroup(400, { accountId: 2, hexId: '400', name: nameOf(400), createdAt: 0, updatedAt: 0 })
        await write(engine, (groups) => groups.update(renamed, { ...renamed, name: 'other' }))
        await searches()
        await indexOlderTexts(engine, never)
        assert.equal(await isIndexWhole(engine.reader), true)
        await searches()
        assert.deepEqual(await idsOf(engine, 2, 'OTHER'), [400])
        const all = await engine.reader.all('select * from groups', [])
        assert.deepEqual(await engine.texts.lost(engine.reader, all), [])
      })

      it('that has lost a group is noticed, given up and made anew', async () => {
        const engine = await made(30)
        assert.deepEqual(await damagesOf(engine), [])
        await forget(engine, 7)
        assert.deepEqual(await damagesOf(engine), [
          'index of texts 7 of account 1 is not found by its texts: the index of texts is made anew',
        ])
        assert.equal(await isIndexWhole(engine.reader), true)
        assert.deepEqual(await idsOf(engine, 1, 'علی'), [7])
        assert.deepEqual(await damagesOf(engine), [])
      })

      it('is in no copy, and follows from what is copied', async () => {
        const source = await made(30)
        await forget(source, 7)
        for (const to of ['SQLite', 'PostgreSQL'] as const) {
          const target = await engines.makeBook(to)
          await copyRows(source, target, () => undefined)
          assert.deepEqual(await idsOf(target, 1, 'علی'), [7])
          assert.deepEqual(await damagesOf(target), [])
        }
      })

      it('is touched by no write that leaves the texts as they are', async () => {
        const engine = await made(3)
        const version = async () => (await readIndexState(engine.reader, 1)).version
        const before = await version()
        const group = buildGroup(1, { name: nameOf(1) })
        await write(engine, (groups) => groups.update(group, { ...group, count: 5, updatedAt: 9 }))
        assert.equal(await version(), before)
        await write(engine, (groups) => groups.update(group, { ...group, description: 'd' }))
        assert.notEqual(await version(), before)
      })
    })
  }
})

describe('undo', () => {
  it('has a group found by the name that comes back', async () => {
    const book = await buildBook()
    const caller = await book.buildCaller()
    const find = async (text: string) => {
      const query = { name: { text, alike: true }, sort: { by: 'id', descending: false } } as const
      return (await findGroups(book.core, caller, query, { start: 0, count: 9 })).total
    }
    const undoLast = async () => {
      const [last] = await findChanges(book.core, caller, 1)
      await undoChange(book.core, caller, last?.number ?? 0)
    }
    const { id } = await createGroup(book.core, caller, { name: 'Spring' })
    await updateGroup(book.core, caller, { id }, { name: 'Winter' })
    await undoLast()
    assert.deepEqual([await find('PRIN'), await find('int')], [1, 0])
    await book.close()
  })
})
