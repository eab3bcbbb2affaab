import type { MessageRef } from '../../core/message/message.ts'
import type { MessageReader, MessageWriter, PartsWithCarrier, Spending } from '../../core/message/message-port.ts'
import { countStates } from '../bulks/count-states.ts'
import { asAsked } from '../checks/damaged.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { withFilter } from '../engine/filter.ts'
import { eachSome, lockManyRows, putManyRows, updateRow } from '../engine/many-rows.ts'
import { sortKey } from '../engine/null-order.ts'
import { orderBy, readPage } from '../engine/pages.ts'
import { readTally, tally } from '../engine/sequences.ts'
import type { Row, Value } from '../engine/value.ts'
import { columns, nameOf, table, toMessage, toRow } from './message-rows.ts'

export function messageReader(engine: Engine): MessageReader {
  const { reader } = engine
  return {
    async get(accountId, ref) {
      const [sql, parameters] = one(accountId, ref)
      const row = await reader.one(sql, parameters)
      return row && toMessage(asAsked(table, row, asked(accountId, ref)))
    },
    async page(accountId, { filter, sort }, page) {
      const order = orderBy(table, sort, columns)
      const conditions = withFilter(engine, conditionsOf(engine, accountId, {}), filter, columns)
      const { items, total } = await readPage(engine, { table, noun: 'message', accountId, conditions, order }, page)
      return { items: items.map(toMessage), total }
    },
    count: (accountId) => readTally(reader, accountId, 'message'),
    async toNumber(accountId, spellings, limit) {
      const found: Row[] = []
      for (const number of spellings) {
        // Two looks by the index: what has not left yet comes first, wherever null stands in an order.
        for (const [has, order] of [
          ['sent_at is null', 'id'],
          ['sent_at is not null', 'sent_at'],
        ] as const) {
          const sql = `select * from ${table} where account_id = $1 and number = $2 and ${has} order by ${order} desc limit $3`
          found.push(...(await reader.all(sql, [accountId, number, limit])))
        }
      }
      const messages = found.map(toMessage)
      const newestFirst = messages.toSorted(
        (one, other) => (other.sentAt ?? Infinity) - (one.sentAt ?? Infinity) || other.id - one.id,
      )
      return newestFirst.slice(0, limit)
    },
    async spending(accountId) {
      const row = await reader.one('select * from message_spending where account_id = $1', [accountId])
      return toSpending(row)
    },
    async partsTaken(messages) {
      const taken = new Map<string, PartsWithCarrier>()
      for (const [accountId, of] of Map.groupBy(messages, (message) => message.accountId)) {
        const ids = of.map(({ id }) => id)
        await eachSome(ids, [accountId], async (list, parameters) => {
          const sql = `select message_id, count(*) as parts, max(carrier) as carrier from message_parts
            where account_id = $1 and message_id in (${list}) group by message_id`
          for (const { message_id: id, parts, carrier } of await reader.all(sql, parameters)) {
            taken.set(nameOf({ accountId, id: id as number }), { carrier: carrier as string, count: Number(parts) })
          }
        })
      }
      return messages.map((message) => taken.get(nameOf(message)))
    },
    async awaited(carrier, behind, sentSince, limit) {
      const rows = await reader.all(
        `select p.carrier_id, m.sent_at from message_parts p
         join ${table} m on m.account_id = p.account_id and m.id = p.message_id
         where p.carrier = $1 and p.carrier_id > $2 and p.state = 'sent' and m.state = 'sent' and m.sent_at >= $3
         order by ${sortKey('message_parts', 'p.carrier_id', 'asc')} limit $4`,
        [carrier, behind, sentSince, limit],
      )
      return rows.map(({ carrier_id, sent_at }) => ({ carrierId: carrier_id as string, sentAt: sent_at as number }))
    },
  }
}

/** `onWrite` is told of messages that a sender may want. */
export function messageWriter(session: Session, onWrite: () => void): MessageWriter {
  return {
    async lock(accountId, ref) {
      const [sql, parameters] = one(accountId, ref)
      const row = await session.lockOne(sql, parameters)
      return row && toMessage(asAsked(table, row, asked(accountId, ref)))
    },
    lockMany: async (accountId, ids) => (await lockManyRows(session, table, accountId, ids)).map(toMessage),
    async insert(accountId, messages) {
      await putManyRows(session, table, messages.map(toRow))
      await tally(session, accountId, 'message', messages.length)
      onWrite()
    },
    async update(before, after) {
      await updateRow(session, table, toRow(before), toRow(after))
      const { accountId, bulkId } = before
      await countStates(session, [{ accountId, bulkId, before: before.state, after: after.state }])
    },
    async remove(accountId, messages) {
      for (const { id } of messages) await removeRows(session, accountId, id)
      await tally(session, accountId, 'message', -messages.length)
      // A bulk counts what it lost before it left.
      const stopped = messages.filter(({ state }) => state === 'queued')
      await countStates(
        session,
        stopped.map(({ bulkId }) => ({ accountId, bulkId, before: 'queued', after: 'cancelled' })),
      )
    },
    charge: (accountId, amount, at) => charge(session, accountId, amount, at),
    async setBudget(accountId, budget) {
      await session.run(
        `insert into message_spending (account_id, spent, changed_at, budget) values ($1, 0, 0, $2)
         on conflict (account_id) do update set budget = $2`,
        [accountId, budget],
      )
    },
  }
}

/** Adds to what an account has spent, or takes from it, and returns the sum. Nothing more is no change. */
export async function charge(session: Session, accountId: number, amount: number, at: number): Promise<Spending> {
  const row = await session.one(
    `insert into message_spending (account_id, spent, changed_at) values ($1, $2, $3)
     on conflict (account_id) do update set spent = message_spending.spent + excluded.spent,
       changed_at = case when excluded.spent = 0 then message_spending.changed_at else excluded.changed_at end returning *`,
    [accountId, amount, amount === 0 ? 0 : at],
  )
  return toSpending(row)
}

function toSpending(row: Row | undefined): Spending {
  return {
    spent: (row?.spent ?? 0) as number,
    changedAt: (row?.changed_at || null) as number | null,
    budget: (row?.budget ?? null) as number | null,
  }
}

/** Removes a message with its parts. */
export async function removeRows(session: Session, accountId: number, id: number): Promise<void> {
  await session.put('delete from message_parts where account_id = $1 and message_id = $2', [accountId, id])
  await session.put(`delete from ${table} where account_id = $1 and id = $2`, [accountId, id])
}

function one(accountId: number, ref: MessageRef): [string, Value[]] {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['hex_id', ref.hexId]
  return [`select * from ${table} where account_id = $1 and ${column} = $2`, [accountId, value as Value]]
}

function asked(accountId: number, ref: MessageRef): Record<string, Value> {
  return { account_id: accountId, ...('id' in ref ? { id: ref.id } : { hex_id: ref.hexId }) }
}
