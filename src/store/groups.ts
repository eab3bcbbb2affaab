import type { Group, GroupQuery, GroupRef, GroupSortField } from '../core/group/group.ts'
import type { GroupReader, GroupWriter } from '../core/group/group-port.ts'
import type { Page, PageRequest } from '../core/page.ts'
import { isThere } from './accounts.ts'
import { BriefPages, briefColumns } from './brief-groups.ts'
import { asAsked, whole } from './checks/damaged.ts'
import { summed } from './checks/sum-row.ts'
import { conditionsOf } from './engine/conditions.ts'
import type { Engine, Session } from './engine/engine.ts'
import { withFilter } from './engine/filter.ts'
import { insertRow } from './engine/insert-row.ts'
import { updateRow } from './engine/many-rows.ts'
import { orderBy, type PageQuery, readPage } from './engine/pages.ts'
import { tally } from './engine/sequences.ts'
import { readSlice } from './engine/slices.ts'
import type { Row, Value } from './engine/value.ts'
import { countInFolder } from './folder-counts.ts'
import { groupsOfPhones } from './lists/groups-of-phones.ts'
import type { LastMaking } from './lists/last-making.ts'
import { insertSieve, moveSieve, removeSieve } from './lists/phone-sieves.ts'

const columns: Readonly<Record<GroupSortField, string>> = {
  id: 'id',
  hexId: 'id',
  name: 'name',
  description: 'description',
  count: 'count',
  folderId: 'folder_id',
  contactCount: 'contact_count',
  updatedAt: 'updated_at',
}

export function groupReader(engine: Engine, session: Session): GroupReader {
  const briefPages = new BriefPages()
  const get: GroupReader['get'] = (accountId, ref) => readGroup(session.one, session.one, accountId, ref)
  const pageQuery = (accountId: number, { name, description, filter, sort, thenBy = [] }: GroupQuery): PageQuery => ({
    table: 'groups',
    noun: 'group',
    accountId,
    conditions: withFilter(engine, conditionsOf(engine, accountId, { name, description }), filter, columns),
    order: orderBy('groups', [sort, ...thenBy], columns),
  })
  const readGroups = async (query: PageQuery, page: PageRequest): Promise<Page<Group>> => {
    const { items, total } = await readPage(engine, query, page)
    return { items: items.map(toGroup), total }
  }
  return {
    get,
    page: async (accountId, query, page) => readGroups(pageQuery(accountId, query), page),
    async brief(accountId, given, page) {
      const query = pageQuery(accountId, given)
      const { conditions, order } = query
      const key = JSON.stringify([conditions.sql, conditions.parameters, order.forward, page.start, page.count])
      return briefPages.read(key, {
        whole: () => readGroups(query, page),
        brief: () => readPage(engine, { ...query, columns: briefColumns }, page),
        one: (id) => get(accountId, { id }),
      })
    },
    async slice(accountId, { by, descending }, { after, limit, folderId }) {
      const order = { table: 'groups', column: columns[by], isDescending: descending }
      const within = folderId !== undefined && { within: { column: columns.folderId, value: folderId } }
      return (await readSlice(session, accountId, order, { after, limit, ...within })).map(toGroup)
    },
    ofPhones: async (accountId, phones, page) =>
      (await groupsOfPhones(engine, accountId, phones, page)).map(({ row, spellings }) => ({
        ...toGroup(row),
        spellings,
      })),
    async due(now, limit) {
      const rows = await session.all(
        `select * from groups where planned_deletion_at is not null and planned_deletion_at <= $1
           and ${isThere('account_id')}
         order by planned_deletion_at limit $2`,
        [now, limit],
      )
      return rows.map(toGroup)
    },
  }
}

