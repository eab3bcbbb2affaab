import type { Contact } from '../contact/contact.ts'
import { Refusal } from '../errors.ts'
import type { Extension } from '../extension/extension.ts'
import { numberTaken } from '../extension/number-taken.ts'
import type { Folder } from '../folder/folder.ts'
import { refuseCycle } from '../folder/refuse-cycle.ts'
import type { Group } from '../group/group.ts'
import { relink } from '../membership/relink.ts'
import type { Transaction } from '../ports.ts'
import type { ChangeNoun, Snapshot } from './change.ts'

/** How things of one noun are taken out and put back. */
export interface Shelf {
  /** The thing as it is now, locked; `state` names it. */
  current(tx: Transaction, accountId: number, state: Snapshot): Promise<Snapshot | null>
  put(tx: Transaction, current: Snapshot | null, wanted: Snapshot | null): Promise<void>
}

const group: Shelf = {
  // With its reserved entry ids, so that what is put back goes on from there: no entry id is ever handed out twice.
  async current(tx, accountId, state) {
    const found = await tx.groups.lock(accountId, { id: idOf(state) })
    if (!found || !state.contactIds) return asSnapshot(found)
    // A removal that was undone: what had gone with the group must be as it was, to go with it again.
    const contacts: (Contact | undefined)[] = []
    for (const { id } of state.contacts as readonly Contact[]) contacts.push(await tx.contacts.lock(accountId, { id }))
    return { ...found, contactIds: await tx.memberships.contactIdsOf(found), contacts }
  },
  async put(tx, current, wanted) {
    if (!wanted) return removeGroup(tx, current as Snapshot)
    const { contactIds = [], contacts = [], ...state } = wanted
    const restored = { ...nothingReserved, ...state } as unknown as Group
    await mustHaveFolder(tx, restored.accountId, restored.folderId)
    if (current) return tx.groups.update(current as unknown as Group, restored)
    await tx.groups.insert(restored)
    for (const contact of contacts as readonly Contact[]) await tx.contacts.insert(contact)
    for (const contactId of contactIds as readonly number[]) {
      await relink(tx, restored.accountId, { groupId: restored.id, contactId })
    }
  },
}

async function removeGroup(tx: Transaction, { contacts = [], ...state }: Snapshot): Promise<void> {
  const { accountId, id } = state as unknown as Group
  for (const contact of contacts as readonly Contact[]) await tx.contacts.remove(contact)
  // Its contacts are fewer by now, and its folder counts them.
  const found = await tx.groups.lock(accountId, { id })
  if (found) await tx.groups.remove(found)
}

const nothingReserved = { nextEntryId: 0, endEntryId: 0 }

const folder: Shelf = {
  async current(tx, accountId, state) {
    await tx.folders.lockTree(accountId)
    return asSnapshot(await tx.folders.lock(accountId, idOf(state)))
  },
  async put(tx, current, wanted) {
    if (!wanted) return tx.folders.remove(current as unknown as Folder)
    const restored = wanted as unknown as Folder
    await mustHaveFolder(tx, restored.accountId, restored.parentId)
    if (!current) return tx.folders.insert(restored)
    await refuseCycle(tx, restored)
    return tx.folders.update(current as unknown as Folder, restored)
  },
}

const extension: Shelf = {
  current: async (tx, accountId, state) => asSnapshot(await tx.extensions.lock(accountId, { id: idOf(state) })),
  async put(tx, current, wanted) {
    if (!wanted) return tx.extensions.remove(current as unknown as Extension)
    const restored = wanted as unknown as Extension
    const isFree = await (current ? tx.extensions.update(restored) : tx.extensions.insert(restored))
    if (!isFree) throw numberTaken(restored.number)
  },
}

const contact: Shelf = {
  async current(tx, accountId, state) {
    const found = await tx.contacts.lock(accountId, { id: idOf(state) })
    return found ? { ...found, groupIds: await tx.memberships.groupIdsOf(found) } : null
  },
  async put(tx, current, wanted) {
    if (!wanted) return tx.contacts.remove(current as unknown as Contact)
    const { groupIds, ...state } = wanted
    const restored = state as unknown as Contact
    if (current) return tx.contacts.update(restored)
    await tx.contacts.insert(restored)
    for (const groupId of groupIds as readonly number[]) {
      await relink(tx, restored.accountId, { groupId, contactId: restored.id })
    }
  },
}

const membership: Shelf = {
  async current(tx, accountId, state) {
    const { groupId, contactId } = state as unknown as { groupId: number; contactId: number }
    const found = await tx.contacts.lock(accountId, { id: contactId })
    const isIn = found && (await tx.memberships.groupIdsOf(found)).includes(groupId)
    return isIn ? { accountId, groupId, contactId } : null
  },
  async put(tx, current, wanted) {
    const { accountId, ...sides } = (wanted ?? current) as unknown as {
      accountId: number
      groupId: number
      contactId: number
    }
    if (wanted) return relink(tx, accountId, sides)
    const group = await tx.groups.lock(accountId, { id: sides.groupId })
    const member = await tx.contacts.lock(accountId, { id: sides.contactId })
    if (group && member) await tx.memberships.remove(group, member)
  },
}

/** The nouns whose changes can be undone. */
export const shelves: Partial<Record<ChangeNoun, Shelf>> = { group, folder, extension, contact, membership }

function asSnapshot(found: object | undefined): Snapshot | null {
  return found ? { ...found } : null
}

function idOf(state: Snapshot): number {
  return state.id as number
}

/** What goes back into a folder needs the folder. */
async function mustHaveFolder(tx: Transaction, accountId: number, id: number | null): Promise<void> {
  if (id === null) return
  await tx.folders.lockTree(accountId)
  if (!(await tx.folders.lock(accountId, id))) {
    throw new Refusal('conflict', 'the folder that it was in is gone: undo its removal first')
  }
}
