import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createGroup } from '../group/create-group.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group } from '../group/group.ts'
import { listPhones } from '../group/list-phones.ts'
import { removeGroup } from '../group/remove-group.ts'
import { updateGroup } from '../group/update-group.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addEntries } from './add-entries.ts'
import { addEntry } from './add-entry.ts'
import type { Entry } from './entry.ts'
import { findEntries } from './find-entries.ts'
import { getEntry } from './get-entry.ts'
import { removeEntry } from './remove-entry.ts'
import { updateEntry } from './update-entry.ts'

describe('entries', () => {
  let book: TestBook
  let caller: Caller
  let stranger: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
    stranger = await book.buildCaller()
  })
  after(() => book.close())

  const groupOf = (...phones: string[]): Promise<Group> =>
    createGroup(book.core, caller, { name: 'g', entries: entriesOf(...phones) })
  const entriesIn = async ({ id }: Group): Promise<readonly Entry[]> => {
    const group = await getGroup(book.core, caller, { id })
    const { items, total } = await findEntries(book.core, caller, group, { start: 0, count: 1000 })
    assert.equal(items.length, total)
    assert.equal(group.count, total)
    return items
  }
  const phonesIn = async (group: Group): Promise<string[]> => (await entriesIn(group)).map(({ phone }) => phone)

  it('are added behind those that are there, and found by id', async () => {
    const group = await groupOf('1', '2')
    const entry = await addEntry(book.core, caller, group, { phone: '+3', details: { a: 'x' } })
    assert.deepEqual(await phonesIn(group), ['1', '2', '+3'])
    assert.deepEqual(await getEntry(book.core, caller, entry.id), entry)
    const empty = await groupOf()
    const first = await addEntry(book.core, caller, empty, { phone: '9' })
    assert.deepEqual(await entriesIn(empty), [first])
  })

  it('that are there already stay in their place and take what is given', async () => {
    const group = await groupOf('1', '2')
    await addEntry(book.core, caller, group, { phone: '1', details: { a: 'x', b: 'y' } })
    const [first] = await addEntries(book.core, caller, group, [
      { phone: '1', details: { b: 'z' } },
      { phone: '3' },
      { phone: '3', details: { c: 'c' } },
      { phone: '2' },
    ])
    assert.deepEqual(first?.details, { a: 'x', b: 'z' })
    assert.deepEqual(await phonesIn(group), ['1', '2', '3'])
    assert.deepEqual((await entriesIn(group))[2]?.details, { c: 'c' })
  })

  it('are one change a request, and undone by it', async () => {
    const group = await groupOf('1', '2')
    const [start] = await findChanges(book.core, owner, 1)
    await addEntries(book.core, caller, group, [{ phone: '3' }, { phone: '4' }, { phone: '1', details: { a: 'x' } }])
    const [newest, before] = await findChanges(book.core, owner, 2)
    assert.deepEqual(before, start)
    assert.deepEqual([newest?.noun, newest?.verb], ['group', 'update'])
    await undoChange(book.core, owner, newest?.number as number)
    assert.deepEqual(await phonesIn(group), ['1', '2'])
    const next = await addEntry(book.core, caller, group, { phone: '5' })
    assert.ok((await entriesIn(group)).every(({ id }) => id <= next.id))
    assert.equal((await getEntry(book.core, caller, next.id)).phone, '5')
  })

  it('change by themselves: what is absent stays, null clears', async () => {
    const group = await groupOf('1', '2', '3')
    const [, second] = await entriesIn(group)
    const { id } = second as Entry
    await updateEntry(book.core, caller, id, { details: { a: 'x', callbackData: 'c' } })
    assert.deepEqual(await updateEntry(book.core, caller, id, { phone: '22', details: { a: null } }), {
      id,
      phone: '22',
      details: { callbackData: 'c' },
    })
    assert.deepEqual(await phonesIn(group), ['1', '22', '3'])
    await updateEntry(book.core, caller, id, { phone: '22' })
    await assert.rejects(updateEntry(book.core, caller, id, { phone: '3' }), { code: 'number_taken' })
    assert.deepEqual(await phonesIn(group), ['1', '22', '3'])
  })

  it('go one by one, and their phone may come again', async () => {
    const group = await groupOf('1', '2')
    const [first, second] = await entriesIn(group)
    await removeEntry(book.core, caller, first?.id as number)
    await assert.rejects(getEntry(book.core, caller, first?.id as number), { code: 'not_found' })
    await assert.rejects(removeEntry(book.core, caller, first?.id as number), { code: 'not_found' })
    await addEntry(book.core, caller, group, { phone: '1' })
    assert.deepEqual(await phonesIn(group), ['2', '1'])
    await removeEntry(book.core, caller, second?.id as number)
    await removeEntry(book.core, caller, (await entriesIn(group))[0]?.id as number)
    assert.deepEqual(await entriesIn(group), [])
  })

  it('are no one else’s', async () => {
    const group = await groupOf('1')
    const [entry] = await entriesIn(group)
    const id = entry?.id as number
    await assert.rejects(getEntry(book.core, stranger, id), { code: 'not_found' })
    await assert.rejects(updateEntry(book.core, stranger, id, { phone: '2' }), { code: 'not_found' })
    await assert.rejects(removeEntry(book.core, stranger, id), { code: 'not_found' })
    await assert.rejects(addEntry(book.core, stranger, { id: group.id }, { phone: '2' }), { code: 'not_found' })
    await assert.rejects(getEntry(book.core, caller, 1_000_000), { code: 'not_found' })
  })

  it('are gone with their list, and with their group, until that is undone', async () => {
    const group = await groupOf('1')
    const [entry] = await entriesIn(group)
    const id = entry?.id as number
    await updateGroup(book.core, caller, group, { entries: entriesOf('1') })
    await assert.rejects(getEntry(book.core, caller, id), { code: 'not_found' })
    const [replaced] = await findChanges(book.core, owner, 1)
    await undoChange(book.core, owner, replaced?.number as number)
    assert.equal((await getEntry(book.core, caller, id)).phone, '1')
    await removeGroup(book.core, caller, group)
    await assert.rejects(getEntry(book.core, caller, id), { code: 'not_found' })
    const [removed] = await findChanges(book.core, owner, 1)
    await undoChange(book.core, owner, removed?.number as number)
    await addEntry(book.core, caller, group, { phone: '2' })
    assert.deepEqual(await phonesIn(group), ['1', '2'])
    assert.equal((await getEntry(book.core, caller, id)).phone, '1')
  })

  it('of many writers at once are all there', async () => {
    const group = await groupOf('0')
    const phones = Array.from({ length: 60 }, (_, index) => `+${index + 1}`)
    await Promise.all(phones.map((phone) => addEntry(book.core, caller, group, { phone })))
    assert.deepEqual((await phonesIn(group)).toSorted(), ['0', ...phones].toSorted())
    const current = await getGroup(book.core, caller, { id: group.id })
    assert.equal((await listPhones(book.core, caller, current)).length, 61)
  })
})
