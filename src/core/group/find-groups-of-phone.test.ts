import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { addEntries } from '../entry/add-entries.ts'
import { removeEntry } from '../entry/remove-entry.ts'
import { updateEntry } from '../entry/update-entry.ts'
import { undoChange } from '../undo/undo-change.ts'
import { createUpload } from '../upload/create-upload.ts'
import { createGroup } from './create-group.ts'
import { findGroupsOfPhone } from './find-groups-of-phone.ts'
import { removeDueGroups } from './remove-due-groups.ts'
import { removeGroup } from './remove-group.ts'
import { updateGroup } from './update-group.ts'

/** The phones of each group by its id. */
type Model = Map<number, string[]>

// Lists of one part and of several, and one that is too long for a sieve; phones with a code and without one.
const sizes = fc.constantFrom(0, 1, 2, 5, 599, 601, 1201, 4001, 16_001)
const list = fc.record({ from: fc.constantFrom(0, 1, 3, 700, 4000), size: sizes })
const step = fc.record({
  verb: fc.constantFrom('create', 'upload', 'replace', 'add', 'edit', 'remove', 'drop', 'plan', 'undo'),
  pick: fc.nat(),
  list,
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function phoneAt(index: number): string {
  return index % 7 === 3 ? `*${index}` : index % 2 === 0 ? `+98${index}` : `0${index}`
}

function phonesOf({ from, size }: Step['list']): string[] {
  return Array.from({ length: size }, (_, index) => phoneAt(from + index))
}

describe('findGroupsOfPhone', () => {
  let book: TestBook
  let caller: Caller
  let model: Model
  let madeUp = 0
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const idsWith = async (phone: string): Promise<number[]> => {
    const { groups, next } = await findGroupsOfPhone(book.core, caller, phone)
    assert.equal(next, null)
    return groups.map(({ id }) => id)
  }

  it('agrees with a simple model after any sequence of writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.array(fc.nat(21_000), { maxLength: 12 }),
        async (steps, asked) => {
          caller = await book.buildCaller()
          model = new Map()
          for (const each of steps) await take(each)
          for (const phone of [0, 1, 2, 3, 4, 699, 700, 1299, ...asked].map(phoneAt)) {
            const expected = [...model].filter(([, phones]) => phones.includes(phone)).map(([id]) => id)
            assert.deepEqual(
              await idsWith(phone),
              expected.sort((one, other) => one - other),
              phone,
            )
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  async function take({ verb, pick, list: wanted }: Step): Promise<void> {
    const { core } = book
    const phones = phonesOf(wanted)
    const entries = entriesOf(...phones)
    const ids = [...model.keys()]
    const id = ids[pick % ids.length]
    if (verb === 'create') model.set((await createGroup(core, caller, { name: 'g', entries })).id, phones)
    else if (verb === 'upload') {
      const filename = `${caller.accountId}-${model.size}-${pick}`
      await createUpload(core, caller, filename, entries)
      model.set((await createGroup(core, caller, { name: 'g', upload: filename })).id, phones)
      model.set((await createGroup(core, caller, { name: 'h', upload: filename })).id, phones)
    } else if (id === undefined) return
    else if (verb === 'replace') {
      await updateGroup(core, caller, { id }, { entries })
      model.set(id, phones)
    } else if (verb === 'drop') {
      await removeGroup(core, caller, { id })
      model.delete(id)
    } else if (verb === 'plan') {
      await updateGroup(core, caller, { id }, { plannedDeletionAt: book.clock.now() })
      assert.equal(await removeDueGroups(core, owner), 1)
      model.delete(id)
    } else if (verb === 'undo') await undoListChange(id, phones)
    else await edit(verb, id, pick, phones)
  }

  /** Adds some phones, or changes or removes the one at `pick`. */
  async function edit(
    verb: 'add' | 'edit' | 'remove',
    id: number,
    pick: number,
    phones: readonly string[],
  ): Promise<void> {
    const { core } = book
    const now = model.get(id) as string[]
    if (verb === 'add') {
      const fresh = phones.slice(0, 300).filter((phone) => !now.includes(phone))
      await addEntries(
        core,
        caller,
        { id },
        fresh.map((phone) => ({ phone })),
      )
      model.set(id, [...now, ...fresh])
      return
    }
    if (now.length === 0) return
    const at = pick % now.length
    const group = await core.store.groups.get(caller.accountId, { id })
    const [entry] = await core.store.lists.entries(caller.accountId, group?.listId ?? null, { start: at, count: 1 })
    const entryId = entry?.id as number
    if (verb === 'remove') {
      await removeEntry(core, caller, entryId)
      model.set(id, now.toSpliced(at, 1))
    } else {
      const phone = `77${++madeUp}`
      await updateEntry(core, caller, entryId, { phone })
      model.set(id, now.with(at, phone))
    }
  }

  /** Replaces the list, then removes the group, and undoes both. */
  async function undoListChange(id: number, phones: readonly string[]): Promise<void> {
    const { core } = book
    const newest = async (): Promise<number> => (await findChanges(core, owner, 1))[0]?.number as number
    await updateGroup(core, caller, { id }, { entries: entriesOf(...phones) })
    const update = await newest()
    await removeGroup(core, caller, { id })
    await undoChange(core, owner, await newest())
    for (const phone of phones.slice(0, 3)) assert.ok((await idsWith(phone)).includes(id))
    await undoChange(core, owner, update)
  }

  it('finds a phone however its digits are written, in no other account', async () => {
    caller = await book.buildCaller()
    const { id } = await createGroup(book.core, caller, { name: 'g', entries: entriesOf('+981') })
    assert.deepEqual(await idsWith(' +۹۸۱ '), [id])
    assert.deepEqual(await idsWith('981'), [])
    caller = await book.buildCaller()
    assert.deepEqual(await idsWith('+981'), [])
  })

  it('names all groups of a phone page by page', async () => {
    caller = await book.buildCaller()
    const made: number[] = []
    for (let count = 0; count < 150; count++) {
      const { id } = await createGroup(book.core, caller, { name: 'g', entries: entriesOf('1', String(count)) })
      made.push(id)
    }
    const found: number[] = []
    for (let next: number | null = 0; next !== null; ) {
      const page = await findGroupsOfPhone(book.core, caller, '1', { after: next, limit: 50 })
      found.push(...page.groups.map(({ id }) => id))
      next = page.next
    }
    assert.deepEqual(found, made)
  })

  it('refuses an empty phone and a limit out of range', async () => {
    await assert.rejects(findGroupsOfPhone(book.core, caller, ' '), { code: 'invalid_value', field: 'phone' })
    for (const limit of [0, 1001, Number.NaN]) {
      await assert.rejects(findGroupsOfPhone(book.core, caller, '1', { limit }), {
        code: 'invalid_value',
        field: 'limit',
      })
    }
  })
})