export function groupWriter(session: Session, last: LastMaking): GroupWriter {
  return {
    lock: (accountId, ref) => readGroup(session.one, session.lockOne, accountId, ref),

    async insert(group) {
      await insertRow(session, 'groups', toRow(group))
      await insertSieve(session, group, last.take(group.listId))
      await countInFolder(session, group.accountId, group.folderId, { groups: 1 })
      await tally(session, group.accountId, 'group', 1)
    },

    async update(before, after) {
      if (!(await updateRow(session, 'groups', toRow(before), toRow(after)))) return
      await moveSieve(session, before, after, last)
      if (before.folderId === after.folderId) return
      const contacts = before.contactCount
      await countInFolder(session, before.accountId, before.folderId, { groups: -1, contacts: -contacts })
      await countInFolder(session, after.accountId, after.folderId, { groups: 1, contacts })
    },

    async remove(group) {
      await session.put('delete from groups where account_id = $1 and id = $2', [group.accountId, group.id])
      await removeSieve(session, group)
      await session.put('delete from memberships where account_id = $1 and group_id = $2', [group.accountId, group.id])
      await countInFolder(session, group.accountId, group.folderId, { groups: -1, contacts: -group.contactCount })
      await tally(session, group.accountId, 'group', -1)
    },

    async insertEntryRange(group, firstId, endId) {
      const range = { account_id: group.accountId, first_id: firstId, end_id: endId, group_id: group.id }
      const row = summed(session, 'entry_ranges', range)
      await session.put(
        `insert into entry_ranges (${Object.keys(row)}) values ($1, $2, $3, $4, $5)`,
        Object.values(row),
      )
    },
  }
}

/** Reads a group by `one`, which may lock it. */
async function readGroup(
  readOne: Session['one'],
  one: Session['one'],
  accountId: number,
  ref: GroupRef,
): Promise<Group | undefined> {
  if ('entryId' in ref) {
    const range = await readOne(nearestRange, [accountId, ref.entryId])
    if (!range || (range.end_id as number) <= ref.entryId) return undefined
    return readGroup(readOne, one, accountId, { id: range.group_id as number })
  }
  if ('id' in ref) {
    const row = await one('select * from groups where account_id = $1 and id = $2', [accountId, ref.id])
    return row && toGroup(asAsked('groups', row, { account_id: accountId, id: ref.id }))
  }
  const row = await one('select * from groups where account_id = $1 and hex_id = $2', [accountId, ref.hexId])
  return row && toGroup(asAsked('groups', row, { account_id: accountId, hex_id: ref.hexId }))
}

/**
 * The only range that can hold an entry. Ranges do not overlap: of the ranges 1 to 256 and 1000 to 1999, the entry 500 can only be
 * in the first, and is in neither. A range stays with its group, so that it needs no lock.
 */
const nearestRange = `select group_id, end_id from entry_ranges where account_id = $1 and first_id <= $2
  order by first_id desc limit 1`

/** A row of `groups` as a group. */
export function toGroup(row: Row): Group {
  whole('group', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    name: row.name as string,
    description: row.description as string | null,
    columns: {
      a: row.column_a as string | null,
      b: row.column_b as string | null,
      c: row.column_c as string | null,
      d: row.column_d as string | null,
      e: row.column_e as string | null,
    },
    folderId: row.folder_id as number | null,
    plannedDeletionAt: row.planned_deletion_at as number | null,
    contactCount: row.contact_count as number,
    listId: row.list_id as string | null,
    count: row.count as number,
    nextEntryId: row.next_entry_id as number,
    endEntryId: row.end_entry_id as number,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

/** A group as a row of `groups`, without the count of contacts, which memberships keep. */
function toRow(group: Group): Record<string, Value> {
  return {
    account_id: group.accountId,
    id: group.id,
    hex_id: group.hexId,
    name: group.name,
    description: group.description,
    column_a: group.columns.a,
    column_b: group.columns.b,
    column_c: group.columns.c,
    column_d: group.columns.d,
    column_e: group.columns.e,
    folder_id: group.folderId,
    planned_deletion_at: group.plannedDeletionAt,
    list_id: group.listId,
    count: group.count,
    next_entry_id: group.nextEntryId,
    end_entry_id: group.endEntryId,
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  }
}
