import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { importFileOf } from '../../../test/record-file.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { Refusal } from '../errors.ts'
import type { ImportMode } from '../import/import-report.ts'
import { undoChange } from '../undo/undo-change.ts'
import { createExtension } from './create-extension.ts'
import type { Extension } from './extension.ts'
import { extensionColumns } from './extension-columns.ts'
import { findExtensions } from './find-extensions.ts'
import { type ExtensionImportOptions, importExtensions } from './import-extensions.ts'
import { updateExtension } from './update-extension.ts'

const titles = [...extensionColumns.map(({ title }) => title), 'secret']

/** Cells of a column: good ones, bad ones and hostile ones. */
const cells: Readonly<Record<string, readonly string[]>> = {
  number: ['200', '201', '202', '203', ' 204 ', '۲۰۵', '2o6', '', '-1', '1e3', '200.0', '9'.repeat(31)],
  name: ['Ali', 'Sara "S" B', '=1+1', '', '\u202eevil', 'a\nb', '__proto__', 'x'.repeat(256)],
  active: ['yes', 'No', 'ja', '0', 'خیر', '', 'perhaps'],
  user_type: ['SIP', 'iax2', '', 'H323'],
  deny: ['', '(none)', '10.0.0.0/8, 10.1.0.0/255.255.0.0', 'everything'],
  call_limit: ['', '2', '(none)', '-2'],
  trunk: ['', 'yes', '(none)', 'x'],
  port: ['', '5060', '0', '99999'],
  more_options: ['', 'allow=ulaw\ncallerid=5', 'allow=nothing', '(none)'],
  'forward_policy->Busy': ['', '0912 111 2233', '*43', 'nobody', '(none)'],
  secret: ['', 'long-enough', '******', '203', 'x'.repeat(129)],
}

const row = fc.tuple(...titles.map((title) => fc.constantFrom(...(cells[title] ?? ['']))))
const rows = fc.array(row, { maxLength: 12 })
const goodRow = fc.tuple(
  ...titles.map((title) => fc.constantFrom(...(cells[title] ?? ['']).slice(0, title === 'number' ? 6 : 2))),
)

