import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { buildClock, buildGroup, entriesOf } from '../../../test/builders.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { type Damage, describeDamage } from '../../core/damage/damage.ts'
import type { OptOut } from '../../core/opt-out/opt-out.ts'
import { makeIds } from '../../secrets/ids.ts'
import { changeReader, insertChange } from '../changes.ts'
import type { Engine, Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { groupReader, groupWriter } from '../groups.ts'
import { LastMaking } from '../lists/last-making.ts'
import { listReader, listWriter } from '../lists/lists.ts'
import { optOutReader, optOutWriter } from '../opt-outs.ts'
import { damageReader } from './find-damage.ts'
import { sumOlderRows } from './sum-older-rows.ts'

const accountId = 1
const ids = makeIds(buildClock())
/** Two chunks, so that the list has an index. */
const phones = Array.from({ length: 5000 }, (_, index) => String(9000 + index))

describe('damage', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    describe(`on ${name}`, () => {
      let engine: Engine
      let listId: string
      let tinyId: string
      let chunkIds: string[]
      const run = (sql: string, parameters: readonly Value[] = []) =>
        engine.transaction((session) => session.run(sql, parameters))
      const read = async (sql: string): Promise<Value> =>
        Object.values((await engine.reader.one(sql, [])) ?? {})[0] ?? null
      const found = async (): Promise<string[]> => {
        const damages: Damage[] = []
        const rules = { atOnce: { rows: 100, bytes: 100_000 }, onStep: async () => undefined }
        for await (const damage of damageReader(engine).find(rules)) damages.push(damage)
        return damages.map(describeDamage)
      }
      const touched = async (table: string, row: string) =>
        damageReader(engine).groupsAt({ accountId, table, row, problem: '' })
      const writeGroup = async (session: Session, id: number, given: readonly string[]): Promise<string> => {
        const last = new LastMaking()
        const written = await listWriter(session, ids, last).insert(accountId, entriesOf(...given), 1)
        assert.ok(written)
        await groupWriter(session, last).insert(buildGroup(id, { listId: written, count: given.length }))
        return written
      }

      before(async () => {
        engine = await engines.makeBook(name)
        listId = await engine.transaction(async (session) => {
          const written = await writeGroup(session, 1, phones)
          tinyId = await writeGroup(session, 2, ['30', '31'])
          await insertChange(
            session,
            5,
            { accountId, credentialId: null, name: 'tester', origin: 'test' },
            { noun: 'group', verb: 'add', subject: 'half \ud800', before: null, after: { id: 1, listId: written } },
          )
          return written
        })
        const refs = JSON.parse(String(await read(`select chunks from lists where id = '${listId}'`)))
        chunkIds = refs.map(([id]: [string]) => id)
      })

      it('is nowhere in a book that is as it was written', async () => {
        assert.deepEqual(await found(), [])
        assert.deepEqual(await listReader(engine.reader).phones(accountId, listId), phones)
        assert.equal((await changeReader(engine, engine.reader).newest(accountId, {}, 10))[0]?.subject, 'half \ufffd')
      })

      /** Damages a row, and expects exactly that damage; then puts the row back. */
      const damages = async (
        table: string,
        where: string,
        column: string,
        value: Value,
        problem: string,
        readIt: () => Promise<unknown>,
      ): Promise<void> => {
        const before = await read(`select ${column} from ${table} where ${where}`)
        await run(`update ${table} set ${column} = $1 where ${where}`, [value])
        await assert.rejects(readIt, { code: 'damaged' })
        assert.deepEqual(await found(), [problem])
        await run(`update ${table} set ${column} = $1 where ${where}`, [before])
        assert.deepEqual(await found(), [])
      }
      const altered = 'has another checksum than it was written with'

      it('of a chunk is refused by all readers, and found with its group', async () => {
        const [chunkId] = chunkIds
        const bytes = Uint8Array.from((await read(`select bytes from chunks where id = '${chunkId}'`)) as Uint8Array)
        bytes[100] = (bytes[100] as number) ^ 4
        await damages('chunks', `id = '${chunkId}'`, 'bytes', bytes, `chunks ${chunkId} of account 1 ${altered}`, () =>
          listReader(engine.reader).phones(accountId, listId),
        )
        assert.deepEqual(await touched('chunks', String(chunkId)), [{ id: 1, name: 'group 1' }])
      })

      it('of a tiny list in its row is refused by all readers and by the search for a number, and found', async () => {
        const bytes = Uint8Array.from((await read(`select entries from lists where id = '${tinyId}'`)) as Uint8Array)
        assert.equal(bytes.length, 24)
        bytes[9] = (bytes[9] as number) ^ 4
        const problem = `lists ${tinyId} of account 1 ${altered}`
        const ofPhones = () => groupReader(engine, engine.reader).ofPhones(accountId, ['30'], { after: 0, limit: 9 })
        assert.deepEqual(
          (await ofPhones()).map(({ id }) => id),
          [2],
        )
        for (const value of [bytes, null]) {
          for (const readIt of [() => listReader(engine.reader).phones(accountId, tinyId), ofPhones]) {
            await damages('lists', `id = '${tinyId}'`, 'entries', value, problem, readIt)
          }
        }
        assert.deepEqual(await touched('lists', tinyId), [{ id: 2, name: 'group 2' }])
      })

      it('of a chunk in the place of another is refused, though its bytes are good', async () => {
        const [first, second] = chunkIds
        await run(`update chunks set id = 'x' where id = '${first}'`)
        await run(`update chunks set id = '${first}' where id = '${second}'`)
        await run(`update chunks set id = '${second}' where id = 'x'`)
        await assert.rejects(listReader(engine.reader).phones(accountId, listId), { code: 'damaged' })
        assert.equal((await found()).length, 2)
        await run(`update chunks set id = 'x' where id = '${first}'`)
        await run(`update chunks set id = '${first}' where id = '${second}'`)
        await run(`update chunks set id = '${second}' where id = 'x'`)
        assert.deepEqual(await found(), [])
      })

      it('of a list and its index is refused', async () => {
        const chunks = String(await read(`select chunks from lists where id = '${listId}'`))
        const problem = `lists ${listId} of account 1 ${altered}`
        await damages('lists', `id = '${listId}'`, 'chunks', chunks.replace('4000', '4001'), problem, () =>
          listReader(engine.reader).phones(accountId, listId),
        )
        const index = String(await read(`select phone_index from lists where id = '${listId}'`))
        const edit = { changed: [], removed: [1], added: entriesOf(), firstEntryId: 9000 }
        await damages('lists', `id = '${listId}'`, 'phone_index', index.replace('4000', '4001'), problem, () =>
          engine.transaction((session) => listWriter(session, ids, new LastMaking()).edit(accountId, listId, edit)),
        )
        assert.deepEqual(await touched('lists', listId), [{ id: 1, name: 'group 1' }])
      })

      it('of a leaf is refused by edits and by the search for a number', async () => {
        const index = JSON.parse(String(await read(`select phone_index from lists where id = '${listId}'`)))
        const leafId = index[0][0] as string
        const bytes = Uint8Array.from(
          (await read(`select bytes from phone_leaves where id = '${leafId}'`)) as Uint8Array,
        )
        bytes[20] = (bytes[20] as number) ^ 1
        const page = { after: 0, limit: 10 }
        await damages(
          'phone_leaves',
          `id = '${leafId}'`,
          'bytes',
          bytes,
          `phone_leaves ${leafId} of account 1 ${altered}`,
          () => groupReader(engine, engine.reader).ofPhones(accountId, ['9001'], page),
        )
        assert.deepEqual(await touched('phone_leaves', leafId), [{ id: 1, name: 'group 1' }])
      })

      it('of a change is refused', async () => {
        await damages('changes', 'at = 5', 'after', '{"id":1}', `changes 1 of account 1 ${altered}`, () =>
          changeReader(engine, engine.reader).newest(accountId, {}, 10),
        )
      })

      it('of an opt-out is refused, so that nobody takes the person for open', async () => {
        const optOut: OptOut = {
          ...{ accountId, id: 1, number: '0912', international: null, email: null, channel: 'all', since: 5 },
          ...{ reason: null, unsubscribeReason: null, source: 'cli', credentialId: null, author: null },
        }
        await engine.transaction((session) => optOutWriter(session).insert(accountId, [optOut]))
        const reader = optOutReader(engine, engine.reader)
        await damages('opt_outs', 'id = 1', 'channel', 'calls', `opt_outs 1 of account 1 ${altered}`, () =>
          reader.of(accountId, { numbers: ['0912'], emails: [] }),
        )
        await run("update tallies set count = 2 where noun = 'opt-out'")
        assert.deepEqual(await found(), ['tallies opt-out of account 1 is not the number of rows that there are'])
        await run("update tallies set count = 1 where noun = 'opt-out'")
      })

      it('is a row that is missing where another points at it', async () => {
        await run(`update chunks set account_id = 9 where id = '${chunkIds[1]}'`)
        await assert.rejects(listReader(engine.reader).phones(accountId, listId), { code: 'damaged' })
        assert.deepEqual(await found(), [
          `chunks ${chunkIds[1]} of account 9 ${altered}`,
          `chunks ${chunkIds[1]} of account 1 is missing`,
        ])
        await run(`update chunks set account_id = 1 where id = '${chunkIds[1]}'`)
        await run(`update groups set list_id = 'nowhere', checksum = 0 where id = 2`)
        assert.deepEqual(await found(), ['groups 2 of account 1 points at a list that is missing'])
      })

      it('of rows from before checksums is not known, and they get theirs', async () => {
        for (const table of ['chunks', 'phone_leaves', 'phone_sieves', 'lists', 'changes']) {
          await run(`update ${table} set checksum = 0`)
        }
        assert.deepEqual(await listReader(engine.reader).phones(accountId, listId), phones)
        await sumOlderRows(engine)
        assert.equal(await read('select count(*) as count from chunks where checksum = 0'), 0)
        assert.equal(await read('select count(*) as count from changes where checksum = 0'), 0)
        assert.deepEqual(await listReader(engine.reader).phones(accountId, listId), phones)
      })
    })
  }
})
