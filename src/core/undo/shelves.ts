import type { ChangeNoun, Snapshot } from '../change/change.ts'
import type { Contact } from '../contact/contact.ts'
import { lockGroups, lockTreeAbove, lockWithGroups } from '../contact/lock-with-groups.ts'
import type { EmergencyNumber } from '../emergency/emergency-numbers.ts'
import { listEmergencyNumbers, refuseEmergencyNumber } from '../emergency/list-emergency-numbers.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Extension } from '../extension/extension.ts'
import { followExtension } from '../extension/follow-extension.ts'
import { numberTaken } from '../extension/number-taken.ts'
import type { Folder } from '../folder/folder.ts'
import { refuseCycle } from '../folder/refuse-cycle.ts'
import type { ForwardRule } from '../forward-rule/forward-rule.ts'
import type { Group } from '../group/group.ts'
import type { InboundRoute } from '../inbound-route/inbound-route.ts'
import { keyRoute } from '../inbound-route/key-routes.ts'
import type { IncomingRule } from '../incoming-rule/incoming-rule.ts'
import { spellRule } from '../incoming-rule/spell-rule.ts'
import type { Membership } from '../membership/membership.ts'
import type { Transaction } from '../ports.ts'
import { daysOf } from '../schedule/days-of.ts'
import type { Schedule } from '../schedule/schedule.ts'
import type { Sound } from '../sound/sound.ts'
import { type Trunk, usualTrunk } from '../trunk/trunk.ts'
import { dropTrunk, writeTrunk } from '../trunk/write-trunk.ts'
import { accountShelf } from './account-shelf.ts'
import { bulkShelf } from './bulk-shelf.ts'
import { campaignShelf } from './campaign-shelf.ts'
import { messageShelf } from './message-shelf.ts'
import { optOutShelf } from './opt-out-shelf.ts'
import type { Shelf } from './shelf.ts'
import { sipNetworkShelf } from './sip-network-shelf.ts'
import { trunkManagerShelf } from './trunk-manager-shelf.ts'

const group: Shelf = {
  // The state includes the reserved entry ids. The group that is put back goes on from them, so that no entry id is
  // ever handed out twice.
  async current(tx, accountId, state) {
    const found = await tx.groups.lock(accountId, { id: idOf(state) })
    if (!found || !state.contactIds) return asSnapshot(found)
    // The change is the undo of a removal. The contacts that came back with the group are to go with it again, so they
    // must be as they were.
    const contacts: (Contact | undefined)[] = []
    for (const { id } of state.contacts as readonly Contact[]) contacts.push(await tx.contacts.lock(accountId, { id }))
    return { ...found, contactIds: await tx.memberships.contactIdsOf(found), contacts }
  },
  async put(tx, current, wanted) {
    if (!wanted) return removeGroup(tx, current as Snapshot)
    const { contactIds = [], contacts = [], ...state } = wanted
    const restored = { ...nothingReserved, ...state } as unknown as Group
    const members = await lockMembers(tx, restored.accountId, contactIds as readonly number[])
    await mustHaveFolder(tx, restored.accountId, restored.folderId)
    if (current) return tx.groups.update(current as unknown as Group, restored)
    await tx.groups.insert(restored)
    for (const contact of contacts as readonly Contact[]) {
      if (members.has(contact.id)) continue
      await tx.contacts.insert(contact)
      members.set(contact.id, contact)
    }
    for (const member of members.values()) await tx.memberships.insert(restored, member)
  },
}

/** Locks the contacts of a group that is to come back, as far as they are still there. Returns them by id. */
async function lockMembers(tx: Transaction, accountId: number, ids: readonly number[]): Promise<Map<number, Contact>> {
  const members = new Map<number, Contact>()
  for (const id of ids) {
    const found = await tx.contacts.lock(accountId, { id })
    if (found) members.set(id, found)
  }
  return members
}

