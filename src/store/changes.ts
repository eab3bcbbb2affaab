import type { Author } from '../core/author.ts'
import type { Change, ChangeDraft, ChangeNoun, ChangeQuery, ChangeVerb, Snapshot } from '../core/change/change.ts'
import type { ChangeReader, ChangeWriter } from '../core/change/change-port.ts'
import { checksumOf } from './checks/checksum.ts'
import { damaged, whole } from './checks/damaged.ts'
import type { Engine, Session } from './engine/engine.ts'
import type { Row, Value } from './engine/value.ts'
import { settledAfter } from './settled-changes.ts'

/** The account id under which a change without an account is stored. */
const noAccount = 0

/** The changes of a removed account are hidden with it. */
const withAccountName = `select changes.*, accounts.name as account_name
  from changes left join accounts on accounts.id = changes.account_id
  where accounts.removed_at is null`

export function changeReader(engine: Pick<Engine, 'horizon'>, session: Session): ChangeReader {
  return {
    async newest(accountId, query, limit) {
      const { sql, parameters } = conditionsOf(accountId, query)
      const rows = await session.all(
        `${withAccountName} and ${sql} order by changes.number desc limit $${parameters.length + 1}`,
        [...parameters, limit],
      )
      const lost = rows.find((row, at) => at > 0 && Number(row.number) >= Number(rows[at - 1]?.number))
      if (lost) throw damaged({ accountId, table: 'changes', row: String(lost.number), problem: 'is out of order' })
      return rows.map(toChange)
    },
    get: (number) => getChange(session, number),
    settledAfter: (number) => settledAfter(engine, session, number),
    async between(accountId, { after, upTo }, limit) {
      const account = accountId === null ? '' : 'and changes.account_id = $4'
      const rows = await session.all(
        `${withAccountName} and changes.number > $1 and changes.number <= $2 ${account} order by changes.number limit $3`,
        [after, upTo, limit, ...(accountId === null ? [] : [accountId])],
      )
      return rows.map(toChange)
    },
    async oldest() {
      const row = await session.one('select number, at from changes order by number limit 1', [])
      return row && { number: row.number as number, at: row.at as number }
    },
  }
}

export function changeWriter(session: Session): ChangeWriter {
  return {
    get: (number) => getChange(session, number),
    async lock(number) {
      const row = await session.lockOne('select number from changes where number = $1', [number])
      return row && getChange(session, number)
    },
  }
}

async function getChange(session: Session, number: number): Promise<Change | undefined> {
  const row = await session.one(`${withAccountName} and number = $1`, [number])
  return row && toChange(row)
}

/** Of one account a range of its changes by number, else of all changes; the other conditions are looked at on the way. */
function conditionsOf(
  accountId: number | null,
  { noun, verb, subject, author, from, before, since, until }: ChangeQuery,
): { readonly sql: string; readonly parameters: readonly Value[] } {
  const parameters: Value[] = []
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const parts = [accountId === null ? '1 = 1' : `changes.account_id = ${bind(accountId)}`]
  if (noun !== undefined) parts.push(`noun = ${bind(noun)}`)
  if (verb !== undefined) parts.push(`verb = ${bind(verb)}`)
  if (subject !== undefined) parts.push(`subject = ${bind(subject)}`)
  if (from !== undefined) parts.push(`changes.number >= ${bind(from)}`)
  if (before !== undefined) parts.push(`changes.number < ${bind(before)}`)
  if (since !== undefined) parts.push(`at >= ${bind(since)}`)
  if (until !== undefined) parts.push(`at < ${bind(until)}`)
  if (author !== undefined && 'name' in author) {
    const name = bind(author.name)
    parts.push(`(changes.name = ${name} or origin = ${name})`)
  }
  if (author !== undefined && 'credentialId' in author) parts.push(`credential_id = ${bind(author.credentialId)}`)
  return { sql: parts.join(' and '), parameters }
}

/** The columns are in the order of a change's row. */
const insertion = `insert into changes
  (at, account_id, credential_id, name, origin, noun, verb, subject, before, after, checksum)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

/** Records the one change of a transaction. */
export async function insertChange(session: Session, at: number, author: Author, change: ChangeDraft): Promise<void> {
  const row = {
    at,
    account_id: author.accountId ?? noAccount,
    credential_id: author.credentialId,
    name: author.name,
    origin: author.origin,
    noun: change.noun,
    verb: change.verb,
    subject: change.subject,
    before: toJson(change.before),
    after: toJson(change.after),
  }
  await session.put(insertion, [...Object.values(row), checksumOf('change', row)])
}

function toChange(row: Row): Change {
  whole('change', row)
  return {
    number: row.number as number,
    at: row.at as number,
    accountId: row.account_id === noAccount ? null : (row.account_id as number),
    accountName: row.account_name as string | null,
    credentialId: row.credential_id as number | null,
    name: row.name as string | null,
    origin: row.origin as string,
    noun: row.noun as ChangeNoun,
    verb: row.verb as ChangeVerb,
    subject: row.subject as string,
    before: fromJson(row.before as Value),
    after: fromJson(row.after as Value),
  }
}

function toJson(snapshot: Snapshot | null): string | null {
  return snapshot && JSON.stringify(snapshot)
}

function fromJson(stored: Value): Snapshot | null {
  return stored === null ? null : JSON.parse(stored as string)
}
