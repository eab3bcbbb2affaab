import type { EffectKind } from '../../core/effect/effect.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Clock } from '../../core/environment.ts'
import type { BookEvent } from '../../core/event/event.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { eachSome, putManyRows } from '../engine/many-rows.ts'
import { allocate } from '../engine/sequences.ts'
import type { Value } from '../engine/value.ts'
import { behind, lineUp, lineUpAll, lockLanes } from './lanes.ts'
import { readWebhooks } from './webhooks.ts'

/**
 * An effect that is asked for again, as the second drop of the number 530. It keeps its id, and so its place in its
 * lane, but is due as soon as it is its turn. Its new revision keeps a worker that is carrying it out just now from
 * ending it.
 */
const orAgain = `on conflict (account_id, kind, subject) do update set
  revision = effects.revision + 1, lane = excluded.lane, attempts = 0, created_at = excluded.created_at,
  due_at = excluded.due_at, leased_until = 0`

/** Writes effects by a session, and calls `onWrite` after each. */
export function effectWriter(session: Session, clock: Clock, onWrite: () => void): EffectWriter {
  const add = async (accountId: number, kind: EffectKind, subject: string, lane: string): Promise<void> => {
    const now = clock.now()
    const effect = { account_id: accountId, id: await allocate(session, accountId, 'effect', 1), kind, subject, lane }
    const counts = { revision: 0, attempts: 0, created_at: now, due_at: behind, leased_until: 0 }
    await insertRow(session, 'effects', { ...effect, ...counts }, orAgain)
    await lineUp(session, accountId, lane, now)
    onWrite()
  }
  /** Adds the effects of many numbers at once, behind all others. `numbers` is a query for each number with its lane. */
  const putMany = async (
    kind: EffectKind,
    accountId: number,
    numbers: string,
    params: readonly Value[],
  ): Promise<void> => {
    const { count } = (await session.one(`select count(*) as count from (${numbers}) n`, params)) as { count: number }
    if (count === 0) return
    const first = await allocate(session, accountId, 'effect', count)
    const [account, start, now, due] = [1, 2, 3, 4].map((place) => `$${params.length + place}`)
    await session.run(
      `insert into effects (account_id, id, kind, subject, lane, revision, attempts, created_at, due_at, leased_until)
       select ${account}, ${start} - 1 + row_number() over (order by number), '${kind}', number, lane,
         0, 0, ${now}, ${due}, 0
       from (${numbers}) n where true ${orAgain}`,
      [...params, accountId, first, clock.now(), behind],
    )
    onWrite()
  }
  /** The same, and gives the first of each lane its turn. */
  const addDrops = async (accountId: number, numbers: string, params: readonly Value[]): Promise<void> => {
    await putMany('drop-registration', accountId, numbers, params)
    await lineUpAll(session, accountId, 'drop-registration', clock.now())
  }
  const addOfExtensions = async (kind: EffectKind, accountId: number, ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return
    await eachSome(ids, [accountId], (list, parameters) =>
      putMany(
        kind,
        accountId,
        `select number, 'extension ' || id as lane from extensions where account_id = $1 and id in (${list})`,
        parameters,
      ),
    )
    await lineUpAll(session, accountId, kind, clock.now())
  }
  return {
    async dropRegistration({ accountId, id, number }) {
      await lockLanes(session, accountId)
      const waiting = await session.one(
        "select lane from effects where account_id = $1 and kind = 'drop-registration' and subject = $2",
        [accountId, number],
      )
      await add(accountId, 'drop-registration', number, registrationLane(id))
      // The number may have been another extension's. Its effect has left the lane of that one, which goes on without
      // it.
      if (waiting) await lineUp(session, accountId, waiting.lane as string, clock.now())
    },

    dropRegistrationsOfMany: (accountId, ids) => addOfExtensions('drop-registration', accountId, ids),

    endCalls: ({ accountId, id, number }) => add(accountId, 'end-calls', number, registrationLane(id)),

    endCallsOfMany: (accountId, ids) => addOfExtensions('end-calls', accountId, ids),

    mail: (accountId, callId) => add(accountId, 'mail', callId, `mail ${callId}`),

    dropRegistrations: (accountId) =>
      addDrops(accountId, "select number, 'extension ' || id as lane from extensions where account_id = $1", [
        accountId,
      ]),

    dropRegistrationsOf: (left, account) =>
      // The lanes are named by number, `left 530`: in the new account, an id of the left one is another extension's.
      addDrops(
        account,
        `select number, 'left ' || number as lane from extensions where account_id = $1
         union select subject, 'left ' || subject from effects where account_id = $1 and kind = 'drop-registration'`,
        [left],
      ),

    async tell(accountId, event) {
      const webhooks = await readWebhooks(session, accountId)
      for (const webhook of webhooks.filter(({ events }) => events.includes(event.kind))) {
        const id = await allocate(session, accountId, 'delivery', 1)
        const delivery = { accountId, id, webhookId: webhook.id, event }
        await insertRow(session, 'deliveries', deliveryRow(delivery, clock.now()))
        await add(accountId, 'deliver', String(id), webhookLane(webhook.id, event))
      }
    },

    async tellMany(accountId, events) {
      const now = clock.now()
      for (const webhook of await readWebhooks(session, accountId)) {
        const wanted = events.filter(({ kind }) => webhook.events.includes(kind))
        if (wanted.length === 0) continue
        const first = await allocate(session, accountId, 'delivery', wanted.length)
        const firstEffect = await allocate(session, accountId, 'effect', wanted.length)
        const deliveries = wanted.map((event, at) => ({ accountId, id: first + at, webhookId: webhook.id, event }))
        const rows = deliveries.map((delivery) => deliveryRow(delivery, now))
        await putManyRows(session, 'deliveries', rows)
        const effects = deliveries.map(({ id, event }, at) => ({
          ...{ account_id: accountId, id: firstEffect + at, kind: 'deliver', subject: String(id) },
          ...{ lane: webhookLane(webhook.id, event), revision: 0, attempts: 0, created_at: now },
          ...{ due_at: behind, leased_until: 0 },
        }))
        await putManyRows(session, 'effects', effects)
        await lineUpAll(session, accountId, 'deliver', now)
        onWrite()
      }
    },

    async redeliver({ accountId, id, webhookId, event }) {
      await lockLanes(session, accountId)
      await session.run("update deliveries set state = 'waiting' where account_id = $1 and id = $2", [accountId, id])
      await add(accountId, 'deliver', String(id), webhookLane(webhookId, event))
    },
  }
}

interface NewDelivery {
  readonly accountId: number
  readonly id: number
  readonly webhookId: number
  readonly event: BookEvent
}

function deliveryRow({ accountId, id, webhookId, event }: NewDelivery, now: number): Record<string, Value> {
  return {
    account_id: accountId,
    id,
    webhook_id: webhookId,
    extension: event.extension,
    event: JSON.stringify(event),
    state: 'waiting',
    created_at: now,
  }
}

/** The lane of an extension's registrations: `extension 7`. */
export function registrationLane(extensionId: number): string {
  return `extension ${extensionId}`
}

/** The lane in which a webhook is told of an extension, `webhook 2 530`, or of a message, which needs no order. */
function webhookLane(webhookId: number, event: BookEvent): string {
  return `webhook ${webhookId} ${'message' in event ? event.message.hexId : event.extension}`
}
