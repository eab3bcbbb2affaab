import { LostRace } from '../errors.ts'
import type { Group } from '../group/group.ts'
import type { Transaction } from '../ports.ts'
import type { Contact } from './contact.ts'
import { lockGroups, lockTreeAbove } from './lock-with-groups.ts'

/** A contact with the groups that it is in, in the order of their ids. */
export interface ContactState extends Contact {
  readonly groupIds: readonly number[]
}

/** A contact of a batch: undefined `before` for a new one, undefined `after` for a removed one. */
export interface ContactStep {
  readonly before: ContactState | undefined
  readonly after: ContactState | undefined
}

/** Contacts and groups that are locked, by their ids. */
export interface LockedContacts {
  readonly groups: ReadonlyMap<number, Group>
  readonly states: ReadonlyMap<number, ContactState>
}

/**
 * Locks contacts, their groups, and the groups `moreGroupIds`: the groups first. What does not exist is left out.
 *
 * @throws LostRace when a contact came into another group before it was locked.
 */
export async function lockAllWithGroups(
  tx: Transaction,
  accountId: number,
  contactIds: readonly number[],
  moreGroupIds: readonly number[],
): Promise<LockedContacts> {
  const seen = await tx.memberships.ofContacts(accountId, contactIds)
  const ids = new Set([...moreGroupIds, ...seen.map(({ groupId }) => groupId)])
  const groups = new Map((await lockGroups(tx, accountId, [...ids])).map((group) => [group.id, group]))
  const contacts = await tx.contacts.lockMany(accountId, contactIds)
  const memberships = await tx.memberships.ofContacts(accountId, contactIds)
  if (memberships.some(({ groupId }) => !groups.has(groupId))) throw new LostRace()
  await lockTreeAbove(tx, accountId, [...groups.values()])
  const groupIds = Map.groupBy(memberships, ({ contactId }) => contactId)
  const states = contacts.map((contact): [number, ContactState] => [
    contact.id,
    { ...contact, groupIds: (groupIds.get(contact.id) ?? []).map(({ groupId }) => groupId) },
  ])
  return { groups, states: new Map(states) }
}

/** Takes contacts out, changes them and puts them in, also in their groups. Groups that are not locked are left out. */
export async function applySteps(
  tx: Transaction,
  groups: ReadonlyMap<number, Group>,
  steps: readonly ContactStep[],
): Promise<void> {
  const pick = (choose: (step: ContactStep) => ContactState | false | undefined): Contact[] =>
    steps.flatMap((step) => choose(step) || []).map(({ groupIds, ...contact }) => contact)
  for (const group of groups.values()) {
    const leaving = steps.flatMap(({ before, after }) =>
      before?.groupIds.includes(group.id) && !after?.groupIds.includes(group.id) ? before.id : [],
    )
    await tx.memberships.removeMany(group, leaving)
  }
  await tx.contacts.removeMany(pick(({ before, after }) => !after && before))
  await tx.contacts.updateMany(steps.flatMap(({ before, after }) => (before && after ? [{ before, after }] : [])))
  await tx.contacts.insertMany(pick(({ before, after }) => !before && after))
  for (const group of groups.values()) {
    const coming = steps.flatMap(({ before, after }) =>
      after?.groupIds.includes(group.id) && !before?.groupIds.includes(group.id) ? after.id : [],
    )
    await tx.memberships.insertMany(group, coming)
  }
}
