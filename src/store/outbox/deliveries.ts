import type { Effect } from '../../core/effect/effect.ts'
import type { Settlement } from '../../core/effect/effect-port.ts'
import type { Attempt, Delivery } from '../../core/webhook/delivery.ts'
import type { DeliveryReader } from '../../core/webhook/webhook-port.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

export function deliveryReader(session: Session): DeliveryReader {
  return {
    async get(accountId, id) {
      const row = await session.one('select * from deliveries where account_id = $1 and id = $2', [accountId, id])
      return row && toDelivery(row)
    },
    async newest(accountId, limit) {
      const deliveries = await session.all('select * from deliveries where account_id = $1 order by id desc limit $2', [
        accountId,
        limit,
      ])
      const attempts = await session.all(
        'select * from delivery_attempts where account_id = $1 and delivery_id >= $2 order by delivery_id, number',
        [accountId, deliveries.at(-1)?.id ?? 0],
      )
      const byDelivery = Map.groupBy(attempts, (row) => row.delivery_id)
      return deliveries.map((row) => ({
        ...toDelivery(row),
        attempts: (byDelivery.get(row.id ?? null) ?? []).map(toAttempt),
      }))
    },
  }
}

/** Logs the attempt of a delivery, and the state of a delivery that is over. */
export async function settleDelivery(
  session: Session,
  effect: Effect,
  { retryAt, attempt }: Settlement,
): Promise<void> {
  const key = [effect.accountId, Number(effect.subject)] as const
  if (attempt) {
    const { last } = (await session.one(
      'select coalesce(max(number), 0) as last from delivery_attempts where account_id = $1 and delivery_id = $2',
      key,
    )) as { last: number }
    await insertRow(session, 'delivery_attempts', {
      account_id: key[0],
      delivery_id: key[1],
      number: last + 1,
      at: attempt.at,
      status: attempt.status,
      ms: attempt.ms,
      problem: attempt.problem,
    })
  }
  if (retryAt !== null) return
  const state = attempt && attempt.problem === null ? 'delivered' : 'failed'
  await session.run('update deliveries set state = $3 where account_id = $1 and id = $2', [...key, state])
}

function toDelivery(row: Row): Delivery {
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    webhookId: row.webhook_id as number,
    event: JSON.parse(row.event as string),
    state: row.state as Delivery['state'],
    createdAt: row.created_at as number,
  }
}

function toAttempt(row: Row): Attempt {
  return {
    at: row.at as number,
    ms: row.ms as number,
    status: row.status as number | null,
    problem: row.problem as string | null,
  }
}
