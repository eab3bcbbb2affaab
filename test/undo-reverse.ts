import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addAccount } from '../src/core/account/add-account.ts'
import type { Caller } from '../src/core/caller.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import { createContact } from '../src/core/contact/create-contact.ts'
import { removeContact } from '../src/core/contact/remove-contact.ts'
import { updateContact } from '../src/core/contact/update-contact.ts'
import type { Core } from '../src/core/core.ts'
import { addEntry } from '../src/core/entry/add-entry.ts'
import { editPhones } from '../src/core/entry/edit-phones.ts'
import type { SetMode } from '../src/core/entry/prepare-set.ts'
import { removePhones } from '../src/core/entry/remove-phones.ts'
import { setPhones } from '../src/core/entry/set-phones.ts'
import { Refusal } from '../src/core/errors.ts'
import { createExtension } from '../src/core/extension/create-extension.ts'
import { removeExtension } from '../src/core/extension/remove-extension.ts'
import { updateExtension } from '../src/core/extension/update-extension.ts'
import { createFolder } from '../src/core/folder/create-folder.ts'
import { removeFolder } from '../src/core/folder/remove-folder.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { removeGroup } from '../src/core/group/remove-group.ts'
import { updateGroup } from '../src/core/group/update-group.ts'
import { updatePhones } from '../src/core/group/update-phones.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { linkContact } from '../src/core/membership/link-contact.ts'
import { linkContacts } from '../src/core/membership/link-contacts.ts'
import type { Memberships } from '../src/core/membership/lock-memberships.ts'
import { unlinkContact } from '../src/core/membership/unlink-contact.ts'
import { unlinkContacts } from '../src/core/membership/unlink-contacts.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { undoChange } from '../src/core/undo/undo-change.ts'
import { owner } from './builders.ts'

const everything = { start: 0, count: 1000 }
const byId = { by: 'id', descending: false } as const
const listOf = (phones: readonly string[]) => entryListOf(phones.map((phone) => ({ phone })))

/** All that a person sees of an account, with the entries of each list and their ids. */
async function stateOf({ store }: Core, { accountId }: Caller): Promise<unknown> {
  const groups = (await store.groups.page(accountId, { sort: byId }, everything)).items
  const lists = await Promise.all(groups.map(({ listId }) => store.lists.entries(accountId, listId, everything)))
  const contacts = (await store.contacts.page(accountId, { sort: byId }, everything)).items
  const inGroups = await Promise.all(contacts.map((each) => store.memberships.groupsOf(each)))
  return {
    // Reserved ids go on: no entry id is handed out twice.
    groups: groups.map(({ nextEntryId: _next, endEntryId: _end, ...group }) => group),
    lists,
    contacts,
    memberships: inGroups.map((each) => each.map(({ id }) => id)),
    extensions: await store.extensions.page(accountId, {}, { after: 0, limit: 1000 }),
  }
}

type Write = (core: Core, caller: Caller, which: number, phones: readonly string[]) => Promise<unknown>

/** The things of an account, of which a write takes one. */
async function one<T>(all: Promise<readonly T[]>, which: number): Promise<T> {
  const found = await all
  const thing = found[which % Math.max(1, found.length)]
  if (thing === undefined) throw new Refusal('not_found', 'there is none')
  return thing
}
const group = ({ store }: Core, { accountId }: Caller, which: number) =>
  one(
    store.groups.page(accountId, { sort: byId }, everything).then(({ items }) => items),
    which,
  )
const contact = ({ store }: Core, { accountId }: Caller, which: number) =>
  one(
    store.contacts.page(accountId, { sort: byId }, everything).then(({ items }) => items),
    which,
  )
const extension = ({ store }: Core, { accountId }: Caller, which: number) =>
  one(store.extensions.page(accountId, {}, { after: 0, limit: 1000 }), which)

/** A group, and every other contact. */
async function someContacts(core: Core, caller: Caller, which: number): Promise<Memberships> {
  const { items } = await core.store.contacts.page(caller.accountId, { sort: byId }, everything)
  const contactIds = items.filter((_, index) => (index + which) % 2 === 0).map(({ id }) => id)
  return { groupId: (await group(core, caller, which)).id, contactIds }
}

const set =
  (mode: SetMode): Write =>
  async (core, caller, which, phones) =>
    setPhones(core, caller, { id: (await group(core, caller, which)).id }, { mode, phones: listOf(phones) })

