import type { PaperMessage, PaperTray } from '../../core/message/message-port.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { eachSome, putManyRows } from '../engine/many-rows.ts'
import { sortKey } from '../engine/null-order.ts'
import type { Row } from '../engine/value.ts'

/** What the carrier for development has written into the book. */
export function paperTrayOn(
  engine: Engine,
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>,
): PaperTray {
  const { reader } = engine
  return {
    write: (messages) =>
      transaction(async (session) => {
        const copies: number[] = []
        const placed = messages.map((message, at) => ({ message, at }))
        for (const [accountId, of] of Map.groupBy(placed, ({ message }) => message.accountId)) {
          const before = await copiesOf(
            session,
            accountId,
            of.map(({ message }) => message),
          )
          const rows: Row[] = []
          for (const { message, at } of of) {
            const copy = before.get(message.hexId) ?? 0
            before.set(message.hexId, copy + 1)
            copies[at] = copy
            rows.push(toRow(message, copy))
          }
          await putManyRows(session, 'paper_messages', rows)
        }
        return copies
      }),
    async untold(limit) {
      const order = sortKey('paper_messages', 'written_at', 'asc')
      const sql = `select * from paper_messages where receipt is not null order by ${order} limit $1`
      return (await reader.all(sql, [limit])).map(toPaper)
    },
    told: (messages) =>
      transaction(async (session) => {
        for (const { accountId, hexId, copy } of messages) {
          await session.put(
            'update paper_messages set receipt = $4 where account_id = $1 and hex_id = $2 and copy = $3',
            [accountId, hexId, copy, null],
          )
        }
      }),
    async all(accountId) {
      const sql = 'select * from paper_messages where account_id = $1 order by written_at, hex_id, copy'
      return (await reader.all(sql, [accountId])).map(toPaper)
    },
  }
}

/** How many copies of each message there are. */
async function copiesOf(
  session: Session,
  accountId: number,
  messages: readonly Pick<PaperMessage, 'hexId'>[],
): Promise<Map<string, number>> {
  const copies = new Map<string, number>()
  await eachSome(
    messages.map(({ hexId }) => hexId),
    [accountId],
    async (list, parameters) => {
      const sql = `select hex_id, count(*) as copies from paper_messages where account_id = $1 and hex_id in (${list}) group by hex_id`
      for (const row of await session.all(sql, parameters)) copies.set(row.hex_id as string, Number(row.copies))
    },
  )
  return copies
}

function toRow(message: Omit<PaperMessage, 'copy'>, copy: number): Row {
  const { accountId, hexId, number, sender, texts, receipt, writtenAt } = message
  return {
    ...{ account_id: accountId, hex_id: hexId, copy, number, sender, texts: JSON.stringify(texts) },
    ...{ receipt, written_at: writtenAt },
  }
}

function toPaper(row: Row): PaperMessage {
  return {
    accountId: row.account_id as number,
    hexId: row.hex_id as string,
    copy: row.copy as number,
    number: row.number as string,
    sender: row.sender as string,
    texts: JSON.parse(row.texts as string),
    receipt: row.receipt as PaperMessage['receipt'],
    writtenAt: row.written_at as number,
  }
}
