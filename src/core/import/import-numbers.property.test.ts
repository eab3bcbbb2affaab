import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { recordsOf } from '../../../test/records.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import type { EntryDetails, EntryDraft } from '../entry/entry.ts'
import { createGroup } from '../group/create-group.ts'
import { getGroup } from '../group/get-group.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { readNumber } from '../number/read-number.ts'
import { undoChange } from '../undo/undo-change.ts'
import { importNumbers } from './import-numbers.ts'
import { ImportRefused } from './import-refused.ts'
import type { ImportMode } from './import-report.ts'

type Row = readonly [number: string, name: string]

/** Few numbers in many spellings, so that lines meet entries and each other; and cells that are none. */
const number = fc.record({ last: fc.nat(9), form: fc.nat(6) }).map(({ last, form }) => {
  const rest = `912111220${last}`
  return (
    [
      `0${rest}`,
      `+98${rest}`,
      `0098${rest}`,
      `0${rest.slice(0, 3)} ${rest.slice(3)}`,
      `1${last}`,
      `۱${last}`,
      `*${last}`,
    ][form] ?? ''
  )
})
const cell = fc.oneof(
  { weight: 8, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom('', 'abc', '09121112200/09121112201', '9.1E+11') },
)
const name = fc.constantFrom('', '', 'Ali', ' Sara ', 'x\ty')
const rows = fc.array(fc.tuple(cell, name), { maxLength: 14 })
const held = fc.uniqueArray(
  fc.record({
    phone: number.map((text) => text.replace(' ', '')),
    name: fc.constantFrom('', 'Ali', 'Sara'),
    other: fc.boolean(),
  }),
  { selector: ({ phone }) => phone, maxLength: 12 },
)

/** What an import does, told without any packing: the entries afterwards, and the counts. */
function model(entries: readonly EntryDraft[], lines: readonly Row[], mode: ImportMode, plan: NumberPlan) {
  const texts = new Set(entries.map(({ phone }) => phone))
  const numberOf = (given: string): string | undefined => {
    if (texts.has(given.trim()) && given.trim() !== '') return given.trim()
    const read = readNumber(given)
    return 'number' in read ? read.number : undefined
  }
  const keyOf = (phone: string): string => {
    const read = readNumber(phone)
    return 'number' in read ? plan.keyOf(read.number) : phone
  }
  const counts = { lines: 0, added: 0, updated: 0, unchanged: 0, repeated: 0, rejected: 0, removed: 0 }
  const named = new Set<string>()
  const taken = new Map<string, EntryDraft>()
  const fresh: EntryDraft[] = []
  const order: EntryDraft[] = []
  for (const [given, cellOfName] of lines) {
    if (given.trim() === '' && cellOfName.trim() === '') continue
    counts.lines++
    const phone = numberOf(given)
    if (phone === undefined) {
      counts.rejected++
      continue
    }
    const key = keyOf(phone)
    const same = entries.filter((entry) => keyOf(entry.phone) === key)
    const isNamed = named.has(key)
    named.add(key)
    if (mode === 'remove') {
      counts[isNamed ? 'repeated' : same.length > 0 ? 'updated' : 'unchanged']++
      for (const entry of same) taken.set(entry.phone, entry)
      continue
    }
    const exact = same.find((entry) => entry.phone === phone)
    const entry = exact ?? (isNamed ? undefined : same[0])
    const value = cellOfName.trim()
    if (entry && !taken.has(entry.phone)) {
      const was = entry.details?.a ?? ''
      const becomes = value === '' && mode === 'add' ? was : value
      counts[becomes === was ? 'unchanged' : 'updated']++
      const { a: _, ...others } = entry.details ?? {}
      const after = draft(entry.phone, { ...others, ...(becomes !== '' && { a: becomes }) })
      taken.set(entry.phone, after)
      order.push(after)
    } else if (isNamed || same.length > 0) counts.repeated++
    else {
      counts.added++
      fresh.push(draft(phone, value === '' ? {} : { a: value }))
      order.push(fresh.at(-1) as EntryDraft)
    }
  }
  if (mode === 'remove') {
    counts.removed = taken.size
    return { counts, entries: entries.filter(({ phone }) => !taken.has(phone)) }
  }
  if (mode === 'add') return { counts, entries: [...entries.map((entry) => taken.get(entry.phone) ?? entry), ...fresh] }
  counts.removed = entries.length - taken.size
  return { counts, entries: order }
}

