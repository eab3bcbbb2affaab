import type {
  IncomingMessage,
  IncomingMessageField,
  IncomingMessageRef,
} from '../../core/incoming-message/incoming-message.ts'
import type { IncomingMessageReader, IncomingMessageWriter } from '../../core/incoming-message/incoming-message-port.ts'
import { asAsked, whole } from '../checks/damaged.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { withFilter } from '../engine/filter.ts'
import { insertRow } from '../engine/insert-row.ts'
import { orderBy, readPage } from '../engine/pages.ts'
import { tally } from '../engine/sequences.ts'
import type { Row, Value } from '../engine/value.ts'

const table = 'incoming_messages'
const noun = 'incoming-message'

/** The column of each field by which messages that came in are found. */
const columns: Readonly<Record<IncomingMessageField, string>> = {
  ...{ id: 'id', hexId: 'hex_id', from: 'sender', to: 'receiver', text: 'text' },
  ...{ receivedAt: 'received_at', answers: 'answers' },
}

export function incomingMessageReader(engine: Engine): IncomingMessageReader {
  return {
    async get(accountId, ref) {
      const row = await engine.reader.one(...one(accountId, ref))
      return row && toIncomingMessage(asAsked(table, row, asked(accountId, ref)))
    },
    async fromNumber(accountId, spellings, limit) {
      const found: Row[] = []
      for (const sender of spellings) {
        const sql = `select * from ${table} where account_id = $1 and sender = $2 order by id desc limit $3`
        found.push(...(await engine.reader.all(sql, [accountId, sender, limit])))
      }
      return found
        .map(toIncomingMessage)
        .toSorted((one, other) => other.id - one.id)
        .slice(0, limit)
    },
    async page(accountId, { filter, sort }, page) {
      const order = orderBy(table, sort, columns)
      const conditions = withFilter(engine, conditionsOf(engine, accountId, {}), filter, columns)
      const { items, total } = await readPage(engine, { table, noun, accountId, conditions, order }, page)
      return { items: items.map(toIncomingMessage), total }
    },
  }
}

export function incomingMessageWriter(session: Session): IncomingMessageWriter {
  return {
    async lock(accountId, ref) {
      const row = await session.lockOne(...one(accountId, ref))
      return row && toIncomingMessage(asAsked(table, row, asked(accountId, ref)))
    },
    async has(accountId, carrier, carrierId) {
      const row = await session.one(
        `select id from ${table} where account_id = $1 and carrier = $2 and carrier_id = $3`,
        [accountId, carrier, carrierId],
      )
      return row !== undefined
    },
    async countAlike(accountId, { from, to, text, carrier }, { since, until }) {
      if (since > until) return 0
      const row = await session.one(
        `select count(*) as messages from ${table} where account_id = $1 and sender = $2 and received_at between $3 and $4
           and receiver = $5 and text = $6 and carrier = $7 and carrier_id is null`,
        [accountId, from, since, until, to, text, carrier],
      )
      return Number(row?.messages)
    },
    async answered(accountId, numbers, senders) {
      const parameters: Value[] = [accountId]
      const among = (values: readonly string[]): string => values.map((value) => `$${parameters.push(value)}`).join()
      if (numbers.length === 0 || senders.length === 0) return null
      const row = await session.one(
        `select hex_id from messages where account_id = $1 and number in (${among(numbers)}) and sent_at is not null
           and sender in (${among(senders)}) order by sent_at desc, id desc limit 1`,
        parameters,
      )
      return (row?.hex_id ?? null) as string | null
    },
    async insert(message) {
      await insertRow(session, table, toRow(message))
      await tally(session, message.accountId, noun, 1)
    },
    async remove({ accountId, id }) {
      await session.run(`delete from ${table} where account_id = $1 and id = $2`, [accountId, id])
      await tally(session, accountId, noun, -1)
    },
  }
}

function one(accountId: number, ref: IncomingMessageRef): [sql: string, parameters: Value[]] {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['hex_id', ref.hexId]
  return [`select * from ${table} where account_id = $1 and ${column} = $2`, [accountId, value]]
}

function asked(accountId: number, ref: IncomingMessageRef): Record<string, Value> {
  return { account_id: accountId, ...('id' in ref ? { id: ref.id } : { hex_id: ref.hexId }) }
}

function toRow(message: IncomingMessage): Record<string, Value> {
  return {
    account_id: message.accountId,
    id: message.id,
    hex_id: message.hexId,
    sender: message.from,
    receiver: message.to,
    text: message.text,
    received_at: message.receivedAt,
    answers: message.answers,
    carrier: message.carrier,
    carrier_id: message.carrierId,
    opts_out: Number(message.optsOut),
  }
}

function toIncomingMessage(row: Row): IncomingMessage {
  whole(noun, row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    from: row.sender as string,
    to: row.receiver as string,
    text: row.text as string,
    receivedAt: row.received_at as number,
    answers: row.answers as string | null,
    carrier: row.carrier as string,
    carrierId: row.carrier_id as string | null,
    optsOut: row.opts_out === 1,
  }
}
