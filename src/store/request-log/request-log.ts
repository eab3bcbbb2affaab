import type { ChangeNoun, ChangeVerb } from '../../core/change/change.ts'
import type { KeptBody, LoggedRequest, Replay } from '../../core/request-log/logged-request.ts'
import type {
  FoundRequest,
  RequestBatch,
  RequestLog,
  RequestLogWriter,
} from '../../core/request-log/request-log-port.ts'
import { subjectMark } from '../../core/request-log/subject-mark.ts'
import type { Session } from '../engine/engine.ts'
import { sortKey } from '../engine/null-order.ts'
import type { Row } from '../engine/value.ts'

export function requestLogOn(
  reader: Session,
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>,
): RequestLog {
  return {
    keep: (batches, limit) =>
      transaction(async (session) => {
        for (const batch of batches) await keepBatch(session, batch)
        for (const { accountId, trims } of batches) if (trims) await trim(session, accountId, limit)
      }),
    async newest(accountId, limit) {
      const found: FoundRequest[] = []
      // Some servers write rows of their own, whose times overlap.
      const rows = await reader.all(
        `select requests, upto_change from log_requests where account_id = $1 order by at desc, id desc limit $2`,
        [accountId, limit],
      )
      for (const row of rows) {
        found.push(...toRequests(row))
        if (found.length >= limit + largestBatch) break
      }
      return found.sort((one, other) => other.at - one.at).slice(0, limit)
    },
    async body(accountId, id) {
      const row = await reader.one('select body from log_bodies where account_id = $1 and id = $2', [accountId, id])
      return row && (JSON.parse(row.body as string) as KeptBody)
    },
    async bodiesUntil(accountId) {
      const row = await reader.one('select until from log_switches where account_id = $1', [accountId])
      return row ? (row.until as number) : null
    },
    async changesUpTo(accountId, number, limit) {
      const rows = await reader.all(
        `select number, at, credential_id, noun, verb, subject from changes
         where account_id = $1 and number <= $2 order by number desc limit $3`,
        [accountId, number, limit],
      )
      return rows.map((row) => ({
        number: row.number as number,
        at: row.at as number,
        credentialId: row.credential_id as number | null,
        noun: row.noun as ChangeNoun,
        verb: row.verb as ChangeVerb,
        subject: row.subject as string,
      }))
    },
    forget: (before, switchedOffBefore) =>
      transaction(async (session) => {
        await session.run('delete from log_requests where at < $1', [before])
        await session.run('delete from log_switches where until < $1', [switchedOffBefore])
        await session.run('delete from log_bodies where account_id not in (select account_id from log_switches)', [])
      }),
  }
}

export function requestLogWriter(session: Session): RequestLogWriter {
  return {
    async setBodiesUntil(accountId, until) {
      const row = await session.lockOne('select until from log_switches where account_id = $1', [accountId])
      if (until === null) {
        await session.run('delete from log_switches where account_id = $1', [accountId])
        await session.run('delete from log_bodies where account_id = $1', [accountId])
      } else {
        await session.run(
          `insert into log_switches (account_id, until) values ($1, $2)
           on conflict (account_id) do update set until = excluded.until`,
          [accountId, until],
        )
      }
      return row ? (row.until as number) : null
    },
  }
}

/** Requests of a row at the most, so that reading few of them reads not much more. */
const largestBatch = 250

async function keepBatch(session: Session, { accountId, requests, bodies }: RequestBatch): Promise<void> {
  for (let from = 0; from < requests.length; from += largestBatch) {
    const some = requests.slice(from, from + largestBatch)
    const last = some.at(-1)
    if (!last) continue
    await session.run(
      `insert into log_requests (account_id, at, id, size, upto_change, requests)
       values ($1, $2, $3, $4, (select coalesce(max(number), 0) from changes), $5)`,
      [accountId, last.at, last.id, some.length, JSON.stringify(some.map(toFields))],
    )
  }
  if (bodies.size === 0) return
  // The switch may have been turned off since.
  if (!(await session.one('select 1 as one from log_switches where account_id = $1', [accountId]))) return
  for (const { id, at } of requests) {
    const body = bodies.get(id)
    if (!body) continue
    await session.run(
      'insert into log_bodies (account_id, id, at, body) values ($1, $2, $3, $4) on conflict do nothing',
      [accountId, id, at, JSON.stringify(body)],
    )
  }
}

/** Removes the rows of which all requests are older than the newest ones, and as many bodies. */
async function trim(session: Session, accountId: number, limit: number): Promise<void> {
  const rows = await session.all(
    'select at, size from log_requests where account_id = $1 order by at desc, id desc limit $2',
    [accountId, limit + 1],
  )
  let kept = 0
  for (const { at, size } of rows) {
    if (kept >= limit) {
      await session.run('delete from log_requests where account_id = $1 and at <= $2', [accountId, at as number])
      break
    }
    kept += size as number
  }
  const last = await session.one(
    `select at from log_bodies where account_id = $1 order by ${sortKey('log_bodies', 'at', 'desc')} limit 1 offset $2`,
    [accountId, limit],
  )
  if (last)
    await session.run('delete from log_bodies where account_id = $1 and at <= $2', [accountId, last.at as number])
}

/** A request as a row has it: without the names of its members. */
type Fields = readonly [
  id: string,
  at: number,
  ms: number,
  dialect: string,
  credentialId: number | null,
  method: string,
  path: string,
  operation: string | null,
  status: number,
  reason: string | null,
  received: number | null,
  sent: number | null,
  change: readonly [at: number, noun: ChangeNoun, verb: ChangeVerb, subjectMark: number] | null,
  replay: Replay | null,
]

function toFields(given: LoggedRequest): Fields {
  const { id, at, ms, dialect, credentialId, method, path, operation, status, reason, received, sent, change, replay } =
    given
  const made = change && ([change.at, change.noun, change.verb, subjectMark(change.subject)] as const)
  return [id, at, ms, dialect, credentialId, method, path, operation, status, reason, received, sent, made, replay]
}

function toRequests(row: Row): FoundRequest[] {
  const uptoChange = row.upto_change as number
  return (JSON.parse(row.requests as string) as Fields[]).map(
    ([id, at, ms, dialect, credentialId, method, path, operation, status, reason, received, sent, made, replay]) => ({
      ...{ id, at, ms, dialect, credentialId, method, path, operation, status, reason, received, sent, replay },
      change: made && { at: made[0], noun: made[1], verb: made[2], subjectMark: made[3] },
      uptoChange,
    }),
  )
}
