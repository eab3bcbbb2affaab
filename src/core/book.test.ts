import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, entriesOf, owner, type TestBook } from '../../test/builders.ts'
import type { Caller } from './caller.ts'
import { findChanges } from './change/find-changes.ts'
import { Refusal } from './errors.ts'
import { createGroup } from './group/create-group.ts'
import { findGroups } from './group/find-groups.ts'
import type { Group, GroupQuery } from './group/group.ts'
import { listPhones } from './group/list-phones.ts'
import { removeGroup } from './group/remove-group.ts'
import { updateGroup } from './group/update-group.ts'
import { undoChange } from './undo/undo-change.ts'

const newestFirst: GroupQuery = { sort: { by: 'updatedAt', descending: true } }
const all = { start: 0, count: 1000 }

interface ModelGroup {
  name: string
  description: string | null
  phones: string[]
}

/** The groups that an account must hold, by their hex ids. */
type Model = Map<string, ModelGroup>

const phones = fc.array(fc.stringMatching(/^(\+|0)?[0-9]{1,3}$/), { maxLength: 6 })
const step = fc.record({
  account: fc.nat(1),
  verb: fc.constantFrom('add', 'update', 'update', 'remove', 'undo', 'foreign'),
  pick: fc.nat(),
  name: fc.option(fc.string({ minLength: 1, maxLength: 8 }), { nil: undefined }),
  description: fc.option(fc.option(fc.string({ maxLength: 8 })), { nil: undefined }),
  phones: fc.option(phones, { nil: undefined }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

describe('the book', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('agrees with a simple model after any sequence of writes, and accounts never meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const callers = [await book.buildCaller(), await book.buildCaller()]
        const models: Model[] = [new Map(), new Map()]
        const before: Model[][] = []
        for (const each of steps) {
          before.push(models.map((model) => structuredClone(model)))
          await take(each, callers, models, before)
          for (const [index, caller] of callers.entries()) await assertSame(caller, models[index] as Model)
        }
      }),
      { numRuns: 150 },
    )
  })

  async function take(each: Step, callers: Caller[], models: Model[], before: Model[][]): Promise<void> {
    const caller = callers[each.account] as Caller
    const model = models[each.account] as Model
    const fields = {
      ...(each.name !== undefined && { name: each.name }),
      ...(each.description !== undefined && { description: each.description }),
      ...(each.phones !== undefined && { entries: entriesOf(...each.phones) }),
    }
    book.clock.advance(1)
    const ids = [...model.keys()]
    const hexId = ids[each.pick % ids.length]
    if (each.verb === 'add') {
      const group = await createGroup(book.core, caller, { name: 'x', ...fields })
      model.set(group.hexId, {
        name: each.name ?? 'x',
        description: each.description ?? null,
        phones: [...new Set(each.phones)],
      })
    } else if (each.verb === 'undo') {
      await undoNewest(before, models)
    } else if (hexId === undefined) {
      before.pop()
    } else if (each.verb === 'update') {
      await updateGroup(book.core, caller, { hexId }, fields)
      const group = model.get(hexId) as ModelGroup
      if (each.name !== undefined) group.name = each.name
      if (each.description !== undefined) group.description = each.description
      if (each.phones) group.phones = [...new Set(each.phones)]
    } else if (each.verb === 'remove') {
      await removeGroup(book.core, caller, { hexId })
      model.delete(hexId)
    } else {
      const stranger = callers[1 - each.account] as Caller
      await assert.rejects(updateGroup(book.core, stranger, { hexId }, fields), { code: 'not_found' })
      await assert.rejects(removeGroup(book.core, stranger, { hexId }), { code: 'not_found' })
      before.pop()
    }
  }

  /** Undoes the newest change, and takes the model back to the state before the last step. */
  async function undoNewest(before: Model[][], models: Model[]): Promise<void> {
    before.pop()
    const [newest] = await findChanges(book.core, owner, 1)
    const state = before.pop()
    if (newest?.noun !== 'group' || !state) return
    await undoChange(book.core, owner, newest.number)
    models.splice(0, models.length, ...state)
    // The undo of an undo has a test of its own: here no older change may be undone twice.
    before.length = 0
  }

  async function assertSame(caller: Caller, model: Model): Promise<void> {
    const { items, total } = await findGroups(book.core, caller, newestFirst, all)
    assert.equal(total, model.size)
    const found = new Map<string, ModelGroup>()
    for (const group of items) {
      const stored = await listPhones(book.core, caller, group)
      assert.equal(group.count, stored.length)
      found.set(group.hexId, { name: group.name, description: group.description, phones: stored })
    }
    assert.deepEqual(new Map([...found].sort()), new Map([...model].sort()))
  }
})

describe('undoChange', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  /** The state of the group as bytes, without its reserved entry ids. */
  async function bytesOf(hexId: string): Promise<string> {
    const group = await book.core.store.groups.get(caller.accountId, { hexId })
    if (!group) return ''
    const { nextEntryId: _next, endEntryId: _end, ...state } = group
    const entries = await book.core.store.lists.entries(caller.accountId, group.listId, all)
    return JSON.stringify([state, entries])
  }

  async function newestNumber(): Promise<number> {
    return (await findChanges(book.core, owner, 1))[0]?.number as number
  }

  it('gives the former state back byte for byte, and undone itself the later one', async () => {
    const group = await createGroup(book.core, caller, { name: 'a', description: 'd', entries: entriesOf('1', '+2') })
    const states = [await bytesOf(group.hexId)]
    book.clock.advance(1)
    await updateGroup(book.core, caller, group, { name: 'b', description: null, entries: entriesOf('3') })
    states.push(await bytesOf(group.hexId))
    const update = await newestNumber()
    await removeGroup(book.core, caller, group)
    const removal = await newestNumber()

    await undoChange(book.core, owner, removal)
    assert.equal(await bytesOf(group.hexId), states[1])
    await undoChange(book.core, owner, update)
    assert.equal(await bytesOf(group.hexId), states[0])
    await undoChange(book.core, owner, await newestNumber())
    assert.equal(await bytesOf(group.hexId), states[1])
  })

  it('never hands out an entry id twice', async () => {
    const group = await createGroup(book.core, caller, { name: 'a' })
    const idsAfter = async (phone: string): Promise<number[]> => {
      const after = await updateGroup(book.core, caller, group, { entries: entriesOf(phone) })
      return (await book.core.store.lists.entries(caller.accountId, after.listId, all)).map(({ id }) => id)
    }
    const [first] = await idsAfter('1')
    await undoChange(book.core, owner, await newestNumber())
    const [second] = await idsAfter('2')
    assert.notEqual(first, second)
  })

  it('refuses what has changed since, what cannot be undone, and what is not there', async () => {
    const group: Group = await createGroup(book.core, caller, { name: 'a' })
    const addition = await newestNumber()
    await updateGroup(book.core, caller, group, { name: 'b' })
    await assert.rejects(undoChange(book.core, owner, addition), { code: 'conflict' })
    await assert.rejects(undoChange(book.core, owner, 1_000_000), { code: 'not_found' })
    await assert.rejects(
      undoChange(book.core, owner, 1),
      (error) => error instanceof Refusal && error.code === 'invalid_value',
    )
  })
})