async function removeGroup(tx: Transaction, { contacts = [], ...state }: Snapshot): Promise<void> {
  const { accountId, id } = state as unknown as Group
  for (const contact of contacts as readonly Contact[]) {
    const groupIds = await tx.memberships.groupIdsOf(contact)
    // A contact that has come into another group since stays there.
    if (groupIds.every((groupId) => groupId === id)) await tx.contacts.remove(contact)
  }
  // The group is read again: it has fewer contacts by now, and the counts of its folder depend on them.
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
    const replaced = (current ?? undefined) as unknown as Extension | undefined
    const restored = (wanted ?? undefined) as unknown as Extension | undefined
    if (restored && restored.number !== replaced?.number) {
      await refuseEmergencyNumber(tx, restored.accountId, restored.number)
    }
    await followExtension(tx, replaced, restored)
    if (!restored) return tx.extensions.remove(replaced as Extension)
    const isFree = await (replaced ? tx.extensions.update(replaced, restored) : tx.extensions.insert(restored))
    if (!isFree) throw numberTaken(restored.number)
  },
}

const contact: Shelf = {
  async current(tx, accountId, state) {
    const found = await lockWithGroups(tx, accountId, { id: idOf(state) })
    return found ? { ...found.contact, groupIds: found.groupIds } : null
  },
  async put(tx, current, wanted) {
    if (!wanted) return tx.contacts.remove(current as unknown as Contact)
    const { groupIds, ...state } = wanted
    const restored = state as unknown as Contact
    if (current) return tx.contacts.update(restored)
    const groups = await lockGroups(tx, restored.accountId, groupIds as readonly number[])
    await lockTreeAbove(tx, restored.accountId, groups)
    await tx.contacts.insert(restored)
    for (const group of groups) await tx.memberships.insert(group, restored)
  },
}

const membership: Shelf = {
  async current(tx, accountId, state) {
    const { groupId, contactId } = state as unknown as Membership
    const group = await tx.groups.lock(accountId, { id: groupId })
    const found = await tx.contacts.lock(accountId, { id: contactId })
    const isIn = group && found && (await tx.memberships.groupIdsOf(found)).includes(groupId)
    return isIn ? { accountId, groupId, contactId } : null
  },
  async put(tx, current, wanted) {
    const { accountId, groupId, contactId } = (wanted ?? current) as unknown as Membership & { accountId: number }
    const group = await tx.groups.lock(accountId, { id: groupId })
    const found = await tx.contacts.lock(accountId, { id: contactId })
    if (group && found) await (wanted ? tx.memberships.insert(group, found) : tx.memberships.remove(group, found))
  },
}

const forwardRule: Shelf = {
  current: async (tx, accountId, { prefix }) => asSnapshot(await tx.forwardRules.lock(accountId, prefix as string)),
  put: (tx, current, wanted) =>
    wanted
      ? tx.forwardRules.put(wanted as unknown as ForwardRule)
      : tx.forwardRules.remove(current as unknown as ForwardRule),
}

const incomingRule: Shelf = {
  async current(tx, accountId, state) {
    await tx.accounts.lock(accountId)
    return asSnapshot(await tx.incomingRules.get(accountId, { id: idOf(state) }))
  },
  async put(tx, current, wanted, core) {
    if (!wanted) return tx.incomingRules.remove(current as unknown as IncomingRule)
    const rule = wanted as unknown as IncomingRule
    const spellings = await spellRule(core.numberPlans, tx, rule)
    await (current ? tx.incomingRules.update(rule, spellings) : tx.incomingRules.insert(rule, spellings))
  },
}

const inboundRoute: Shelf = {
  async current(tx, accountId, state) {
    await tx.accounts.lock(accountId)
    return asSnapshot(await tx.inboundRoutes.get(accountId, idOf(state)))
  },
  async put(tx, current, wanted, core) {
    if (!wanted) return tx.inboundRoutes.remove(current as unknown as InboundRoute)
    // A change from before branches says nothing of them.
    const route = { branches: {}, ...wanted } as unknown as InboundRoute
    await tx.inboundRoutes.insert(route, await keyRoute(core.numberPlans, tx, route))
  },
}

