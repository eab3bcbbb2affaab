import type { BulkMessage, BulkQueue, BulkStep } from '../../core/bulk/bulk-port.ts'
import { budgetOf } from '../../core/message/spend.ts'
import type { ReadSession, Session } from '../engine/engine.ts'
import { eachSome, putManyRows, updateRow } from '../engine/many-rows.ts'
import { allocate, tally } from '../engine/sequences.ts'
import type { Row } from '../engine/value.ts'
import { table as messages, toRow } from '../messages/message-rows.ts'
import { charge } from '../messages/messages.ts'
import { table, toBulk } from './bulk-rows.ts'
import { addCounts } from './count-states.ts'

interface QueueParts {
  /** Runs `work` in a transaction. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
  /** Is told of messages that a sender may want. */
  readonly onWrite: () => void
}

/** The side of the worker that makes the messages of bulks. */
export function bulkQueueOn(reader: ReadSession, { transaction, onWrite }: QueueParts): BulkQueue {
  return {
    async due(now, limit) {
      const rows = await reader.all(
        `select * from ${table} where state in ('new', 'running') and due_at <= $1 order by due_at, account_id, id limit $2`,
        [now, limit],
      )
      return rows.map(toBulk)
    },
    write: (step) =>
      transaction(async (session) => {
        const isWritten = await write(session, step)
        if (isWritten) onWrite()
        return isWritten
      }),
    complete: ({ accountId, id }, at) =>
      transaction(async (session) => {
        const row = await lock(session, accountId, id)
        if (row?.state !== 'running' || row.looked !== row.size || row.queued !== 0) return
        await updateRow(session, table, row, { ...row, state: 'done', ended_at: at })
      }),
  }
}

async function write(session: Session, { bulk, messages: drafts, next, budget, at }: BulkStep): Promise<boolean> {
  const { accountId, id } = bulk
  // The account's other charges wait from here on, as they do for whoever queues a message.
  const row = await lock(session, accountId, id)
  if (!row || (row.state !== 'new' && row.state !== 'running')) return false
  if (row.next_list !== bulk.next.list || row.next_entry !== bulk.next.entry) return false
  const counts = new Map<string, number>([['looked', drafts.length]])
  const count = (column: string): void => void counts.set(column, (counts.get(column) ?? 0) + 1)
  const seen = await numbersOf(session, accountId, id, drafts)
  const fresh: BulkMessage[] = []
  for (const draft of drafts) {
    if (seen.has(draft.number)) count('repeated')
    else fresh.push(draft)
    seen.add(draft.number)
  }
  const paid = await pay(session, accountId, { drafts: fresh, budget, at })
  for (const { state } of paid) count(state)
  let messageId = paid.length === 0 ? 0 : await allocate(session, accountId, 'message', paid.length)
  await putManyRows(
    session,
    messages,
    paid.map((draft) => toRow({ ...draft, id: messageId++ })),
  )
  await tally(session, accountId, 'message', paid.length)
  await addCounts(session, [accountId, id], counts)
  const now = { ...row, state: 'running', next_list: next.list, next_entry: next.entry }
  await updateRow(session, table, row, now)
  return true
}

/** The numbers of the drafts that the bulk has already. Nobody else adds one while its row is locked. */
async function numbersOf(
  session: Session,
  accountId: number,
  id: number,
  drafts: readonly BulkMessage[],
): Promise<Set<string>> {
  const found = new Set<string>()
  const numbers = drafts.map(({ number }) => number)
  await eachSome(numbers, [accountId, id], async (list, parameters) => {
    const sql = `select number from ${messages} where account_id = $1 and bulk_id = $2 and bulk_id > 0 and number in (${list})`
    for (const row of await session.all(sql, parameters)) found.add(row.number as string)
  })
  return found
}

/** Charges the account for messages, as long as it has something left: what costs more is skipped. */
async function pay(
  session: Session,
  accountId: number,
  {
    drafts,
    budget,
    at,
  }: { readonly drafts: readonly BulkMessage[]; readonly budget: number | null; readonly at: number },
): Promise<readonly BulkMessage[]> {
  const wanted = drafts.reduce((sum, { price }) => sum + price, 0)
  if (wanted === 0) return drafts
  const spending = await charge(session, accountId, wanted, at)
  const most = budgetOf(budget, spending)
  if (most === null || spending.spent <= most) return drafts
  let left = Math.max(0, most - (spending.spent - wanted))
  let back = 0
  const paid = drafts.map((draft): BulkMessage => {
    if (draft.price <= left) {
      left -= draft.price
      return draft
    }
    back += draft.price
    return { ...draft, state: 'skipped', reason: 'over_budget', price: 0, endedAt: at }
  })
  await charge(session, accountId, -back, at)
  return paid
}

function lock(session: Session, accountId: number, id: number): Promise<Row | undefined> {
  return session.lockOne(`select * from ${table} where account_id = $1 and id = $2`, [accountId, id])
}