/** The writes of all dialects, by the use cases that they call. */
const writes: readonly Write[] = [
  (core, caller, which, phones) => createGroup(core, caller, { name: `g${which}`, entries: listOf(phones) }),
  async (core, caller, which, phones) =>
    updatePhones(core, caller, { id: (await group(core, caller, which)).id }, { name: 'x', phones: listOf(phones) }),
  async (core, caller, which, phones) =>
    editPhones(
      core,
      caller,
      { id: (await group(core, caller, which)).id },
      {
        ...{
          add: phones.slice(0, 3),
          remove: phones.slice(3),
          fields: { description: String(which) },
          field: 'numbers',
        },
      },
    ),
  async (core, caller, which, phones) =>
    addEntry(
      core,
      caller,
      { id: (await group(core, caller, which)).id },
      { phone: phones[0] ?? '1', details: { a: 'b' } },
    ),
  ...(['add', 'remove', 'sync', 'keep'] as const).map(set),
  async (core, caller, which) => removeGroup(core, caller, { id: (await group(core, caller, which)).id }),
  async (core, caller, which) =>
    removeGroup(core, caller, { id: (await group(core, caller, which)).id }, { orphans: 'remove' }),
  async (core, caller, which) => {
    const { id } = await createFolder(core, caller, { name: `f${which}` })
    await updateGroup(core, caller, { id: (await group(core, caller, which)).id }, { folderId: id })
  },
  async (core, caller, which) => {
    const { folderId } = await group(core, caller, which)
    if (folderId !== null) await removeFolder(core, caller, folderId)
  },
  async (core, caller, which) =>
    createContact(core, caller, { number: String(which), groupId: (await group(core, caller, which)).id }),
  async (core, caller, which) =>
    updateContact(core, caller, { id: (await contact(core, caller, which)).id }, { name: `n${which}` }),
  async (core, caller, which) => removeContact(core, caller, { id: (await contact(core, caller, which)).id }),
  async (core, caller, which) => {
    const [{ id: groupId }, { id: contactId }] = [await group(core, caller, which), await contact(core, caller, which)]
    await linkContact(core, caller, { groupId, contactId })
  },
  async (core, caller, which) => {
    const [{ id: groupId }, { id: contactId }] = [await group(core, caller, which), await contact(core, caller, which)]
    await unlinkContact(core, caller, { groupId, contactId })
  },
  (core, caller, which) =>
    createExtension(core, caller, { name: 'e', number: String(500 + (which % 5)), secret: 'a long secret' }),
  async (core, caller, which) =>
    updateExtension(
      core,
      caller,
      { id: (await extension(core, caller, which)).id },
      { number: String(500 + (which % 7)) },
    ),
  async (core, caller, which) => removeExtension(core, caller, { id: (await extension(core, caller, which)).id }),
  async (core, caller, which, phones) =>
    removePhones(core, caller, { id: (await group(core, caller, which)).id }, listOf(phones)),
  async (core, caller, which) => linkContacts(core, caller, await someContacts(core, caller, which)),
  async (core, caller, which) => unlinkContacts(core, caller, await someContacts(core, caller, which)),
]

const phones = fc.uniqueArray(fc.integer({ min: 1, max: 30 }).map(String), { minLength: 1, maxLength: 8 })
const step = fc.tuple(fc.nat(writes.length - 1), fc.nat(1000), phones)

/** Two groups, a contact and an extension, so that most writes find something. */
const beginning: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 0, ['1', '2']],
  [0, 1, ['3']],
  [12, 0, ['1']],
  [17, 0, ['1']],
]

/** Makes random writes, and undoes them in reverse: after each undo all is as it was before that write. */
export async function undoesInReverse(core: Core, numRuns: number): Promise<void> {
  let accounts = 0
  let undone = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }), async (steps) => {
      const { id } = await addAccount(core, owner, `reverse ${++accounts}`)
      const caller: Caller = { ...onAccount(owner, id), origin: 'test' }
      const newest = async () => (await findChanges(core, caller, 1))[0]?.number ?? 0
      const states = new Map<number, string>([[await newest(), JSON.stringify(await stateOf(core, caller))]])
      for (const [write, which, given] of [...beginning, ...steps]) {
        await writes[write]?.(core, caller, which, given).catch((error) => {
          if (!(error instanceof Refusal)) throw error
        })
        states.set(await newest(), JSON.stringify(await stateOf(core, caller)))
      }
      const first = Math.min(...states.keys())
      const changes = (await findChanges(core, caller, 1000)).filter(({ number }) => number > first)
      for (const [at, { number }] of changes.entries()) {
        await undoChange(core, owner, number)
        undone++
        const wanted = states.get(changes[at + 1]?.number ?? first)
        if (wanted !== undefined) assert.equal(JSON.stringify(await stateOf(core, caller)), wanted)
      }
    }),
    { numRuns },
  )
  assert.ok(undone > numRuns * 3, `${undone} undone`)
}
