import type { Author } from '../core/author.ts'
import type { Change, ChangeDraft, ChangeNoun, ChangeVerb, Snapshot } from '../core/change/change.ts'
import type { ChangeReader, ChangeWriter } from '../core/change/change-port.ts'
import type { Session } from './engine/engine.ts'
import type { Row, Value } from './engine/value.ts'

/** The account id under which a change without an account is stored. */
const noAccount = 0

const withAccountName = `select changes.*, accounts.name as account_name
  from changes left join accounts on accounts.id = changes.account_id`

export function changeReader(session: Session): ChangeReader {
  return {
    async newest(limit) {
      return (await session.all(`${withAccountName} order by number desc limit $1`, [limit])).map(toChange)
    },
    async get(number) {
      const row = await session.one(`${withAccountName} where number = $1`, [number])
      return row && toChange(row)
    },
  }
}

export function changeWriter(session: Session): ChangeWriter {
  const { newest, get } = changeReader(session)
  return {
    newest,
    get,
    async lock(number) {
      const row = await session.lockOne('select number from changes where number = $1', [number])
      return row && get(number)
    },
  }
}

/** Records the one change of a transaction. */
export async function insertChange(session: Session, at: number, author: Author, change: ChangeDraft): Promise<void> {
  await session.put(
    `insert into changes (at, account_id, credential_id, origin, noun, verb, subject, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      at,
      author.accountId ?? noAccount,
      author.credentialId,
      author.origin,
      change.noun,
      change.verb,
      change.subject,
      toJson(change.before),
      toJson(change.after),
    ],
  )
}

function toChange(row: Row): Change {
  return {
    number: row.number as number,
    at: row.at as number,
    accountId: row.account_id === noAccount ? null : (row.account_id as number),
    accountName: row.account_name as string | null,
    credentialId: row.credential_id as number | null,
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
