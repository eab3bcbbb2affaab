import type { Session } from './engine.ts'
import type { Value } from './value.ts'

/** Keys in one statement. The sieves of ten thousand groups let through about 100 groups by mistake. */
const atOnce = 128

/** A question for one value of each of some rows. */
export interface LookUp<Id> {
  readonly table: 'groups' | 'lists' | 'chunks' | 'phone_leaves'
  /** An expression of a row's columns. `$1` in it is the account, and `$2` and on are the parameters. */
  readonly value: string
  readonly parameters?: readonly Value[]
  readonly accountId: number
  readonly ids: readonly Id[]
}

/**
 * Looks rows up by their ids, and returns the value of each row whose value is not null. Each row is a subquery of its
 * own, which a query planner can answer only by the key. For a join it may decide to read the whole table, and be
 * wrong. Every statement has the same number of ids, filled up with null, so that it is prepared only once.
 */
export async function lookUp<Id extends number | string>(
  session: Session,
  { table, value, parameters = [], accountId, ids }: LookUp<Id>,
): Promise<Map<Id, Value>> {
  const given = [accountId, ...parameters]
  const type = table === 'groups' ? 'bigint' : 'text'
  const wanted = Array.from({ length: atOnce }, (_, at) => `(cast($${at + 1 + given.length} as ${type}))`)
  const sql = `with wanted (id) as (values ${wanted}) select wanted.id,
    (select ${value} from ${table} where account_id = $1 and ${table}.id = wanted.id) as value from wanted`
  const found = new Map<Id, Value>()
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = Array.from({ length: atOnce }, (_, at) => ids[start + at] ?? null)
    for (const row of await session.all(sql, [...given, ...some])) {
      if (row.value !== null) found.set(row.id as Id, row.value as Value)
    }
  }
  return found
}
