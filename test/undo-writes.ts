import type { Caller } from '../src/core/caller.ts'
import { createContact } from '../src/core/contact/create-contact.ts'
import { removeContact } from '../src/core/contact/remove-contact.ts'
import { updateContact } from '../src/core/contact/update-contact.ts'
import type { Core } from '../src/core/core.ts'
import { addEntries } from '../src/core/entry/add-entries.ts'
import { addEntry } from '../src/core/entry/add-entry.ts'
import { editPhones } from '../src/core/entry/edit-phones.ts'
import type { SetMode } from '../src/core/entry/prepare-set.ts'
import { removeEntry } from '../src/core/entry/remove-entry.ts'
import { removePhones } from '../src/core/entry/remove-phones.ts'
import { setPhones } from '../src/core/entry/set-phones.ts'
import { updateEntry } from '../src/core/entry/update-entry.ts'
import { Refusal } from '../src/core/errors.ts'
import { createExtension } from '../src/core/extension/create-extension.ts'
import { removeExtension } from '../src/core/extension/remove-extension.ts'
import { updateExtension } from '../src/core/extension/update-extension.ts'
import { createFolder } from '../src/core/folder/create-folder.ts'
import { removeFolder } from '../src/core/folder/remove-folder.ts'
import { updateFolder } from '../src/core/folder/update-folder.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { removeGroup } from '../src/core/group/remove-group.ts'
import { updateGroup } from '../src/core/group/update-group.ts'
import { updatePhones } from '../src/core/group/update-phones.ts'
import { addIncomingRule } from '../src/core/incoming-rule/add-incoming-rule.ts'
import { removeIncomingRule } from '../src/core/incoming-rule/remove-incoming-rule.ts'
import { updateIncomingRule } from '../src/core/incoming-rule/update-incoming-rule.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { linkContact } from '../src/core/membership/link-contact.ts'
import { linkContacts } from '../src/core/membership/link-contacts.ts'
import type { Memberships } from '../src/core/membership/lock-memberships.ts'
import { unlinkContact } from '../src/core/membership/unlink-contact.ts'
import { unlinkContacts } from '../src/core/membership/unlink-contacts.ts'

export const everything = { start: 0, count: 1000 }
export const byId = { by: 'id', descending: false } as const
const listOf = (phones: readonly string[]) => entryListOf(phones.map((phone) => ({ phone })))

export type Write = (core: Core, caller: Caller, which: number, phones: readonly string[]) => Promise<unknown>

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

const groupRef = async (core: Core, caller: Caller, which: number) => ({ id: (await group(core, caller, which)).id })

async function entryId(core: Core, caller: Caller, which: number): Promise<number> {
  const { listId } = await group(core, caller, which)
  return (await one(core.store.lists.entries(caller.accountId, listId, everything), which)).id
}
async function folderOf({ store }: Core, { accountId }: Caller, which: number): Promise<number> {
  const { items } = await store.folders.page(accountId, { sort: [byId] }, everything)
  return (await one(Promise.resolve(items), which)).id
}
async function rule({ store }: Core, { accountId }: Caller, which: number): Promise<{ readonly id: number }> {
  return { id: (await one(store.incomingRules.find(accountId, {}), which)).id }
}

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
export const writes = {
  createGroup: (core, caller, which, phones) =>
    createGroup(core, caller, { name: `g${which}`, entries: listOf(phones) }),
  updatePhones: async (core, caller, which, phones) =>
    updatePhones(core, caller, await groupRef(core, caller, which), { name: 'x', phones: listOf(phones) }),
  updateGroup: async (core, caller, which) =>
    updateGroup(core, caller, await groupRef(core, caller, which), { name: `n${which}`, columns: { a: 'A' } }),
  editPhones: async (core, caller, which, phones) =>
    editPhones(core, caller, await groupRef(core, caller, which), {
      ...{ add: phones.slice(0, 3), remove: phones.slice(3), fields: { description: String(which) }, field: 'numbers' },
    }),
  addEntry: async (core, caller, which, phones) =>
    addEntry(core, caller, await groupRef(core, caller, which), { phone: phones[0] ?? '1', details: { a: 'b' } }),
  addEntries: async (core, caller, which, phones) =>
    addEntries(
      core,
      caller,
      await groupRef(core, caller, which),
      phones.map((phone) => ({ phone, details: { b: phone } })),
    ),
  updateEntry: async (core, caller, which, phones) =>
    updateEntry(core, caller, await entryId(core, caller, which), { phone: phones[0] ?? '1', details: { a: 'x' } }),
  removeEntry: async (core, caller, which) => removeEntry(core, caller, await entryId(core, caller, which)),
  addPhones: set('add'),
  dropPhones: set('remove'),
  syncPhones: set('sync'),
  keepPhones: set('keep'),
  removePhones: async (core, caller, which, phones) =>
    removePhones(core, caller, await groupRef(core, caller, which), listOf(phones)),
  removeGroup: async (core, caller, which) => removeGroup(core, caller, await groupRef(core, caller, which)),
  removeGroupWithOrphans: async (core, caller, which) =>
    removeGroup(core, caller, await groupRef(core, caller, which), { orphans: 'remove' }),
  createFolder: async (core, caller, which) => {
    const { id } = await createFolder(core, caller, { name: `f${which}` })
    await updateGroup(core, caller, await groupRef(core, caller, which), { folderId: id })
  },
  updateFolder: async (core, caller, which) =>
    updateFolder(core, caller, await folderOf(core, caller, which), { name: `f${which}`, description: 'd' }),
  removeFolder: async (core, caller, which) => removeFolder(core, caller, await folderOf(core, caller, which)),
  createContact: async (core, caller, which) =>
    createContact(core, caller, { number: String(which), groupId: (await groupRef(core, caller, which)).id }),
  updateContact: async (core, caller, which) =>
    updateContact(core, caller, { id: (await contact(core, caller, which)).id }, { name: `n${which}` }),
  removeContact: async (core, caller, which) =>
    removeContact(core, caller, { id: (await contact(core, caller, which)).id }),
  linkContact: async (core, caller, which) =>
    linkContact(core, caller, {
      groupId: (await groupRef(core, caller, which)).id,
      contactId: (await contact(core, caller, which)).id,
    }),
  unlinkContact: async (core, caller, which) =>
    unlinkContact(core, caller, {
      groupId: (await groupRef(core, caller, which)).id,
      contactId: (await contact(core, caller, which)).id,
    }),
  linkContacts: async (core, caller, which) => linkContacts(core, caller, await someContacts(core, caller, which)),
  unlinkContacts: async (core, caller, which) => unlinkContacts(core, caller, await someContacts(core, caller, which)),
  createExtension: (core, caller, which) =>
    createExtension(core, caller, { name: 'e', number: String(500 + (which % 5)), secret: 'a long secret' }),
  updateExtension: async (core, caller, which) =>
    updateExtension(
      core,
      caller,
      { id: (await extension(core, caller, which)).id },
      { number: String(500 + (which % 7)) },
    ),
  removeExtension: async (core, caller, which) =>
    removeExtension(core, caller, { id: (await extension(core, caller, which)).id }),
  addIncomingRule: (core, caller, which) =>
    addIncomingRule(core, caller, { verdict: which % 2 === 0 ? 'block' : 'allow', number: String(700 + (which % 9)) }),
  updateIncomingRule: async (core, caller, which) =>
    updateIncomingRule(core, caller, await rule(core, caller, which), { comment: `c${which}` }),
  removeIncomingRule: async (core, caller, which) => removeIncomingRule(core, caller, await rule(core, caller, which)),
} satisfies Readonly<Record<string, Write>>
