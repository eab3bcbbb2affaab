import type { QueryResult } from 'pg'
import type { Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import type { Statement } from './batch.ts'

/** A session that runs statements by `ask`. The writes that only transactions have are given. */
export function sessionOn(
  ask: (statement: Statement) => Promise<QueryResult<Row>>,
  writes: Pick<Session, 'put' | 'putLast' | 'insertRows'>,
): Session {
  return {
    sumsRows: false,
    all: async (sql, parameters) => (await ask({ sql, parameters })).rows,
    one: async (sql, parameters) => (await ask({ sql, parameters })).rows[0],
    lockOne: async (sql, parameters) => (await ask({ sql: `${sql} for update`, parameters })).rows[0],
    lockAll: async (sql, parameters) => (await ask({ sql: `${sql} for update`, parameters })).rows,
    run: async (sql, parameters) => (await ask({ sql, parameters })).rowCount ?? 0,
    ...writes,
  }
}
