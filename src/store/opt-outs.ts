import type { ClosedChannel, OptOut, OptOutField } from '../core/opt-out/opt-out.ts'
import { foldEmail } from '../core/opt-out/opt-out.ts'
import type { OptOutReader, OptOutWriter } from '../core/opt-out/opt-out-port.ts'
import { checksumOf } from './checks/checksum.ts'
import { whole } from './checks/damaged.ts'
import { conditionsOf } from './engine/conditions.ts'
import type { Engine, Session } from './engine/engine.ts'
import { withFilter } from './engine/filter.ts'
import { orderBy, readPage } from './engine/pages.ts'
import { readTally, tally } from './engine/sequences.ts'
import type { Table } from './engine/table.ts'
import type { Row, Value } from './engine/value.ts'
import { encodeRow } from './move/row-bytes.ts'

const table = 'opt_outs'

const wholeNumbers: ReadonlySet<string> = new Set([
  ...['account_id', 'checksum', 'credential_id', 'id', 'since', 'unsubscribe_reason'],
])

/** The table as `insertRows` takes it: its columns in the order of their names. */
const wholeTable: Table = {
  name: table,
  key: ['account_id', 'id'],
  columns: [
    ...(['account_id', 'author', 'channel', 'checksum', 'credential_id', 'email', 'folded_email', 'id'] as const),
    ...(['international', 'number', 'reason', 'since', 'source', 'unsubscribe_reason'] as const),
  ].map((name) => ({ name, kind: wholeNumbers.has(name) ? 'integer' : 'text' })),
}

const columns: Readonly<Record<OptOutField, string>> = {
  id: 'id',
  number: 'number',
  international: 'international',
  email: 'email',
  foldedEmail: 'folded_email',
  channel: 'channel',
  since: 'since',
  unsubscribeReason: 'unsubscribe_reason',
  source: 'source',
}

/** Spellings in one statement. The phones of a page have up to 240. */
const atOnce = 64

/** Rows that are inserted in one step: 200 KB. */
const insertedAtOnce = 1000

export function optOutReader(engine: Engine, session: Session): OptOutReader {
  const conditions = (accountId: number, filter: Parameters<OptOutReader['page']>[1]['filter']) =>
    withFilter(engine, conditionsOf(engine, accountId, {}), filter, columns)
  return {
    get: (accountId, id) => readOptOut(session, accountId, id),
    async byIds(accountId, ids) {
      const found: OptOut[] = []
      for (let start = 0; start < ids.length; start += atOnce) {
        const rows = await rowsWith(session, accountId, 'id', ids.slice(start, start + atOnce))
        for (const row of rows) found.push(toOptOut(row))
      }
      return found
    },
    of: (accountId, spellings) => readOptOutsOf(session, accountId, spellings),
    count: (accountId) => readTally(session, accountId, 'opt-out'),
    async page(accountId, { filter, sort }, page) {
      const order = orderBy(table, sort, columns)
      const query = { table, noun: 'opt-out', accountId, conditions: conditions(accountId, filter), order } as const
      const { items, total } = await readPage(engine, query, page)
      return { items: items.map(toOptOut), total }
    },
    async after(accountId, { filter }, { after, limit }) {
      const { sql, parameters } = conditions(accountId, filter)
      const [id, most] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
      const rows = await session.all(`select * from ${table} where ${sql} and id > ${id} order by id limit ${most}`, [
        ...parameters,
        after,
        limit,
      ])
      return rows.map(toOptOut)
    },
  }
}

export function optOutWriter(session: Session): OptOutWriter {
  return {
    get: (accountId, id) => readOptOut(session, accountId, id),
    of: (accountId, spellings) => readOptOutsOf(session, accountId, spellings),
    async newer(accountId, after) {
      const sql = `select * from ${table} where account_id = $1 and id > $2 order by id`
      return (await session.all(sql, [accountId, after])).map(toOptOut)
    },
    async insert(accountId, optOuts) {
      for (let start = 0; start < optOuts.length; start += insertedAtOnce) {
        await insertAll(session, optOuts.slice(start, start + insertedAtOnce).map(toRow))
      }
      if (optOuts.length > 0) await tally(session, accountId, 'opt-out', optOuts.length)
    },
    async remove(accountId, optOuts) {
      for (const { id } of optOuts) {
        await session.run(`delete from ${table} where account_id = $1 and id = $2`, [accountId, id])
      }
      await tally(session, accountId, 'opt-out', -optOuts.length)
    },
  }
}

async function readOptOut(session: Session, accountId: number, id: number): Promise<OptOut | undefined> {
  const row = await session.one(`select * from ${table} where account_id = $1 and id = $2`, [accountId, id])
  return row && toOptOut(row)
}

async function readOptOutsOf(
  session: Session,
  accountId: number,
  { numbers, emails }: Parameters<OptOutReader['of']>[1],
): Promise<OptOut[]> {
  const found = new Map<number, OptOut>()
  for (const [column, values] of [
    ['number', numbers],
    ['international', numbers.filter((number) => number.startsWith('+'))],
    ['folded_email', emails],
  ] as const) {
    for (let start = 0; start < values.length; start += atOnce) {
      for (const row of await rowsWith(session, accountId, column, values.slice(start, start + atOnce))) {
        found.set(row.id as number, toOptOut(row))
      }
    }
  }
  return [...found.values()].sort((one, other) => one.id - other.id)
}

/**
 * The rows that have one of the values in a column. A statement has 8 values or 128, filled up with null, so that only two
 * are prepared.
 */
function rowsWith(session: Session, accountId: number, column: string, values: readonly Value[]): Promise<Row[]> {
  const width = values.length <= 8 ? 8 : atOnce
  const wanted = Array.from({ length: width }, (_, at) => `$${at + 2}`)
  return session.all(`select * from ${table} where account_id = $1 and ${column} in (${wanted})`, [
    accountId,
    ...Array.from({ length: width }, (_, at) => values[at] ?? null),
  ])
}

async function insertAll(session: Session, rows: readonly Row[]): Promise<void> {
  const values = rows.map((row) => wholeTable.columns.map(({ name }): Value => row[name] ?? null))
  await session.insertRows(wholeTable, {
    rows: values,
    // Not every engine takes bytes.
    get encoded() {
      return values.map((each) => encodeRow(wholeTable, each))
    },
  })
}

function toRow(optOut: OptOut): Row {
  const row = {
    account_id: optOut.accountId,
    id: optOut.id,
    number: optOut.number,
    international: optOut.international,
    email: optOut.email,
    folded_email: optOut.email === null ? null : foldEmail(optOut.email),
    channel: optOut.channel,
    since: optOut.since,
    reason: optOut.reason,
    unsubscribe_reason: optOut.unsubscribeReason,
    source: optOut.source,
    credential_id: optOut.credentialId,
    author: optOut.author,
  }
  return { ...row, checksum: checksumOf('optOut', row) }
}

function toOptOut(row: Row): OptOut {
  whole('optOut', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    number: row.number as string | null,
    international: row.international as string | null,
    email: row.email as string | null,
    channel: row.channel as ClosedChannel,
    since: row.since as number,
    reason: row.reason as string | null,
    unsubscribeReason: row.unsubscribe_reason as number | null,
    source: row.source as string,
    credentialId: row.credential_id as number | null,
    author: row.author as string | null,
  }
}