function draft(phone: string, details: EntryDetails): EntryDraft {
  return Object.keys(details).length > 0 ? { phone, details } : { phone }
}

describe('an import of any file', () => {
  let book: TestBook
  const callers: Caller[] = []
  before(async () => {
    book = await buildBook()
    callers.push(await book.buildCaller(), await book.buildCaller())
    await setAccountCountry(book.core, owner, 'account 2', 'IR')
  })
  after(() => book.close())

  it('adds up, does what its mode says, and is undone', async () => {
    const { core } = book
    const plans = [await core.numberPlans.of(null), await core.numberPlans.of('IR')]
    const mode = fc.constantFrom<ImportMode>('add', 'sync', 'remove')
    await fc.assert(
      fc.asyncProperty(
        held,
        rows,
        mode,
        fc.nat(1),
        fc.integer({ min: 1, max: 5 }),
        async (given, lines, how, place, size) => {
          const caller = callers[place] as Caller
          const drafts = given.map(({ phone, name, other }) =>
            draft(phone, { ...(name !== '' && { a: name }), ...(other && { b: 'kept' }) }),
          )
          const group = await createGroup(core, caller, {
            name: 'g',
            columns: { a: 'name' },
            entries: entryListOf(drafts),
          })
          const entries = async () => {
            const { listId } = await getGroup(core, caller, { id: group.id })
            const found = await core.store.lists.entries(caller.accountId, listId, { start: 0, count: 100 })
            return found.map(({ phone, details }) => draft(phone, details ?? {}))
          }
          let taken = lines
          const file = () => ({ name: 'f', file: recordsOf([['number', 'name'], ...taken], { size }) })
          const target = { group: { id: group.id } }
          const run = (dryRun: boolean) =>
            importNumbers(core, caller, target, [file()], { mode: how, bad: 'skip', dryRun })
          if (how === 'sync') {
            const refused = await run(true).catch((error) => error)
            const bad = new Set(
              (refused instanceof ImportRefused ? refused.report.rejects : []).map(({ line }) => line),
            )
            if (bad.size > 0) await assert.rejects(run(false), ImportRefused)
            assert.deepEqual(await entries(), drafts)
            if (bad.size < lines.length) taken = lines.filter((_, at) => !bad.has(at + 2))
          }
          const wanted = model(drafts, taken, how, plans[place] as NumberPlan)
          if (wanted.counts.lines === wanted.counts.rejected) {
            await assert.rejects(run(false), { code: 'invalid_value' })
            return
          }
          const told = await run(true)
          assert.deepEqual({ ...told, ...wanted.counts }, told)
          const [before] = await findChanges(core, caller, 1)
          const done = await run(false)
          assert.deepEqual({ ...done, ...wanted.counts }, done)
          assert.deepEqual(await entries(), wanted.entries)
          assert.equal(done.group?.count, wanted.entries.length)
          const again = how === 'remove' ? undefined : await run(false)
          if (again) assert.deepEqual([again.added, again.updated, again.removed], [0, 0, 0])
          const [change] = await findChanges(core, caller, 1)
          if (change?.number === before?.number) assert.deepEqual(await entries(), drafts)
          else await undoChange(core, owner, change?.number ?? 0)
          assert.deepEqual(await entries(), drafts)
        },
      ),
      { numRuns: 400 },
    )
  })
})
