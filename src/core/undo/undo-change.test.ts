import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createContact } from '../contact/create-contact.ts'
import { getContact } from '../contact/get-contact.ts'
import { Refusal } from '../errors.ts'
import { createGroup } from '../group/create-group.ts'
import { removeGroup } from '../group/remove-group.ts'
import { findGroupsOfContact } from '../membership/find-groups-of-contact.ts'
import { linkContact } from '../membership/link-contact.ts'
import { undoChange } from './undo-change.ts'

describe('the undo of a group that was removed with its contacts', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const lastChange = async (): Promise<number> => (await findChanges(book.core, owner, 1))[0]?.number ?? 0
  const groupsOf = async (caller: Caller, id: number) => {
    const contact = await getContact(book.core, caller, { id })
    return (await findGroupsOfContact(book.core, caller, contact)).map((group) => group.name)
  }
  /** A group with a contact, removed and put back. */
  const build = async () => {
    const { core } = book
    const caller = await book.buildCaller()
    const leaving = await createGroup(core, caller, { name: 'leaving' })
    const staying = await createGroup(core, caller, { name: 'staying' })
    const contact = await createContact(core, caller, { number: '1', groupId: leaving.id })
    await removeGroup(core, caller, { id: leaving.id }, { orphans: 'remove' })
    const removal = await lastChange()
    await undoChange(core, owner, removal)
    return { core, caller, leaving, staying, contact, removal, undo: await lastChange() }
  }

  it('brings them back, and undone in turn takes them again', async () => {
    const { core, caller, contact, undo } = await build()
    assert.deepEqual(await groupsOf(caller, contact.id), ['leaving'])
    await undoChange(core, owner, undo)
    await assert.rejects(getContact(core, caller, { id: contact.id }), Refusal)
  })

  it('undone in turn leaves a contact where it has come into another group', async () => {
    const { core, caller, contact, staying, undo } = await build()
    await linkContact(core, caller, { groupId: staying.id, contactId: contact.id })
    await undoChange(core, owner, undo)
    assert.deepEqual(await groupsOf(caller, contact.id), ['staying'])
  })

  it('takes those who are still there as they are', async () => {
    const { core, caller, contact, staying, leaving, removal } = await build()
    await linkContact(core, caller, { groupId: staying.id, contactId: contact.id })
    await removeGroup(core, caller, { id: leaving.id }, { orphans: 'remove' })
    await undoChange(core, owner, removal)
    assert.deepEqual(await groupsOf(caller, contact.id), ['leaving', 'staying'])
  })
})
