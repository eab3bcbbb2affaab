import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createContact } from '../contact/create-contact.ts'
import { findContacts } from '../contact/find-contacts.ts'
import { removeContact } from '../contact/remove-contact.ts'
import { Refusal } from '../errors.ts'
import { createGroup } from '../group/create-group.ts'
import { findGroups } from '../group/find-groups.ts'
import { removeGroup } from '../group/remove-group.ts'
import { updateGroup } from '../group/update-group.ts'
import { findGroupsOfContact } from '../membership/find-groups-of-contact.ts'
import { linkContact } from '../membership/link-contact.ts'
import { unlinkContact } from '../membership/unlink-contact.ts'
import { undoChange } from '../undo/undo-change.ts'
import { createFolder } from './create-folder.ts'
import { findFolders } from './find-folders.ts'
import { removeFolder } from './remove-folder.ts'
import { updateFolder } from './update-folder.ts'

const everything = { start: 0, count: 10_000 }
const byId = { by: 'id', descending: false } as const
const id = fc.integer({ min: 1, max: 4 })
const place = fc.option(id, { freq: 3 })

/** A write, with ids that may exist or not. */
const someWrite = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add folder'), parentId: place }) },
  fc.record({ kind: fc.constant('move folder'), id, parentId: place }),
  fc.record({ kind: fc.constant('remove folder'), id }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add group'), folderId: place }) },
  fc.record({ kind: fc.constant('move group'), id, folderId: place }),
  fc.record({ kind: fc.constant('remove group'), id, orphans: fc.constantFrom('keep', 'remove') }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add contact'), groupId: fc.option(id, { nil: undefined }) }) },
  fc.record({ kind: fc.constant('remove contact'), id }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('link'), groupId: id, contactId: id }) },
  fc.record({ kind: fc.constant('unlink'), groupId: id, contactId: id }),
  fc.record({ kind: fc.constant('undo') }),
)
type Write = typeof someWrite extends fc.Arbitrary<infer T> ? T : never

describe('folders, groups and their contacts', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  async function write(caller: Caller, what: Write): Promise<unknown> {
    const { core } = book
    switch (what.kind) {
      case 'add folder':
        return createFolder(core, caller, { name: 'f', parentId: what.parentId })
      case 'move folder':
        return updateFolder(core, caller, what.id, { parentId: what.parentId })
      case 'remove folder':
        return removeFolder(core, caller, what.id)
      case 'add group':
        return createGroup(core, caller, { name: 'g', folderId: what.folderId })
      case 'move group':
        return updateGroup(core, caller, { id: what.id }, { folderId: what.folderId })
      case 'remove group':
        return removeGroup(core, caller, { id: what.id }, { orphans: what.orphans })
      case 'add contact':
        return createContact(core, caller, { number: '1', ...(what.groupId && { groupId: what.groupId }) })
      case 'remove contact':
        return removeContact(core, caller, { id: what.id })
      case 'link':
        return linkContact(core, caller, what)
      case 'unlink':
        return unlinkContact(core, caller, what)
      case 'undo': {
        const [newest] = await core.store.changes.newest(null, {}, 1)
        return newest?.accountId === caller.accountId ? undoChange(core, owner, newest.number) : undefined
      }
    }
  }

  /** All that the account has, without times. */
  async function stateOf(caller: Caller) {
    const { core } = book
    const folders = (await findFolders(core, caller, { sort: [byId] }, everything)).items
    const groups = (await findGroups(core, caller, { sort: byId }, everything)).items
    const contacts = (await findContacts(core, caller, { sort: byId }, everything)).items
    const memberships = await Promise.all(
      contacts.map(async (contact) => ({
        contactId: contact.id,
        groupIds: (await findGroupsOfContact(core, caller, contact)).map((group) => group.id),
      })),
    )
    return { folders, groups, contacts, memberships }
  }

  /** Checks that every count is right, every parent exists, and no folder lies in itself. */
  async function check(caller: Caller): Promise<void> {
    const { folders, groups, contacts, memberships } = await stateOf(caller)
    for (const group of groups) {
      const members = memberships
        .filter(({ groupIds }) => groupIds.includes(group.id))
        .map(({ contactId }) => contactId)
      assert.equal(group.contactCount, members.length)
      const listed = await findContacts(book.core, caller, { groupId: group.id, sort: byId }, everything)
      assert.deepEqual([listed.items.map((contact) => contact.id), listed.total], [members, members.length])
      assert.ok(group.folderId === null || folders.some((folder) => folder.id === group.folderId))
    }
    for (const folder of folders) {
      const inside = groups.filter((group) => group.folderId === folder.id)
      assert.deepEqual(
        [folder.folderCount, folder.groupCount, folder.contactCount],
        [
          folders.filter(({ parentId }) => parentId === folder.id).length,
          inside.length,
          inside.reduce((sum, group) => sum + group.contactCount, 0),
        ],
      )
      const path = new Set<number | null>()
      for (let at: number | null = folder.id; at !== null; ) {
        assert.ok(!path.has(at), 'a folder lies in itself')
        path.add(at)
        const found = folders.find((each) => each.id === at)
        assert.ok(found)
        at = found.parentId
      }
    }
    assert.equal((await findFolders(book.core, caller, { sort: [byId] }, { start: 0, count: 0 })).total, folders.length)
    assert.equal((await findContacts(book.core, caller, { sort: byId }, { start: 0, count: 0 })).total, contacts.length)
  }

  it('keep every count through random writes and their undoing', async () => {
    let done = 0
    await fc.assert(
      fc.asyncProperty(fc.array(someWrite, { minLength: 20, maxLength: 60 }), async (writes) => {
        const caller = await book.buildCaller()
        for (const what of writes) {
          try {
            await write(caller, what)
            done++
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
        await check(caller)
      }),
      { numRuns: 100 },
    )
    assert.ok(done > 500, `only ${done} writes were not refused`)
  })

  it('are after an undo as they were before, and after its undo as they were made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someWrite, { minLength: 10, maxLength: 40 }), someWrite, async (writes, last) => {
        const caller = await book.buildCaller()
        const attempt = (what: Write) =>
          write(caller, what).then(
            () => true,
            () => false,
          )
        for (const what of writes) await attempt(what)
        const was = await stateOf(caller)
        fc.pre(last.kind !== 'undo' && (await attempt(last)))
        const is = await stateOf(caller)
        await write(caller, { kind: 'undo' })
        assert.deepEqual(await stateOf(caller), was)
        await check(caller)
        await write(caller, { kind: 'undo' })
        assert.deepEqual(await stateOf(caller), is)
        await check(caller)
      }),
      { numRuns: 150 },
    )
  })
})
