import type { Contact } from '../core/contact/contact.ts'
import type { Group } from '../core/group/group.ts'
import type { Membership } from '../core/membership/membership.ts'
import type { MembershipReader, MembershipWriter } from '../core/membership/membership-port.ts'
import { toContact } from './contact-rows.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'
import { eachSome, putManyRows } from './engine/many-rows.ts'
import { tally } from './engine/sequences.ts'
import { countInFolder } from './folder-counts.ts'
import { toGroup } from './groups.ts'

export function membershipReader(session: Session): MembershipReader {
  return {
    async groupsOf({ accountId, id }) {
      const rows = await session.all(
        `select groups.* from memberships join groups
           on groups.account_id = memberships.account_id and groups.id = memberships.group_id
         where memberships.account_id = $1 and memberships.contact_id = $2 order by memberships.group_id`,
        [accountId, id],
      )
      return rows.map(toGroup)
    },
    contactIdsIn: (accountId, groupId) => contactIdsIn(session, accountId, groupId),
  }
}

const members = `account_id = $1 and id in (
  select contact_id from memberships as own where own.account_id = $1 and own.group_id = $2)`

/** The condition of a contact that is in the group $2 and in no other. */
const orphans = `account_id = $1 and id in (
  select contact_id from memberships as own where own.account_id = $1 and own.group_id = $2 and not exists (
    select 1 from memberships as other
    where other.account_id = $1 and other.contact_id = own.contact_id and other.group_id <> $2))`

export function membershipWriter(session: Session): MembershipWriter {
  return {
    groupIdsOf: ({ accountId, id }) => groupIdsOf(session, accountId, id),

    contactIdsOf: ({ accountId, id }) => contactIdsIn(session, accountId, id),

    async ofContacts(accountId, contactIds) {
      const found: Membership[] = []
      const inOrder = contactIds.toSorted((one, other) => one - other)
      await eachSome(inOrder, [accountId], async (list, parameters) => {
        const rows = await session.all(
          `select contact_id, group_id from memberships where account_id = $1 and contact_id in (${list})
           order by contact_id, group_id`,
          parameters,
        )
        for (const row of rows) found.push({ contactId: row.contact_id as number, groupId: row.group_id as number })
      })
      return found
    },

    async insertMany(group, contactIds) {
      const { accountId, id } = group
      if (contactIds.length === 0) return
      const rows = contactIds.map((contactId) => ({ account_id: accountId, group_id: id, contact_id: contactId }))
      await putManyRows(session, 'memberships', rows)
      await countMembers(session, group, rows.length)
    },

    async removeMany(group, contactIds) {
      const { accountId, id } = group
      if (contactIds.length === 0) return
      await eachSome(contactIds, [accountId, id], (list, parameters) =>
        session.put(
          `delete from memberships where account_id = $1 and group_id = $2 and contact_id in (${list})`,
          parameters,
        ),
      )
      await countMembers(session, group, -contactIds.length)
    },

    async insert(group, contact) {
      if (await isMember(session, group, contact)) return false
      await insertRow(session, 'memberships', {
        account_id: group.accountId,
        group_id: group.id,
        contact_id: contact.id,
      })
      await countMembers(session, group, 1)
      return true
    },

    async remove(group, contact) {
      if (!(await isMember(session, group, contact))) return false
      await session.put('delete from memberships where account_id = $1 and group_id = $2 and contact_id = $3', [
        group.accountId,
        group.id,
        contact.id,
      ])
      await countMembers(session, group, -1)
      return true
    },

    async removeOrphansOf(group) {
      const sides = [group.accountId, group.id]
      // While every member is locked, none joins a group or leaves one: both need the lock of the contact.
      await session.lockAll(`select id from contacts where ${members} order by id`, sides)
      const found = await session.all(`select * from contacts where ${orphans} order by id`, sides)
      if (found.length === 0) return []
      await session.run(`delete from contacts where ${orphans}`, sides)
      await tally(session, group.accountId, 'contact', -found.length)
      return found.map(toContact)
    },
  }
}

/** Takes a contact that is being removed out of every group. */
export async function removeMembershipsOf(session: Session, { accountId, id }: Contact): Promise<void> {
  const rows = await session.all(
    `select memberships.group_id, groups.folder_id from memberships join groups
       on groups.account_id = memberships.account_id and groups.id = memberships.group_id
     where memberships.account_id = $1 and memberships.contact_id = $2 order by memberships.group_id`,
    [accountId, id],
  )
  for (const row of rows) {
    const group = { accountId, id: row.group_id as number, folderId: row.folder_id as number | null }
    await countMembers(session, group, -1)
  }
  await session.put('delete from memberships where account_id = $1 and contact_id = $2', [accountId, id])
}

/** Whether a contact is in a group. Nobody else can change that while the group is locked. */
async function isMember(session: Session, group: Group, contact: Contact): Promise<boolean> {
  const sql = 'select contact_id from memberships where account_id = $1 and group_id = $2 and contact_id = $3'
  return (await session.one(sql, [group.accountId, group.id, contact.id])) !== undefined
}

async function contactIdsIn(session: Session, accountId: number, groupId: number): Promise<number[]> {
  const rows = await session.all(
    'select contact_id from memberships where account_id = $1 and group_id = $2 order by contact_id',
    [accountId, groupId],
  )
  return rows.map((row) => row.contact_id as number)
}

async function groupIdsOf(session: Session, accountId: number, contactId: number): Promise<number[]> {
  const rows = await session.all(
    'select group_id from memberships where account_id = $1 and contact_id = $2 order by group_id',
    [accountId, contactId],
  )
  return rows.map((row) => row.group_id as number)
}

/** Keeps the counts of contacts of a locked group and of the folder in which it lies. */
async function countMembers(
  session: Session,
  { accountId, id, folderId }: Pick<Group, 'accountId' | 'id' | 'folderId'>,
  by: number,
): Promise<void> {
  await session.put('update groups set contact_count = contact_count + $3 where account_id = $1 and id = $2', [
    accountId,
    id,
    by,
  ])
  await countInFolder(session, accountId, folderId, { contacts: by })
}
