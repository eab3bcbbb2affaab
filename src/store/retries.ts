import { deserialize, serialize } from 'node:v8'
import type { KnownRetry, Outcome, Retries, RetryId, RetryWriter, SentAnswer } from '../core/retry/retry-port.ts'
import { notKept } from '../core/retry/with-one-effect.ts'
import type { Session } from './engine/engine.ts'
import { sortKey } from './engine/null-order.ts'
import type { Row } from './engine/value.ts'

const byKey = 'account_id = $1 and scope = $2 and retry_key = $3'

export function retriesOn(
  reader: Session,
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>,
): Retries {
  return {
    async find(id, since) {
      const row = await reader.one(`select * from retries where ${byKey} and created_at >= $4`, [...keyOf(id), since])
      return row && toRetry(row)
    },
    settle: (id, answer) =>
      transaction(async (session) => {
        const row = await session.lockOne(`select answer from retries where ${byKey}`, keyOf(id))
        if (row?.answer) return deserialize(row.answer as Uint8Array) as SentAnswer
        await session.run(`update retries set answer = $4 where ${byKey}`, [...keyOf(id), serialize(answer)])
        return answer
      }),
    forget: (before, limit) =>
      transaction(async (session) => {
        const rows = await session.all(
          `select account_id, scope, retry_key from retries where created_at < $1
           order by ${sortKey('retries', 'created_at', 'asc')} limit $2`,
          [before, limit],
        )
        for (const { account_id, scope, retry_key } of rows) {
          await session.put(`delete from retries where ${byKey}`, [account_id, scope, retry_key] as (string | number)[])
        }
        return rows.length
      }),
  }
}

export function retryWriter(session: Session): RetryWriter {
  return {
    async keep(id, { fingerprint, index, outcome, at, since }) {
      if (index > 0) {
        const row = await session.lockOne(`select outcomes from retries where ${byKey}`, keyOf(id))
        if (!row) return false
        const outcomes = deserialize(row.outcomes as Uint8Array) as Outcome[]
        const all = serialized([...outcomes.slice(0, index), outcome])
        await session.run(`update retries set outcomes = $4 where ${byKey}`, [...keyOf(id), all])
        return true
      }
      const written = await session.run(
        `insert into retries (account_id, scope, retry_key, fingerprint, outcomes, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (account_id, scope, retry_key) do update set fingerprint = excluded.fingerprint,
           outcomes = excluded.outcomes, answer = null, created_at = excluded.created_at
         where retries.created_at < $7`,
        [...keyOf(id), fingerprint, serialized([outcome]), at, since],
      )
      return written === 1
    },
  }
}

function keyOf({ accountId, scope, key }: RetryId): [number, string, string] {
  return [accountId, scope, key]
}

/** Outcomes as bytes. One with functions cannot be kept. */
function serialized(outcomes: readonly Outcome[]): Uint8Array {
  try {
    return serialize(outcomes)
  } catch {
    return serialize(outcomes.map(() => ({ value: notKept })))
  }
}

function toRetry(row: Row): KnownRetry {
  return {
    fingerprint: row.fingerprint as string,
    outcomes: deserialize(row.outcomes as Uint8Array) as Outcome[],
    answer: row.answer === null ? null : (deserialize(row.answer as Uint8Array) as SentAnswer),
  }
}
