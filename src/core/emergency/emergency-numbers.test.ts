import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import { importFileOf } from '../../../test/record-file.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { addExtensions } from '../extension/add-extensions.ts'
import { findExtensions } from '../extension/find-extensions.ts'
import { importExtensions } from '../extension/import-extensions.ts'
import { undoChange } from '../undo/undo-change.ts'
import { setEmergencyNumber } from './set-emergency-number.ts'

describe('an emergency number', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const rows = [
    ['number', 'name'],
    ['200', 'Ali'],
    ['110', 'Police'],
    ['201', 'Sara'],
    ['112', 'Help'],
  ]
  const importRows = (caller: Caller, bad: 'refuse' | 'skip') =>
    importExtensions(book.core, caller, [importFileOf(rows)], { mode: 'add', generateSecrets: true, bad })
  const numbersOf = async (caller: Caller) =>
    (await findExtensions(book.core, caller, {})).map(({ number }) => number).sort()
  const guarded = async (): Promise<Caller> => {
    const caller = await book.buildCaller()
    for (const number of ['110', '112']) await setEmergencyNumber(book.core, caller, number, true)
    return caller
  }

  it('is refused by an import, by line and with the reason', async () => {
    const caller = await guarded()
    const refused = await importRows(caller, 'refuse')
    assert.deepEqual(
      refused.rejects.map(({ line, column, value }) => [line, column, value]),
      [
        [3, 'number', '110'],
        [5, 'number', '112'],
      ],
    )
    assert.equal(
      refused.rejects[0]?.reason,
      'is an emergency number, which always goes out: `dialbook emergency remove 110` makes it an ordinary one',
    )
    assert.deepEqual([refused.written, await numbersOf(caller)], [false, []])
    const skipped = await importRows(caller, 'skip')
    assert.deepEqual([skipped.rejected, await numbersOf(caller)], [2, ['200', '201']])
    await setEmergencyNumber(book.core, caller, '110', false)
    await importRows(caller, 'skip')
    assert.deepEqual(await numbersOf(caller), ['110', '200', '201'])
  })

  it('is refused among numbers that are made by a pattern, and nothing is made', async () => {
    const caller = await guarded()
    const wanted = { numbers: ['109', '110', '111'], name: '{number}', settings: {}, skipTaken: false }
    await assert.rejects(addExtensions(book.core, caller, wanted), { code: 'invalid_value', field: 'number' })
    assert.deepEqual(await numbersOf(caller), [])
  })

  it('does not come back to an extension by an undo', async () => {
    const caller = await book.buildCaller()
    await importRows(caller, 'skip')
    assert.deepEqual(await numbersOf(caller), ['110', '112', '200', '201'])
    await importExtensions(book.core, caller, [importFileOf(rows)], { mode: 'remove' })
    const [removal] = await findChanges(book.core, caller, 1)
    await setEmergencyNumber(book.core, caller, '112', true)
    await assert.rejects(undoChange(book.core, caller, removal?.number ?? 0), { code: 'invalid_value' })
    await setEmergencyNumber(book.core, caller, '112', false)
    await undoChange(book.core, caller, removal?.number ?? 0)
    assert.deepEqual(await numbersOf(caller), ['110', '112', '200', '201'])
  })
})
