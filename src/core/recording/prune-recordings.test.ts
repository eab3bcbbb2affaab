import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { authorOf } from '../author.ts'
import { findRecordings } from './find-recordings.ts'
import { pruneRecordings } from './prune-recordings.ts'
import type { Recording } from './recording.ts'

const day = 24 * 60 * 60 * 1000

describe('pruneRecordings', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('removes what is too old, then the oldest while all take too much', async () => {
    const { core } = book
    const caller = await book.buildCaller()
    const { accountId } = caller
    const now = core.clock.now()
    const add = (id: number, ageDays: number) => {
      const endedAt = now - ageDays * day
      const about = { callId: '1.1', extension: '530', other: '571', sha256: 'x', bytes: 100 }
      const recording: Recording = { accountId, id, file: `${id}.wav`, ...about, startedAt: endedAt - 1, endedAt }
      return core.store.write(authorOf(caller), async (tx) => {
        await tx.recordings.insert(recording)
        return { answer: null, change: { noun: 'recording', verb: 'add', subject: 'x', before: null, after: {} } }
      })
    }
    for (const [at, ageDays] of [100, 91, 89, 3, 2, 1].entries()) await add(at + 1, ageDays)
    const left = async () => (await findRecordings(core, caller, { limit: 10 })).map(({ id }) => id)
    assert.deepEqual(await left(), [6, 5, 4, 3, 2, 1])
    assert.equal(await pruneRecordings(core, owner, { keepMs: 90 * day, mostBytes: 1000 }), 2)
    assert.deepEqual(await left(), [6, 5, 4, 3])
    assert.equal(await pruneRecordings(core, owner, { keepMs: 90 * day, mostBytes: 250 }), 2)
    assert.deepEqual(await left(), [6, 5])
    assert.equal(await pruneRecordings(core, owner, { keepMs: 90 * day, mostBytes: 250 }), 0)
    assert.deepEqual(
      await findRecordings(core, caller, { limit: 10, before: 6 }),
      await findRecordings(core, caller, { limit: 1, before: 6 }),
    )
    assert.deepEqual(await findRecordings(core, caller, { limit: 10, extension: '531' }), [])
  })
})
