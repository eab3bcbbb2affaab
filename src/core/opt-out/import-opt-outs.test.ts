import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { recordsOf } from '../../../test/records.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import { findChanges } from '../change/find-changes.ts'
import { ImportRefused } from '../import/import-refused.ts'
import type { FileReject } from '../import/import-report.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addOptOut } from './add-opt-out.ts'
import { findOptOuts } from './find-opt-outs.ts'
import { importOptOuts, type OptOutImportOptions } from './import-opt-outs.ts'
import { mayContact } from './may-contact.ts'
import { unsubscribeReasons } from './opt-out.ts'

describe('an import of opt-outs', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const build = async () => {
    const { core } = book
    const caller = await book.buildCaller()
    const account = (await core.store.accounts.byId(caller.accountId)) ?? assert.fail()
    await setAccountCountry(core, owner, account.name, 'IR')
    const importRows = (rows: readonly (readonly string[])[], options: Partial<OptOutImportOptions> = {}) =>
      importOptOuts(core, caller, [{ name: 'stop.csv', file: recordsOf(rows) }], { channel: 'all', ...options })
    const isOpen = async (number: string) =>
      (await mayContact(core, caller.accountId, number, 'calls', core.clock.now())).may
    return { core, caller, importRows, isOpen }
  }

  it('closes the numbers of a file, and adds up', async () => {
    const { core, caller, importRows, isOpen } = await build()
    await addOptOut(core, caller, { number: '09120000001', channel: 'all' })
    const { rejects, files, ...counts } = await importRows(
      [
        ['Name', 'Mobile'],
        ['Ali', '0912 000 0002'],
        ['Sara', '+989120000002'],
        ['Reza', '00989120000001'],
        ['', ''],
        ['Zed', 'none'],
        ['Ida', '۰۹۱۲۰۰۰۰۰۰۳'],
      ],
      { bad: 'skip', reason: 'list of May' },
    )
    assert.deepEqual(counts, {
      ...{ mode: 'add', dryRun: false, lines: 5, added: 2, updated: 0, unchanged: 1, repeated: 1, rejected: 1 },
      removed: 0,
    })
    assert.deepEqual([files[0]?.number, files[0]?.left], ['Mobile', ['Name']])
    assert.deepEqual(
      rejects.map(({ line, column, value, reason }) => [line, column, value, reason]),
      [[6, 'Mobile', 'none', 'has no digit']],
    )
    for (const number of ['09120000002', '+989120000003']) assert.equal(await isOpen(number), false)
    const { optOuts, total } = await findOptOuts(core, caller, { source: 'import' })
    assert.equal(total, 2)
    assert.deepEqual(
      optOuts.map(({ number, international, reason }) => [number, international, reason]),
      [
        ['09120000002', '+989120000002', 'list of May'],
        ['09120000003', '+989120000003', 'list of May'],
      ],
    )
    const again = await importRows([['09120000002'], ['09120000003']])
    assert.deepEqual([again.added, again.unchanged], [0, 2])
  })

  it('reads exported opt-outs as they are, and finds nothing to change in them', async () => {
    const { core, caller, importRows } = await build()
    const now = core.clock.now()
    await addOptOut(core, caller, { number: '09120000001', channel: 'calls', since: now - 5000, reason: 'r, "s"' })
    await addOptOut(core, caller, { number: '+989120000001', channel: 'all', unsubscribeReason: 2 })
    await addOptOut(core, caller, { email: 'Ada@b.c', channel: 'surveys' })
    await addOptOut(core, caller, { number: '201', email: 'c@d.e', channel: 'messages' })
    const shown = async (by: typeof caller) =>
      (await findOptOuts(core, by)).optOuts.map((each) => [
        ...[each.number ?? '', each.email ?? '', each.channel, new Date(each.since).toISOString(), each.reason ?? ''],
        each.unsubscribeReason === null ? '' : (unsubscribeReasons[each.unsubscribeReason] ?? ''),
      ])
    const titles = ['number', 'email', 'channel', 'since', 'reason', 'unsubscribe_reason']
    const rows = [titles, ...(await shown(caller))]
    const again = await importRows(rows, { channel: 'calls' })
    assert.deepEqual([again.lines, again.unchanged, again.added], [4, 4, 0])
    const other = await build()
    const moved = await other.importRows(rows)
    assert.deepEqual([moved.added, moved.files[0]?.left], [4, []])
    assert.deepEqual(await shown(other.caller), await shown(caller))
    const wrong = [
      titles,
      ['5', 'x', '', '', '', ''],
      ['6', '', 'pigeons', '', '', ''],
      ['7', '', '', '2999-01-01T00:00:00Z', '', ''],
      ['', '', 'all', '', '', '9'],
    ]
    const { rejects } = await importRows(wrong, { bad: 'skip' }).catch(({ report }) => report)
    assert.deepEqual(
      rejects.map(({ column, reason }: FileReject) => [column, reason]),
      [
        ['email', 'is no e-mail address'],
        ['channel', 'is none of all, calls, messages, surveys'],
        ['since', 'lies in the future'],
        ['unsubscribe_reason', 'is no reason from 1 to 6'],
      ],
    )
  })

  it('is refused whole for a line that is no number, and tells which', async () => {
    const { core, caller, importRows, isOpen } = await build()
    const told: FileReject[] = []
    const listener = { onReject: (reject: FileReject) => void told.push(reject) }
    const error = await importRows([['09120000001'], ['09120000002/09120000003'], ['x']], { listener }).catch((e) => e)
    assert.ok(error instanceof ImportRefused)
    assert.match(
      error.message,
      /^nobody was closed, since 2 of 3 lines cannot be: line 2, A: .* holds more than one number/,
    )
    assert.deepEqual([error.report.rejected, told.map(({ line }) => line)], [2, [2, 3]])
    assert.equal(await isOpen('09120000001'), true)
    await assert.rejects(importRows([['phone'], ['x']], { bad: 'skip' }), /no number found in 1 line; line 2 has "x"/)
    await assert.rejects(importRows([['phone']], { bad: 'skip' }), /has no line with a number: nobody was closed/)
    assert.equal((await findOptOuts(core, caller)).total, 0)
  })

  it('writes nothing in a dry run, and cannot be undone', async () => {
    const { core, caller, importRows, isOpen } = await build()
    const tried = await importRows([['09120000001']], { dryRun: true })
    assert.deepEqual([tried.added, tried.dryRun, await isOpen('09120000001')], [1, true, true])
    await importRows([['09120000001']])
    const [change] = await findChanges(core, caller, 1)
    assert.deepEqual([change?.noun, change?.verb, change?.subject], ['opt-out', 'add', 'stop.csv'])
    await assert.rejects(undoChange(core, caller, change?.number ?? 0), /an undo never lifts an opt-out/)
    assert.equal(await isOpen('09120000001'), false)
  })

  it('of many numbers is one change in steps, in the order of the numbers, while others close some of them', async () => {
    const { core, caller, importRows } = await build()
    const rows = Array.from({ length: 45_000 }, (_, at) => [
      String(9_120_000_000 + ((at * 7919) % 45_000)).padStart(11, '0'),
    ])
    let isFirst = true
    const report = await importRows(rows, {
      listener: {
        async onProgress({ step }) {
          if (step !== 'writing' || !isFirst) return
          isFirst = false
          await addOptOut(core, caller, { number: '+989120030000', channel: 'all' })
        },
      },
    })
    assert.deepEqual([report.added, report.unchanged, report.lines], [44_999, 1, 45_000])
    const changes = await findChanges(core, caller, 10, { noun: 'opt-out', subject: 'stop.csv' })
    assert.deepEqual(
      changes.map(({ after }) => after?.count),
      [45_000],
    )
    const { optOuts, total } = await findOptOuts(core, caller, {}, { limit: 1000 })
    assert.equal(total, 45_000)
    const numbers = optOuts.map(({ number }) => number).filter((number) => number !== '+989120030000')
    assert.deepEqual(numbers, [...numbers].sort())
  })

  it('adds up for every file, and every number that it took is closed', async () => {
    const cell = fc.oneof(
      fc.nat({ max: 30 }).map((at) => `0912000${String(at).padStart(4, '0')}`),
      fc.nat({ max: 30 }).map((at) => `+98 912 000 ${String(at).padStart(4, '0')}`),
      fc.constantFrom('', 'x', '1/2', '201', '00989120000007'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 40 }), async (cells) => {
        const { core, caller, importRows, isOpen } = await build()
        await addOptOut(core, caller, { number: '09120000007', channel: 'all' })
        const report = await importRows([['number'], ...cells.map((each) => [each])], { bad: 'skip' }).catch((error) =>
          error instanceof ImportRefused ? undefined : assert.fail(error),
        )
        if (!report) return
        const { lines, added, unchanged, repeated, rejected } = report
        assert.equal(lines, cells.filter((each) => each !== '').length)
        assert.equal(added + unchanged + repeated + rejected, lines)
        const wrong = new Set(report.rejects.map(({ value }) => value))
        for (const each of cells) if (each !== '' && !wrong.has(each)) assert.equal(await isOpen(each), false, each)
        assert.equal((await findOptOuts(core, caller)).total, 1 + added)
      }),
      { numRuns: 30, seed: Number(process.env.FC_SEED ?? Date.now() % 2 ** 31) },
    )
  })
})
