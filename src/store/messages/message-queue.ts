import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { MessageEnded } from '../../core/event/event.ts'
import type { Receipt } from '../../core/message/carrier.ts'
import { isFinal, type Message } from '../../core/message/message.ts'
import type { MessageQueue, Tried } from '../../core/message/message-port.ts'
import { applies, type Outcome, type PartState, received, settled } from '../../core/message/settle-message.ts'
import { countStates, type StateChange } from '../bulks/count-states.ts'
import { insertChange } from '../changes.ts'
import type { Session } from '../engine/engine.ts'
import { putManyRows, updateRow } from '../engine/many-rows.ts'
import { tally } from '../engine/sequences.ts'
import type { Row, Value } from '../engine/value.ts'
import { forgetIncoming } from '../incoming-messages/forget-incoming.ts'
import { table, toMessage, toRow } from './message-rows.ts'
import { charge, removeRows } from './messages.ts'
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
        return change(session, effectsOf(session), rows, (message) => ({ ...message, claimedBy: run }), now)
      }),
    settle: (run, tried, now) => transaction((session) => settle(session, effectsOf(session), run, tried, now)),
    recover: (run, sendsAgain, now, limit) =>
      transaction(async (session) => {
        const rows = await session.lockAll(
          `select * from ${table} where claimed_by is not null and claimed_by <> $1 order by account_id, id limit $2`,
          [run, limit],
        )
        const outcome = { kind: 'uncertain', sendsAgain } as const
        return (await change(session, effectsOf(session), rows, (message) => settled(message, outcome, now), now))
          .length
      }),
    receive: (carrier, receipts) =>
      transaction(async (session) => {
        const known: boolean[] = []
        for (const receipt of receipts) known.push(await receive(session, effectsOf(session), carrier, receipt))
        return known
      }),
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

async function settle(
  session: Session,
  effects: EffectWriter,
  run: string,
  tried: readonly Tried[],
  now: number,
): Promise<void> {
  const inOrder = tried.toSorted(
    ({ message: one }, { message: other }) => one.accountId - other.accountId || one.id - other.id,
  )
  const rows: Row[] = []
  const outcomes: Outcome[] = []
  for (const { message, outcome } of inOrder) {
    const row = await locked(session, message.accountId, message.id)
    if (!row || !applies(toMessage(row), outcome, run)) continue
    rows.push(row)
    outcomes.push(outcome)
    if (outcome.kind !== 'sent') continue
    const { carrier, carrierIds } = outcome
    const parts = carrierIds.map((carrierId, at) => ({
      ...{ account_id: message.accountId, message_id: message.id, part: at + 1 },
      ...{ carrier, carrier_id: carrierId, state: 'sent', problem: null },
    }))
    await putManyRows(session, 'message_parts', parts)
  }
  await change(session, effects, rows, (before, at) => settled(before, outcomes[at] as Outcome, now), now)
}

async function receive(session: Session, effects: EffectWriter, carrier: string, receipt: Receipt): Promise<boolean> {
  const part = await session.one(
    `select account_id, message_id, part from message_parts where carrier = $1 and carrier_id = $2
     order by account_id, message_id, part limit 1`,
    [carrier, receipt.carrierId],
  )
  if (!part) return false
  const { account_id: accountId, message_id: id, part: place } = part as Record<string, number>
  const row = await locked(session, accountId as number, id as number)
  if (!row) return false
  const key = [accountId as Value, id as Value]
  await session.run(
    `update message_parts set state = $4, problem = $5
     where account_id = $1 and message_id = $2 and part = $3 and state = 'sent'`,
    [...key, place as Value, receipt.state, receipt.problem],
  )
  const parts = await session.all(
    'select state, problem from message_parts where account_id = $1 and message_id = $2 order by part',
    key,
  )
  const turn = (message: Message): Message => received(message, parts as unknown as PartState[], receipt.at)
  await change(session, effects, [row], turn, receipt.at)
  return true
}

function locked(session: Session, accountId: number, id: number): Promise<Row | undefined> {
  return session.lockOne(`select * from ${table} where account_id = $1 and id = $2`, [accountId, id])
}

/** Changes messages that are locked, and tells webhooks of those that have ended. What is not sent is not paid for. */
async function change(
  session: Session,
  effects: EffectWriter,
  rows: readonly Row[],
  turn: (message: Message, at: number) => Message,
  now: number,
): Promise<Message[]> {
  const changed: Message[] = []
  const owed = new Map<number, number>()
  const states: StateChange[] = []
  const ended: Message[] = []
  for (const [at, row] of rows.entries()) {
    const before = toMessage(row)
    const after = turn(before, at)
    states.push({ ...before, before: before.state, after: after.state })
    await updateRow(session, table, toRow(before), toRow(after))
    const back = before.price - after.price
    if (back > 0) owed.set(before.accountId, (owed.get(before.accountId) ?? 0) + back)
    changed.push(after)
    if (isFinal(after.state) && after.state !== before.state) ended.push(after)
  }
  for (const [accountId, sum] of owed) await charge(session, accountId, -sum, now)
  await countStates(session, states)
  for (const [accountId, messages] of Map.groupBy(ended, (message) => message.accountId)) {
    await effects.tellMany(accountId, messages.map(endOf))
  }
  return changed
}

function endOf({ hexId, state, reason, sentAt, credentialId, callbackData }: Message): MessageEnded {
  return {
    kind: 'message-ended',
    extension: '',
    message: { hexId, state, reason, sentAt, credentialId, callbackData },
  }
}
