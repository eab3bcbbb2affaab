import type { Effect } from '../core/effect/effect.ts'
import type { EffectWriter, Outbox, Settlement } from '../core/effect/effect-port.ts'
import type { Clock } from '../core/ports.ts'
import { settleDelivery } from './deliveries.ts'
import { registrationLane } from './effects.ts'
import type { Engine, Row, Session } from './engine.ts'

export interface OutboxParts {
  readonly clock: Clock
  /** The writer of effects of a session. */
  readonly effectsOf: (session: Session) => EffectWriter
  readonly onWritten: (listener: () => void) => void
  /** Runs `work` in a transaction, and tells the listeners of the effects that it wrote. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
}

/** Due, held by nobody, and the first of its lane. */
const isNext = `effects.kind = $1 and effects.due_at <= $2 and effects.leased_until <= $2 and not exists (
  select 1 from effects as earlier
  where earlier.account_id = effects.account_id and earlier.lane = effects.lane and earlier.id < effects.id)`

export function outboxOn(engine: Engine, { clock, effectsOf, onWritten, transaction }: OutboxParts): Outbox {
  const { reader } = engine
  return {
    tell: (accountId, event) => transaction((session) => effectsOf(session).tell(accountId, event)),

    async claim(kind, limit, leaseMs) {
      const now = clock.now()
      // Looking costs nothing; a transaction that finds nothing would hold up those that write.
      if (!(await reader.one(`select 1 from effects where ${isNext} limit 1`, [kind, now]))) return []
      const rows = await engine.transaction((session) =>
        session.all(
          // The last condition is for PostgreSQL, which looks at it again when somebody else was faster.
          `update effects set leased_until = $3
           where (account_id, id) in (
             select account_id, id from effects where ${isNext} order by effects.due_at, effects.id limit $4)
             and leased_until <= $2
           returning *`,
          [kind, now, now + leaseMs, limit],
        ),
      )
      return rows.map(toEffect)
    },

    settle: (effect, settlement) =>
      engine.transaction(async (session) => {
        if (effect.kind === 'deliver') await settleDelivery(session, effect, settlement)
        await settleEffect(session, effect, settlement)
      }),

    async hasStaleRegistration({ accountId, id, number }) {
      const row = await reader.one(
        `select 1 from effects
         where account_id = $1 and kind = 'drop-registration' and (subject = $2 or lane = $3) limit 1`,
        [accountId, number, registrationLane(id)],
      )
      return row !== undefined
    },

    async staleNumbers(accountId) {
      const rows = await reader.all(
        "select subject from effects where account_id = $1 and kind = 'drop-registration' order by subject",
        [accountId],
      )
      return rows.map(({ subject }) => subject as string)
    },

    async waiting(kind) {
      const row = await reader.one('select count(*) as count, min(created_at) as oldest from effects where kind = $1', [
        kind,
      ])
      return { count: row?.count as number, oldestAt: row?.oldest as number | null }
    },

    onWritten,

    forget: ({ deliveries, effects }) =>
      engine.transaction(async (session) => {
        const over = "select account_id, id from deliveries where created_at < $1 and state <> 'waiting'"
        await session.run(`delete from delivery_attempts where (account_id, delivery_id) in (${over})`, [deliveries])
        await session.run(`delete from deliveries where (account_id, id) in (${over})`, [deliveries])
        await session.run("delete from effects where kind = 'drop-registration' and created_at < $1", [effects])
      }),
  }
}

async function settleEffect(
  session: Session,
  { accountId, id, revision }: Effect,
  { retryAt }: Settlement,
): Promise<void> {
  if (retryAt === null) {
    await session.run('delete from effects where account_id = $1 and id = $2 and revision = $3', [
      accountId,
      id,
      revision,
    ])
  } else {
    await session.run(
      `update effects set due_at = $4, leased_until = 0, attempts = attempts + 1
       where account_id = $1 and id = $2 and revision = $3`,
      [accountId, id, revision, retryAt],
    )
  }
}

function toEffect(row: Row): Effect {
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    kind: row.kind as Effect['kind'],
    subject: row.subject as string,
    revision: row.revision as number,
    attempts: row.attempts as number,
    createdAt: row.created_at as number,
  }
}
