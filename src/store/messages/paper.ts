import type { PaperMessage, PaperTray } from '../../core/message/message-port.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

/** What the carrier for development has written into the book. */
export function paperTrayOn(
  engine: Engine,
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>,
): PaperTray {
  const { reader } = engine
  return {
    write: ({ accountId, hexId, number, sender, texts, receipt, writtenAt }) =>
      transaction(async (session) => {
        const found = await session.one(
          'select count(*) as copies from paper_messages where account_id = $1 and hex_id = $2',
          [accountId, hexId],
        )
        const copy = (found?.copies ?? 0) as number
        await insertRow(session, 'paper_messages', {
          ...{ account_id: accountId, hex_id: hexId, copy, number, sender, texts: JSON.stringify(texts) },
          ...{ receipt, written_at: writtenAt },
        })
        return copy
      }),
    async untold(limit) {
      const sql = 'select * from paper_messages where receipt is not null order by written_at limit $1'
      return (await reader.all(sql, [limit])).map(toPaper)
    },
    told: (messages) =>
      transaction(async (session) => {
        for (const { accountId, hexId, copy } of messages) {
          await session.put(
            'update paper_messages set receipt = null where account_id = $1 and hex_id = $2 and copy = $3',
            [accountId, hexId, copy],
          )
        }
      }),
    async all(accountId) {
      const sql = 'select * from paper_messages where account_id = $1 order by written_at, hex_id, copy'
      return (await reader.all(sql, [accountId])).map(toPaper)
    },
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
