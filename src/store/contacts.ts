import type { Contact, ContactRef, ContactSortField } from '../core/contact/contact.ts'
import type { ContactReader, ContactWriter } from '../core/ports.ts'
import { conditionsOf } from './conditions.ts'
import type { Engine, Row, Session } from './engine.ts'
import { readPage } from './pages.ts'
import { tally } from './sequences.ts'

const sortColumns: Readonly<Record<ContactSortField, string>> = {
  hexId: 'id',
  name: 'name',
  number: 'number',
  description: 'description',
  updatedAt: 'updated_at',
}

export function contactReader(engine: Engine, session: Session): ContactReader {
  return {
    get: (accountId, ref) => readContact(session, accountId, ref),
    async page(accountId, query, page) {
      const { name, number, description, sort } = query
      const { items, total } = await readPage(
        engine,
        {
          table: 'contacts',
          noun: 'contact',
          accountId,
          conditions: conditionsOf(engine.like, accountId, { name, number, description }),
          column: sortColumns[sort.by],
          descending: sort.descending,
        },
        page,
      )
      return { items: items.map(toContact), total }
    },
  }
}

export function contactWriter(session: Session): ContactWriter {
  return {
    lock: (accountId, ref) => readContact(session, accountId, ref),

    async insert(contact) {
      await session.run(
        `insert into contacts (account_id, id, hex_id, name, number, description, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          contact.accountId,
          contact.id,
          contact.hexId,
          contact.name,
          contact.number,
          contact.description,
          contact.createdAt,
          contact.updatedAt,
        ],
      )
      await tally(session, contact.accountId, 'contact', 1)
    },

    async update(contact) {
      await session.run(
        `update contacts set name = $3, number = $4, description = $5, updated_at = $6
         where account_id = $1 and id = $2`,
        [contact.accountId, contact.id, contact.name, contact.number, contact.description, contact.updatedAt],
      )
    },

    async remove(contact) {
      await session.run('delete from contacts where account_id = $1 and id = $2', [contact.accountId, contact.id])
      await tally(session, contact.accountId, 'contact', -1)
    },
  }
}

async function readContact(session: Session, accountId: number, ref: ContactRef): Promise<Contact | undefined> {
  const row =
    'id' in ref
      ? await session.one('select * from contacts where account_id = $1 and id = $2', [accountId, ref.id])
      : await session.one('select * from contacts where account_id = $1 and hex_id = $2', [accountId, ref.hexId])
  return row && toContact(row)
}

function toContact(row: Row): Contact {
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    name: row.name as string,
    number: row.number as string,
    description: row.description as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}
