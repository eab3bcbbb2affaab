import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { MessageEnded } from '../../core/event/event.ts'
import { isFinal, type Message } from '../../core/message/message.ts'
import { countStates, type StateChange } from '../bulks/count-states.ts'
import type { Session } from '../engine/engine.ts'
import { lockManyRows, updateRow } from '../engine/many-rows.ts'
import type { Row } from '../engine/value.ts'
import { type MessageKey, nameOf, table, toMessage, toRow } from './message-rows.ts'
import { charge } from './messages.ts'

/** Locks messages of any accounts, in the order of their accounts and ids, and returns those that are there. */
export async function lockMessages(session: Session, keys: readonly MessageKey[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>()
  const inOrder = keys.toSorted((one, other) => one.accountId - other.accountId)
  for (const [accountId, of] of Map.groupBy(inOrder, (key) => key.accountId)) {
    const ids = [...new Set(of.map(({ id }) => id))]
    for (const row of await lockManyRows(session, table, accountId, ids)) {
      rows.set(nameOf({ accountId, id: row.id as number }), row)
    }
  }
  return rows
}

/** Changes messages that are locked, and tells webhooks of those that have ended. What is not sent is not paid for. */
export async function changeMessages(
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
