import type { Contact, ContactQuery, ContactRef } from '../core/contact/contact.ts'
import type { ContactReader, ContactWriter } from '../core/contact/contact-port.ts'
import { summed } from './checks/sum-row.ts'
import { contactColumns, toContact, toContactRow } from './contact-rows.ts'
import { conditionsOf } from './engine/conditions.ts'
import type { Engine, ReadSession, Session } from './engine/engine.ts'
import { withFilter } from './engine/filter.ts'
import { insertRow } from './engine/insert-row.ts'
import { eachSome, lockManyRows, putManyRows, updateManyRows } from './engine/many-rows.ts'
import { type Order, orderBy, type PageQuery, readPage } from './engine/pages.ts'
import { tally } from './engine/sequences.ts'
import type { Value } from './engine/value.ts'
import { removeMembershipsOf } from './memberships.ts'

/** The columns of filters. A contact without a number has an empty text there, which a filter must take for null. */
const filterColumns = { ...contactColumns, number: "nullif(number, '')" }

export function contactReader(engine: Engine, session: Session): ContactReader {
  return {
    get: (accountId, ref) => readContact(session.one, accountId, ref),
    async page(accountId, query, page) {
      const { name, number, description, email, filter } = query
      const matched = conditionsOf(engine, accountId, { name, number, description, email })
      const conditions = withFilter(engine, matched, filter, filterColumns)
      const all = { table: 'contacts', noun: 'contact', accountId, conditions, order: orderOf(query) } as const
      const pageQuery = query.groupId === undefined ? all : inGroup(all, query.groupId)
      const { items, total } = await readPage(engine, pageQuery, page)
      return { items: items.map(toContact), total }
    },
    async slice(accountId, { name, number, description, email, groupId }, { after, limit }) {
      const { sql, parameters } = conditionsOf(engine, accountId, { name, number, description, email })
      const [from, most] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
      if (groupId === undefined) {
        const some = `select * from contacts where ${sql} and id > ${from} order by id limit ${most}`
        return (await session.all(some, [...parameters, after, limit])).map(toContact)
      }
      const members = `select contact_id from memberships
        where account_id = $1 and group_id = $${parameters.length + 3} and contact_id > ${from}`
      const rows = await session.all(
        `select contacts.* from (${members}) as members join contacts on contacts.id = members.contact_id
         where ${sql} order by members.contact_id limit ${most}`,
        [...parameters, after, limit, groupId],
      )
      return rows.map(toContact)
    },
  }
}

function orderOf({ sort, thenBy = [], groupId }: ContactQuery): Order {
  // Memberships are stored in the order of the contacts' ids, so that a page of them is a range of an index.
  const columns = groupId === undefined ? contactColumns : { ...contactColumns, id: 'contact_id' }
  return orderBy('contacts', [sort, ...thenBy], columns)
}

/**
 * The query for those contacts that are in a group. The group has their total, for a query that nothing else narrows.
 */
function inGroup(query: PageQuery, groupId: number): PageQuery {
  const parameters = [...query.conditions.parameters, groupId]
  const members = `select contact_id from memberships where account_id = $1 and group_id = $${parameters.length}`
  return {
    ...query,
    table: `(${members}) as members join contacts on contacts.id = members.contact_id`,
    conditions: { ...query.conditions, parameters, narrowed: true },
    ...(!query.conditions.narrowed && {
      async count(session: ReadSession) {
        const sql = 'select contact_count from groups where account_id = $1 and id = $2'
        return ((await session.one(sql, [query.accountId, groupId]))?.contact_count ?? 0) as number
      },
    }),
  }
}

export function contactWriter(session: Session): ContactWriter {
  return {
    get: (accountId, ref) => readContact(session.one, accountId, ref),
    lock: (accountId, ref) => readContact(session.lockOne, accountId, ref),

    async insert(contact) {
      await insertRow(session, 'contacts', toContactRow(contact))
      await tally(session, contact.accountId, 'contact', 1)
    },

    // Only columns that differ are written: setting a column costs its indexes, even if the value stays the same.
    async update(contact) {
      const before = await readContact(session.one, contact.accountId, { id: contact.id })
      const was = before ? toContactRow(before) : {}
      const is = summed(session, 'contacts', toContactRow(contact))
      const changed = Object.entries(is).filter(([column, value]) => was[column] !== value)
      if (changed.every(([column]) => column === 'checksum')) return
      await session.put(
        `update contacts set ${changed.map(([column], index) => `${column} = $${index + 3}`)}
         where account_id = $1 and id = $2`,
        [contact.accountId, contact.id, ...changed.map(([, value]): Value => value)],
      )
    },

    async remove(contact) {
      await session.put('delete from contacts where account_id = $1 and id = $2', [contact.accountId, contact.id])
      await tally(session, contact.accountId, 'contact', -1)
      await removeMembershipsOf(session, contact)
    },

    async lockMany(accountId, ids) {
      return (await lockManyRows(session, 'contacts', accountId, ids)).map(toContact)
    },

    async insertMany(contacts) {
      const [first] = contacts
      if (!first) return
      await putManyRows(session, 'contacts', contacts.map(toContactRow))
      await tally(session, first.accountId, 'contact', contacts.length)
    },

    updateMany: (changes) =>
      updateManyRows(
        session,
        'contacts',
        changes.map(({ before, after }) => ({ before: toContactRow(before), after: toContactRow(after) })),
      ),

    async removeMany(contacts) {
      const [first] = contacts
      if (!first) return
      const ids = contacts.map(({ id }) => id)
      await eachSome(ids, [first.accountId], (list, parameters) =>
        session.put(`delete from contacts where account_id = $1 and id in (${list})`, parameters),
      )
      await tally(session, first.accountId, 'contact', -contacts.length)
    },
  }
}

async function readContact(one: Session['one'], accountId: number, ref: ContactRef): Promise<Contact | undefined> {
  const row =
    'id' in ref
      ? await one('select * from contacts where account_id = $1 and id = $2', [accountId, ref.id])
      : await one('select * from contacts where account_id = $1 and hex_id = $2', [accountId, ref.hexId])
  return row && toContact(row)
}