const emergencyNumber: Shelf = {
  current: async (tx, accountId, { number }) =>
    asSnapshot((await tx.emergencyNumbers.all(accountId)).find((each) => each.number === number)),
  async put(tx, current, wanted) {
    const number = (wanted ?? current) as unknown as EmergencyNumber
    const { country } = mustExist(await tx.accounts.lock(number.accountId), 'account')
    await (wanted ? tx.emergencyNumbers.put(number) : tx.emergencyNumbers.remove(number))
    await listEmergencyNumbers(tx, number.accountId, country)
  },
}

const schedule: Shelf = {
  async current(tx, accountId, state) {
    await tx.accounts.lock(accountId)
    return asSnapshot(await tx.schedules.lock(accountId, idOf(state)))
  },
  async put(tx, current, wanted) {
    if (!wanted) return tx.schedules.remove(current as unknown as Schedule)
    const restored = wanted as unknown as Schedule
    const named = (await tx.schedules.all(restored.accountId)).find(({ name }) => name === restored.name)
    if (named && named.id !== restored.id)
      throw new Refusal('name_taken', 'another schedule has this name by now', 'name')
    return tx.schedules.put(restored, daysOf(restored))
  },
}

const sound: Shelf = {
  current: async (tx, accountId, state) => asSnapshot(await tx.sounds.lock(accountId, { id: idOf(state) })),
  async put(tx, current, wanted) {
    if (!wanted) return tx.sounds.remove(current as unknown as Sound)
    const restored = wanted as unknown as Sound
    if (!(await tx.sounds.hasFile(restored.accountId, restored.filename))) {
      throw new Refusal('conflict', 'the file of the announcement has been pruned since')
    }
    await (current ? tx.sounds.update(restored) : tx.sounds.insert(restored))
  },
}

const trunk: Shelf = {
  current: async (tx, accountId, { name }) => asSnapshot(await tx.trunks.lock(accountId, { name: name as string })),
  put: (tx, current, wanted, core) =>
    // A change from before a setting was there says nothing of it.
    wanted
      ? writeTrunk(
          core,
          tx,
          (current ?? undefined) as Trunk | undefined,
          {
            ...usualTrunk,
            hexId: core.ids.hexId(),
            ...wanted,
          } as unknown as Trunk,
        )
      : dropTrunk(tx, current as unknown as Trunk),
}

/** The nouns whose changes can be undone. */
export const shelves: Partial<Record<ChangeNoun, Shelf>> = {
  ...{ group, folder, extension, contact, membership },
  ...{
    'forward-rule': forwardRule,
    'incoming-rule': incomingRule,
    'inbound-route': inboundRoute,
    trunk,
    'emergency-number': emergencyNumber,
    sound,
    schedule,
    'trunk-manager': trunkManagerShelf,
    account: accountShelf,
    bulk: bulkShelf,
    message: messageShelf,
  },
  campaign: campaignShelf,
  'opt-out': optOutShelf,
  'sip-network': sipNetworkShelf,
}

function asSnapshot(found: object | undefined): Snapshot | null {
  return found ? { ...found } : null
}

function idOf(state: Snapshot): number {
  return state.id as number
}

/**
 * Locks the folder that a thing goes back into.
 *
 * @throws Refusal `conflict` when the folder is gone.
 */
async function mustHaveFolder(tx: Transaction, accountId: number, id: number | null): Promise<void> {
  if (id === null) return
  await tx.folders.lockTree(accountId)
  if (!(await tx.folders.lock(accountId, id))) {
    throw new Refusal('conflict', 'the folder that it was in is gone: undo its removal first')
  }
}
