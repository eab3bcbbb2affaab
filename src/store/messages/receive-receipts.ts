import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Receipt } from '../../core/message/carrier.ts'
import { type PartState, received } from '../../core/message/settle-message.ts'
import type { Session } from '../engine/engine.ts'
import { eachSome } from '../engine/many-rows.ts'
import type { Row } from '../engine/value.ts'
import { changeMessages, lockMessages } from './change-messages.ts'
import { nameOf } from './message-rows.ts'

interface Part extends PartState {
  readonly accountId: number
  readonly id: number
  readonly place: number
}

/** Writes down what became of parts: the first receipt of each counts. Returns for each receipt whether its part is known. */
export async function receive(
  session: Session,
  effects: EffectWriter,
  carrier: string,
  receipts: readonly Receipt[],
): Promise<readonly boolean[]> {
  const parts = await partsOf(session, carrier, receipts)
  const rows = await lockMessages(session, [...parts.values()])
  const at = new Map<string, number>()
  const known: boolean[] = []
  for (const receipt of receipts) {
    const part = parts.get(receipt.carrierId)
    const isThere = part !== undefined && rows.has(nameOf(part))
    known.push(isThere)
    if (!isThere) continue
    at.set(nameOf(part), receipt.at)
    if (part.state !== 'sent') continue
    const { accountId, id, place } = part
    parts.set(receipt.carrierId, { ...part, state: receipt.state, problem: receipt.problem })
    await session.put(
      `update message_parts set state = $4, problem = $5
       where account_id = $1 and message_id = $2 and part = $3 and state = 'sent'`,
      [accountId, id, place, receipt.state, receipt.problem],
    )
  }
  const told = [...rows].flatMap(([name, row]) => (at.has(name) ? [{ name, row, at: at.get(name) ?? 0 }] : []))
  const states = await statesOf(session, told)
  await changeMessages(
    session,
    effects,
    told.map(({ row }) => row),
    (message, index) => received(message, states.get(nameOf(message)) ?? [], told[index]?.at ?? 0),
    receipts.at(-1)?.at ?? 0,
  )
  return known
}

/** What is known of all parts of messages, by their names. */
async function statesOf(
  session: Session,
  told: readonly { readonly row: Row }[],
): Promise<Map<string, readonly PartState[]>> {
  const states = new Map<string, readonly PartState[]>()
  for (const [accountId, of] of Map.groupBy(told, ({ row }) => row.account_id as number)) {
    const ids = of.map(({ row }) => row.id as number)
    await eachSome(ids, [accountId], async (list, parameters) => {
      const all = await session.all(
        `select message_id, state, problem from message_parts where account_id = $1 and message_id in (${list})
         order by message_id, part`,
        parameters,
      )
      for (const [id, ofOne] of Map.groupBy(all, (row) => row.message_id as number)) {
        states.set(nameOf({ accountId, id }), ofOne as unknown as PartState[])
      }
    })
  }
  return states
}

/** The part of each id that a carrier gave; of several with one id the first. */
async function partsOf(session: Session, carrier: string, receipts: readonly Receipt[]): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>()
  const ids = [...new Set(receipts.map(({ carrierId }) => carrierId))]
  await eachSome(ids, [carrier], async (list, parameters) => {
    const found = await session.all(
      `select * from message_parts where carrier = $1 and carrier_id in (${list}) order by account_id, message_id, part`,
      parameters,
    )
    for (const row of found) {
      const carrierId = row.carrier_id as string
      if (parts.has(carrierId)) continue
      parts.set(carrierId, {
        ...{ accountId: row.account_id as number, id: row.message_id as number, place: row.part as number },
        ...{ state: row.state as Part['state'], problem: row.problem as string | null },
      })
    }
  })
  return parts
}
