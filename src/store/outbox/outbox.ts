import type { Effect } from '../../core/effect/effect.ts'
import type { EffectWriter, Outbox, Settlement } from '../../core/effect/effect-port.ts'
import type { Clock } from '../../core/environment.ts'
import type { Engine, Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { settleDelivery } from './deliveries.ts'
import { registrationLane } from './effects.ts'
import { behind, lineUp, lineUpAll, lockLanes } from './lanes.ts'
import { keepMissedCall, readMissedCall } from './missed-calls.ts'

export interface OutboxParts {
  readonly clock: Clock
  /** Makes the writer of effects of a session. */
  readonly effectsOf: (session: Session) => EffectWriter
  readonly onWritten: (listener: () => void) => void
  /** Runs `work` in a transaction, and calls the listeners when it wrote effects. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
}

/**
 * The condition of an effect that is due and held by nobody. Only the first of a lane is ever due (`lanes.ts`), so that
 * the search does not pass by those behind it.
 */
const isNext = 'kind = $1 and due_at <= $2 and leased_until <= $2'

export function outboxOn(engine: Engine, { clock, effectsOf, onWritten, transaction }: OutboxParts): Outbox {
  const { reader } = engine
  return {
    tell: (accountId, event) => transaction((session) => effectsOf(session).tell(accountId, event)),

    keepMissed: (accountId, calls) =>
      transaction(async (session) => {
        for (const call of calls) {
          if (await keepMissedCall(session, accountId, call)) await effectsOf(session).mail(accountId, call.id)
        }
      }),

    missedCall: (accountId, id) => readMissedCall(reader.one, accountId, id),

    async claim(kind, limit, leaseMs) {
      const now = clock.now()
      // A look costs nothing, but a transaction that finds nothing would hold up those that write.
      if (!(await reader.one(`select 1 from effects where ${isNext} limit 1`, [kind, now]))) return []
      const rows = await engine.transaction((session) =>
        session.all(
          // PostgreSQL judges the last conditions anew for a row that another transaction has just claimed.
          `update effects set leased_until = $3
           where (account_id, id) in (
             select account_id, id from effects where ${isNext} order by due_at, id limit $4)
             and due_at <= $2 and leased_until <= $2
           returning *`,
          [kind, now, now + leaseMs, limit],
        ),
      )
      return rows.map(toEffect)
    },

    settle: (effect, settlement) =>
      engine.transaction(async (session) => {
        await lockLanes(session, effect.accountId)
        if (effect.kind === 'deliver') await settleDelivery(session, effect, settlement)
        await settleEffect(session, effect, settlement, clock.now())
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

    async forget({ deliveries, missedCalls, effects }) {
      await engine.transaction(async (session) => {
        const over = "select account_id, id from deliveries where created_at < $1 and state <> 'waiting'"
        await session.run(`delete from delivery_attempts where (account_id, delivery_id) in (${over})`, [deliveries])
        await session.run(`delete from deliveries where (account_id, id) in (${over})`, [deliveries])
        await session.run('delete from missed_calls where at < $1', [missedCalls])
      })
      const old = "kind in ('drop-registration', 'end-calls', 'mail') and created_at < $1"
      const accounts = await reader.all(`select distinct account_id from effects where ${old}`, [effects])
      for (const accountId of accounts.map((row) => row.account_id as number)) {
        await engine.transaction(async (session) => {
          await lockLanes(session, accountId)
          await session.run(`delete from effects where ${old} and account_id = $2`, [effects, accountId])
          for (const kind of ['drop-registration', 'end-calls', 'mail'] as const) {
            await lineUpAll(session, accountId, kind, clock.now())
          }
        })
      }
    },
  }
}

async function settleEffect(
  session: Session,
  { accountId, id, revision }: Effect,
  { retryAt }: Settlement,
  now: number,
): Promise<void> {
  const unchanged = 'account_id = $1 and id = $2 and revision = $3'
  const [statement, more] =
    retryAt === null
      ? [`delete from effects where ${unchanged}`, []]
      : [`update effects set due_at = $4, leased_until = 0, attempts = attempts + 1 where ${unchanged}`, [behind]]
  const settled = await session.one(`${statement} returning lane`, [accountId, id, revision, ...more])
  if (settled) await lineUp(session, accountId, settled.lane as string, retryAt ?? now)
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
