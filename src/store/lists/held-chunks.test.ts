import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { type BothEngines, startBothEngines } from '../../../test/both-engines.ts'
import { buildClock, entriesOf } from '../../../test/builders.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { noCode } from '../../core/list/phone-code.ts'
import { makeIds } from '../../secrets/ids.ts'
import type { Session } from '../engine/engine.ts'
import type { Chunk } from './chunk.ts'
import { HeldChunks, SoughtKeys } from './held-chunks.ts'
import { consecutive } from './id-runs.ts'
import { LastMaking } from './last-making.ts'
import { phoneKey } from './leaf.ts'
import { listReader, listWriter } from './lists.ts'

const accountId = 1
const phone = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((number) => `09${number}`),
  fc.integer({ min: 0, max: 5 }).map((number) => `*${number}`),
  // Their codes end in the same 16 bits as others.
  fc.integer({ min: 0, max: 5 }).map((number) => String(65_536 * number + 7)),
)

function chunkOf(phones: readonly string[]): Chunk {
  const keys = phones.map(phoneKey)
  return {
    codes: Float64Array.from(keys, (key) => (typeof key === 'number' ? key : noCode)),
    phones: new Map(keys.flatMap((key, place) => (typeof key === 'string' ? [[place, key]] : []))),
    details: new Map(),
    runs: consecutive,
  }
}

describe('SoughtKeys', () => {
  it('finds each key where it is, few and many at a time', () => {
    const few = fc.uniqueArray(phone, { maxLength: 30 })
    fc.assert(
      fc.property(few, few, few, (phones, sought, gone) => {
        const keys = new SoughtKeys(sought.map(phoneKey))
        for (const each of gone) keys.found(phoneKey(each))
        const left = sought.filter((each) => !gone.includes(each))
        assert.equal(keys.left, left.length)
        const chunk = chunkOf(phones)
        const found = keys.positionsIn(chunk).map((place) => phones[place])
        assert.deepEqual(found.sort(), phones.filter((each) => left.includes(each)).sort())
        assert.ok(keys.mayBeIn(chunk.codes) || found.length === 0)
      }),
    )
  })
})

describe('HeldChunks', () => {
  it('lets the chunks go that were not used for the longest time', () => {
    const held = new HeldChunks()
    const chunk = chunkOf(Array.from({ length: 4000 }, (_, place) => `0${place}`))
    for (let id = 0; id < 1000; id++) held.hold(accountId, String(id), chunk)
    const keys = new SoughtKeys([phoneKey('01')])
    assert.ok(held.find(accountId, '0', keys))
    held.hold(accountId, 'one more', chunk)
    assert.ok(held.find(accountId, '0', keys))
    assert.equal(held.find(accountId, '1', keys), undefined)
    assert.equal(held.find(2, '0', keys), undefined)
  })
})

describe('phones of a long list', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const) {
    it(`are found by the chunks that have details, once the list was looked through, on ${name}`, async () => {
      const engine = await engines.makeBook(name)
      const phones = Array.from({ length: 12_500 }, (_, place) => (place % 5000 === 9 ? `*${place}` : `0${place}`))
      const reads: string[] = []
      const counting = (session: Session): Session => ({
        ...session,
        one: (sql, parameters) => {
          reads.push(sql)
          return session.one(sql, parameters)
        },
      })
      const held = new HeldChunks()
      const clock = buildClock()
      const write = <T>(work: (writer: ReturnType<typeof listWriter>) => Promise<T>) =>
        engine.transaction((session) => work(listWriter(counting(session), makeIds(clock), new LastMaking(), held)))
      let listId = await write((writer) => writer.insert(accountId, entriesOf(...phones), 1))
      const idsOf = async (...asked: readonly string[]) => {
        reads.splice(0)
        const found = await write((writer) => writer.byPhones(accountId, listId, asked))
        return asked.map((each) => found.get(each)?.id)
      }
      const chunkReads = () => reads.filter((sql) => sql.includes('from chunks')).length
      assert.deepEqual(await idsOf('012499', '0777777'), [12_500, undefined])
      assert.equal(chunkReads(), 4)
      // The last chunk is plain, so that nothing is read any more. The others have texts.
      assert.deepEqual(await idsOf('012498'), [12_499])
      assert.equal(chunkReads(), 0)
      assert.deepEqual(await idsOf('07', '012100'), [8, 12_101])
      assert.equal(chunkReads(), 1)
      // Another version of the list is read where it differs.
      const changed = [{ id: 12_499, phone: '012498', details: { b: 'x' } }]
      const edit = { changed, removed: [], added: entriesOf(), firstEntryId: 0 }
      listId = await write((writer) => writer.edit(accountId, listId, edit))
      assert.deepEqual(await idsOf('012497'), [12_498])
      assert.equal(chunkReads(), 1)
      assert.deepEqual(await idsOf('*9', '*5009', '*10'), [10, 5010, undefined])
    })

    it(`cost no row of the list, of its base and of its chunks when some change, on ${name}`, async () => {
      const engine = await engines.makeBook(name)
      const phones = Array.from({ length: 17_000 }, (_, place) => `0${place}`)
      const reads: string[] = []
      const counting = (session: Session): Session => ({
        ...session,
        one: (sql, parameters) => {
          reads.push(/from (\w+)/.exec(sql)?.[1] ?? sql)
          return session.one(sql, parameters)
        },
      })
      const ids = makeIds(buildClock())
      const held = new HeldChunks()
      let listId = await engine.transaction((session) => {
        return listWriter(session, ids, new LastMaking(), held).insert(accountId, entriesOf(...phones), 0)
      })
      // The edits go on behind the one that is a base again.
      for (let at = 0; at < 450; at++) {
        reads.splice(0)
        listId = await engine.transaction(async (session) => {
          const writer = listWriter(counting(session), ids, new LastMaking(), held)
          const there = await writer.byPhones(accountId, listId, [`0${at * 37}`])
          assert.equal(there.get(`0${at * 37}`)?.id, at * 37)
          const edit = { changed: [], removed: [at * 37], added: entriesOf(`1${at}`), firstEntryId: 17_000 + at }
          return writer.edit(accountId, listId, edit)
        })
        if (at === 1 || at === 449) assert.deepEqual(reads, ['phone_leaves'])
      }
      const gone = new Set(phones.filter((_, place) => place % 37 === 0 && place < 450 * 37))
      const left = phones.filter((phone) => !gone.has(phone))
      const came = Array.from({ length: 450 }, (_, at) => `1${at}`)
      assert.deepEqual(await listReader(engine.reader).phones(accountId, listId), [...left, ...came])
    })
  }
})
