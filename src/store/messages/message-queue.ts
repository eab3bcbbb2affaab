import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { MessageQueue } from '../../core/message/message-port.ts'
import { settled } from '../../core/message/settle-message.ts'
import { insertChange } from '../changes.ts'
import type { Session } from '../engine/engine.ts'
import { tally } from '../engine/sequences.ts'
import { forgetIncoming } from '../incoming-messages/forget-incoming.ts'
import { changeMessages } from './change-messages.ts'
import { table } from './message-rows.ts'
import { removeRows } from './messages.ts'
import { receive } from './receive-receipts.ts'
import { settle } from './settle-tried.ts'
import { lostRows, Turns } from './turns.ts'

interface QueueParts {
  readonly effectsOf: (session: Session) => EffectWriter
  /** Runs `work` in a transaction. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
  readonly onWritten: (listener: () => void) => void
}

/** The sender's side of the messages of an engine. */
export function messageQueueOn({ effectsOf, transaction, onWritten }: QueueParts): MessageQueue {
  const turns = new Turns()
  return {
    onQueued: onWritten,
    claim: ({ run, now, routes, others, limit }) =>
      transaction(async (session) => {
        const rows = others
          ? await lostRows(session, { now, routes, limit })
          : await turns.take(session, { now, routes, limit })
        return changeMessages(session, effectsOf(session), rows, (message) => ({ ...message, claimedBy: run }), now)
      }),
    settle: (run, tried, now) => transaction((session) => settle(session, effectsOf(session), run, tried, now)),
    recover: (run, sendsAgain, now, limit) =>
      transaction(async (session) => {
        const rows = await session.lockAll(
          `select * from ${table} where claimed_by is not null and claimed_by <> $1 order by account_id, id limit $2`,
          [run, limit],
        )
        const outcome = { kind: 'uncertain', sendsAgain } as const
        return (
          await changeMessages(session, effectsOf(session), rows, (message) => settled(message, outcome, now), now)
        ).length
      }),
    receive: (carrier, receipts) => transaction((session) => receive(session, effectsOf(session), carrier, receipts)),
    forget: (before, now, limit) =>
      transaction(async (session) => {
        const old = await session.all(
          `select account_id, id from ${table} where created_at < $1 and state <> 'queued' order by created_at limit $2`,
          [before, limit],
        )
        for (const { account_id: accountId, id } of old) {
          await removeRows(session, accountId as number, id as number)
        }
        const counts = await forgetIncoming(session, before, limit)
        const came = counts.values().reduce((sum, count) => sum + count, 0)
        for (const [accountId, rows] of Map.groupBy(old, (row) => row.account_id as number)) {
          await tally(session, accountId, 'message', -rows.length)
          counts.set(accountId, rows.length + (counts.get(accountId) ?? 0))
        }
        for (const [accountId, count] of counts) {
          // Who remembers places of the lists is told by a change.
          const author = { accountId, credentialId: null, name: 'old messages', origin: 'worker' }
          const told = { noun: 'messages', verb: 'remove', subject: `${count} of before`, after: null } as const
          await insertChange(session, now, author, { ...told, before: { count, before } })
        }
        await session.run('delete from paper_messages where written_at < $1 and receipt is null', [before])
        return Math.max(old.length, came)
      }),
  }
}