describe('importExtensions', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const read = (caller: Caller): Promise<Extension[]> => findExtensions(book.core, caller, {})
  const importRows = (
    caller: Caller,
    given: readonly (readonly string[])[],
    options: Partial<ExtensionImportOptions> = {},
  ) =>
    importExtensions(book.core, caller, [importFileOf([titles, ...given])], {
      mode: 'add',
      generateSecrets: true,
      ...options,
    })
  const lastChange = async (caller: Caller): Promise<number> =>
    (await findChanges(book.core, caller, 1))[0]?.number ?? 0

  it('adds up for any lines, and is undone to what was there', async () => {
    const modes = fc.constantFrom<ImportMode>('add', 'sync', 'remove')
    await fc.assert(
      fc.asyncProperty(rows, rows, modes, async (first, second, mode) => {
        const caller = await book.buildCaller()
        await importRows(caller, first, { bad: 'skip' })
        const was = await read(caller)
        book.clock.advance(1)
        const report = await importRows(caller, second, { bad: 'skip', mode })
        const { lines, added, updated, unchanged, repeated, rejected, removed } = report
        assert.equal(lines, second.filter((each) => each.some((cell) => cell.trim() !== '')).length)
        assert.equal(lines, added + updated + unchanged + repeated + rejected)
        assert.equal(rejected, report.rejects.length)
        const is = await read(caller)
        if (report.written) {
          assert.equal(is.length, was.length + added - removed)
          await undoChange(book.core, owner, await lastChange(caller))
        } else assert.deepEqual(is, was)
        assert.deepEqual(await read(caller), was)
      }),
      { numRuns: 80 },
    )
  })

  it('finds everything unchanged when it reads the same file again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(goodRow, { minLength: 1, maxLength: 8 }), async (given) => {
        const caller = await book.buildCaller()
        const first = await importRows(caller, given, { bad: 'skip' })
        const was = await read(caller)
        book.clock.advance(1)
        const again = await importRows(caller, given, { bad: 'skip' })
        assert.deepEqual(await read(caller), was)
        assert.equal(again.unchanged, first.added + first.updated)
        assert.deepEqual([again.repeated, again.rejected, again.written], [first.repeated, first.rejected, false])
      }),
      { numRuns: 30 },
    )
  })

  it('changes nothing when it reads what the columns show of any extensions', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const caller = await book.buildCaller()
        await importRows(caller, given, { bad: 'skip' })
        const was = await read(caller)
        if (was.length === 0) return
        const shown = was.map((extension) => [...extensionColumns.map(({ show }) => show(extension)), '******'])
        const report = await importRows(caller, shown, { mode: 'sync' })
        assert.deepEqual([report.lines, report.unchanged, report.removed], [was.length, was.length, 0])
        // In an empty account the same file makes the same extensions, but for ids, secrets and times.
        const other = await book.buildCaller()
        await importRows(other, shown)
        const plain = (all: readonly Extension[]) =>
          all.map(({ number, name, deny, callLimit, trunk, forward, moreOptions, active, technology, port }) => ({
            ...{ number, name, deny, callLimit, trunk, forward, moreOptions, active, technology, port },
          }))
        assert.deepEqual(plain(await read(other)), plain(was))
      }),
      { numRuns: 30 },
    )
  })

  it('changes nothing when it reads what was written of any extensions, as csv and xlsx', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('csv', 'xlsx'), async (given, format) => {
        const caller = await book.buildCaller()
        await importRows(caller, given, { bad: 'skip' })
        const was = await read(caller)
        if (was.length === 0) return
        async function* shown() {
          yield was.map((extension) => extensionColumns.map(({ show }) => show(extension)))
        }
        const sheet = { titles: extensionColumns.map(({ title }) => title), rows: shown() }
        const bytes = book.core.files.write(format, sheet)
        const file = await book.core.files.open(bytes, { filename: `x.${format}` })
        const report = await importExtensions(book.core, caller, [{ name: 'x', file }], { mode: 'sync' })
        assert.deepEqual([report.unchanged, report.rejects, report.removed], [was.length, [], 0])
      }),
      { numRuns: 25 },
    )
  })

  it('takes what is stored as it is, also what no rule would take any more', async () => {
    const caller = await book.buildCaller()
    const old = { name: 'Ali', number: '300', secret: 'long-enough', moreOptions: 'allow=nothing', email: 'nobody' }
    await createExtension(book.core, caller, old)
    const [stored] = await read(caller)
    const shown = extensionColumns.map(({ show }) => (stored ? show(stored) : ''))
    const same = await importRows(caller, [[...shown, '******']])
    assert.deepEqual([same.unchanged, same.rejects], [1, []])
    const other = await importRows(caller, [shown.map((cell) => (cell === 'nobody' ? 'nobody else' : cell))])
    assert.deepEqual(
      other.rejects.map(({ column, reason }) => [column, reason]),
      [['email', 'must be an e-mail address']],
    )
  })

  it('refuses everything for one bad line, and says which', async () => {
    const caller = await book.buildCaller()
    const file = importFileOf([
      ['Nebenstelle', 'Anzeigename', 'Kennwort'],
      ['300', 'Ali', 'long-enough'],
      ['30x', 'Sara', 'long-enough'],
    ])
    const report = await importExtensions(book.core, caller, [file], { mode: 'add' })
    assert.match(report.refusal ?? '', /1 of 2 lines cannot be taken: mend them, or leave them out by --bad skip/)
    assert.deepEqual(report.rejects, [
      {
        ...{ file: 'test.csv', line: 3, column: 'Nebenstelle', value: '30x', reason: 'must be 1 to 30 digits' },
        cells: ['30x', 'Sara', '******'],
      },
    ])
    assert.deepEqual(await read(caller), [])
  })

  it('keeps a second line of a number only where it says the same', async () => {
    const caller = await book.buildCaller()
    const file = importFileOf([
      ['number', 'name'],
      ['300', 'Ali'],
      ['300', 'Ali'],
      ['300', 'Sara'],
    ])
    const options = { mode: 'add', generateSecrets: true, bad: 'skip' } as const
    const report = await importExtensions(book.core, caller, [file], options)
    assert.deepEqual([report.added, report.repeated, report.rejected], [1, 1, 1])
    assert.match(report.rejects[0]?.reason ?? '', /is that of line 2, which has another name: keep one of the lines/)
  })

  it('takes no second line of a number in the place of one that it has rejected', async () => {
    const caller = await book.buildCaller()
    const file = importFileOf([
      ['number', 'name', 'email'],
      ['300', '', 'a@b.example'],
      ['300', 'Sara', ''],
      ['301', 'Ali', ''],
    ])
    const options = { mode: 'add', generateSecrets: true, bad: 'skip' } as const
    const first = await importExtensions(book.core, caller, [file], options)
    const again = await importExtensions(book.core, caller, [file], options)
    assert.deepEqual([first.added, first.rejected], [1, 2])
    assert.deepEqual([again.unchanged, again.rejected, again.written], [1, 2, false])
  })

  it('does not sync with a line that it cannot read', async () => {
    const caller = await book.buildCaller()
    await importRows(caller, [titles.map((title) => (title === 'number' ? '300' : title === 'name' ? 'Ali' : ''))])
    const file = importFileOf([
      ['number', 'name'],
      ['301', 'Sara'],
      ['3o0', 'Ali'],
    ])
    const options = { mode: 'sync', generateSecrets: true, bad: 'skip' } as const
    const report = await importExtensions(book.core, caller, [file], options)
    assert.match(report.refusal ?? '', /sync would remove what they name/)
    assert.deepEqual(
      (await read(caller)).map(({ number }) => number),
      ['300'],
    )
  })

  it('refuses files that are no extensions, and asks which of two columns has the number', async () => {
    const caller = await book.buildCaller()
    const attempt = (...given: string[][]) =>
      importExtensions(book.core, caller, [importFileOf(given)], { mode: 'add' })
    await assert.rejects(attempt(['a', 'b'], ['1', '2']), /line 1 of test.csv has no title of extensions that is known/)
    await assert.rejects(
      attempt(['Extension', 'Nummer'], ['1', '2']),
      /A 'Extension' and B 'Nummer' may all be the number/,
    )
    await assert.rejects(attempt(['number', 'number'], ['1', '2']), /may all be the number/)
    assert.match((await attempt(['number', 'name'])).refusal ?? '', /there is no line of extensions below the titles/)
  })

  it('is not undone where one of its extensions has changed since', async () => {
    const caller = await book.buildCaller()
    await importRows(
      caller,
      [['300', 'Ali'].concat(Array(titles.length - 2).fill(''))].map((each) => each),
    )
    const change = await lastChange(caller)
    const [extension] = await read(caller)
    book.clock.advance(1)
    await updateExtension(book.core, caller, { id: extension?.id ?? 0 }, { name: 'Sara' })
    await assert.rejects(
      undoChange(book.core, owner, change),
      /one of the extensions has changed since|has changed since/,
    )
    await undoChange(book.core, owner, await lastChange(caller))
    await undoChange(book.core, owner, change)
    assert.deepEqual(await read(caller), [])
    // And the undo is undone in turn.
    await undoChange(book.core, owner, await lastChange(caller))
    assert.deepEqual(await read(caller), [extension])
  })

  it('asks the PBX to drop phones whose registrations hold no more, and keeps secrets out of the history', async () => {
    const caller = await book.buildCaller()
    await importRows(caller, [['300', 'Ali', ...Array(titles.length - 3).fill(''), 'first-secret']])
    await importRows(caller, [['300', 'Ali', ...Array(titles.length - 3).fill(''), 'other-secret']])
    assert.deepEqual(await book.core.store.outbox.staleNumbers(caller.accountId), ['300'])
    const changes = await findChanges(book.core, caller, 10)
    assert.doesNotMatch(JSON.stringify(changes), /-secret/)
    const [{ sealedSecret = '', digest = '' } = {}] = await read(caller)
    assert.doesNotMatch(JSON.stringify(changes), new RegExp(`${digest}|${sealedSecret.replaceAll('+', '\\+')}`))
  })

  it('refuses who may not', async () => {
    const caller = { ...(await book.buildCaller()), permissions: new Set(['extension.add'] as const) }
    await assert.rejects(importRows(caller, []), Refusal)
  })
})
