import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../test/builders.ts'
import type { VerifyReport } from '../core/damage/verify-book.ts'
import { createGroup } from '../core/group/create-group.ts'
import { startScrub } from './scrub.ts'

const everyMs = 1000

describe('a scrub', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
    const caller = await book.buildCaller()
    await createGroup(book.core, caller, { name: 'a', entries: entriesOf('1', '2') })
  })
  after(() => book.close())

  /** Scrubs until a scrub is done. */
  const scrubbed = async (): Promise<VerifyReport> => {
    let worker: { stop(): Promise<void> } | undefined
    try {
      return await new Promise((onDone, onFault) => {
        worker = startScrub(book.core, { everyMs, onDone, onFault }, 1)
      })
    } finally {
      await worker?.stop()
    }
  }

  it('reads everything, and is not due again before its time', async () => {
    const { rows, damaged } = await scrubbed()
    assert.ok(rows > 5)
    assert.equal(damaged, 0)
    assert.equal(await book.core.store.damages.lastScrub(), book.clock.now())
    let asked = 0
    const damages = {
      ...book.core.store.damages,
      find: () => assert.fail('it was not due'),
      async lastScrub() {
        asked++
        return book.core.store.damages.lastScrub()
      },
    }
    const core = { ...book.core, store: { ...book.core.store, damages } }
    const worker = startScrub(
      core,
      { everyMs, onDone: () => assert.fail(), onFault: (error) => assert.fail(String(error)) },
      1,
    )
    while (asked < 3) await new Promise((resolve) => setImmediate(resolve))
    await worker.stop()
  })

  it('finds damage, and begins anew where it was cut off', async () => {
    const file = new DatabaseSync(join(book.dataDir, 'book.db'))
    file.exec('update lists set entries = zeroblob(24)')
    file.close()
    book.clock.advance(everyMs)
    const last = await book.core.store.damages.lastScrub()
    const fail = (): void => assert.fail()
    await startScrub(book.core, { everyMs, onDone: fail, onFault: fail }, 1).stop()
    assert.equal(await book.core.store.damages.lastScrub(), last)
    assert.equal((await scrubbed()).damaged, 1)
    assert.equal(await book.core.store.damages.lastScrub(), book.clock.now())
  })

  it('never happens where the setting is 0', async () => {
    book.clock.advance(everyMs)
    const core = { ...book.core, store: { ...book.core.store, leads: () => assert.fail('it looked') } }
    await startScrub(core, { everyMs: 0, onDone: () => undefined, onFault: () => undefined }, 1).stop()
  })
})
