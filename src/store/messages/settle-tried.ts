import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Message } from '../../core/message/message.ts'
import type { TakenParts, Tried } from '../../core/message/message-port.ts'
import { applies, type PartState, received, settled } from '../../core/message/settle-message.ts'
import type { Session } from '../engine/engine.ts'
import { putManyRows } from '../engine/many-rows.ts'
import type { Row } from '../engine/value.ts'
import { changeMessages, lockMessages } from './change-messages.ts'
import { nameOf, toMessage } from './message-rows.ts'

/** Writes down what came of tries. One that does not apply any more is left out. */
export async function settle(
  session: Session,
  effects: EffectWriter,
  run: string,
  tried: readonly Tried[],
  now: number,
): Promise<void> {
  const found = await lockMessages(
    session,
    tried.map(({ message }) => message),
  )
  const rows: Row[] = []
  const seen = new Set<Row>()
  const turns: ((before: Message) => Message)[] = []
  for (const { message, outcome, taken } of tried) {
    const row = found.get(nameOf(message))
    // A message is in the hands of a run once: what comes of it twice counts the first time.
    if (!row || !applies(toMessage(row), outcome, run) || seen.has(row)) continue
    rows.push(row)
    seen.add(row)
    const parts = outcome.kind === 'sent' ? outcome : taken
    const told = parts ? await addParts(session, message, parts) : []
    turns.push((before) => {
      const after = settled(before, outcome, now)
      // Of the parts of earlier tries receipts may have come.
      return told.length > 0 ? received(after, told, now) : after
    })
  }
  await changeMessages(session, effects, rows, (before, at) => turns[at]?.(before) ?? before, now)
}

/** Writes down parts that a carrier has taken. Returns what is known of all parts, where there were some before. */
async function addParts(session: Session, message: Message, { carrier, carrierIds }: TakenParts): Promise<PartState[]> {
  const before = message.parts > 1 ? await partsOfMessage(session, message.accountId, message.id) : []
  const parts = carrierIds.map((carrierId, at) => ({
    ...{ account_id: message.accountId, message_id: message.id, part: before.length + at + 1 },
    ...({ carrier, carrier_id: carrierId, state: 'sent', problem: null } as const),
  }))
  await putManyRows(session, 'message_parts', parts)
  return before.length === 0 ? [] : [...before, ...parts]
}

async function partsOfMessage(session: Session, accountId: number, id: number): Promise<PartState[]> {
  const parts = await session.all(
    'select state, problem from message_parts where account_id = $1 and message_id = $2 order by part',
    [accountId, id],
  )
  return parts as unknown as PartState[]
}
