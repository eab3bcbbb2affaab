import type { LeftoverRule, Leftovers } from '../core/leftover/leftover.ts'
import type { Session } from './engine/engine.ts'
import { quoted, type Table } from './engine/table.ts'
import type { Value } from './engine/value.ts'

/** Rows that go in one transaction: 200 chunks are 6 MB at the most. */
const mostAtOnce = 200

/** A removal and its change are not of the same moment, and the account must not go before its change. */
const margin = 60 * 60 * 1000

/** The accounts that were removed before then go with all their rows. */
export function goneBefore(changedBefore: number): number {
  return changedBefore - margin
}

/**
 * The rows of the accounts that were removed before the changes that are kept: of every table that is kept by account, at last
 * the account itself.
 */
export async function* removedRows(
  session: Session,
  tables: readonly Table[],
  { changedBefore }: LeftoverRule,
): AsyncGenerator<Leftovers> {
  const removed = await session.all('select id from accounts where removed_at < $1 order by id', [
    goneBefore(changedBefore),
  ])
  const places = tables.map((table) => ({ table, column: table.name === 'accounts' ? 'id' : 'account_id' }))
  const kept = places.filter(({ table, column }) => table.columns.some(({ name }) => name === column))
  const inOrder = [...kept].sort((one, other) => Number(one.column === 'id') - Number(other.column === 'id'))
  for (const { id } of removed) {
    for (const { table, column } of inOrder) {
      // Older changes go by themselves.
      const also = table.name === 'changes' ? `and at >= ${changedBefore}` : ''
      yield* rowsOf(session, table, `${column} = $1 ${also}`, id as number)
    }
  }
}

/** The runs of campaigns that were removed, with their targets and tries, once no kept change can bring a campaign back. */
export async function* removedRuns(
  session: Session,
  tables: readonly Table[],
  { changedBefore }: LeftoverRule,
): AsyncGenerator<Leftovers> {
  const gone = await session.all(
    `select distinct r.account_id, r.campaign_id from campaign_runs r where not exists (
       select 1 from campaigns c where c.account_id = r.account_id and c.id = r.campaign_id
     ) order by r.account_id, r.campaign_id`,
    [],
  )
  for (const { account_id: accountId, campaign_id: campaignId } of gone as {
    account_id: number
    campaign_id: number
  }[]) {
    const changes = await session.all(
      "select before from changes where account_id = $1 and noun = 'campaign' and at >= $2 and before is not null",
      [accountId, changedBefore],
    )
    if (changes.some(({ before }) => JSON.parse(before as string).id === campaignId)) continue
    const ofRun = `campaign_id = ${campaignId}`
    const targets = `select id from campaign_targets where account_id = $1 and ${ofRun}`
    for (const [name, condition] of [
      ['campaign_tries', `target_id in (${targets})`],
      ['campaign_targets', ofRun],
      ['campaign_runs', ofRun],
    ]) {
      const table = tables.find((each) => each.name === name)
      if (table) yield* rowsOf(session, table, `account_id = $1 and ${condition}`, accountId)
    }
  }
}

async function* rowsOf(
  session: Session,
  { name, key }: Table,
  condition: string,
  accountId: number,
): AsyncGenerator<Leftovers> {
  const columns = key.map(quoted).join(', ')
  for (let last: readonly Value[] = []; ; ) {
    const behind = last.length === 0 ? '' : `and (${columns}) > (${last.map((_, at) => `$${at + 2}`).join(', ')})`
    const rows = await session.all(
      `select ${columns} from ${name} where ${condition} ${behind} order by ${columns} limit ${mostAtOnce}`,
      [accountId, ...last],
    )
    const keys = rows.map((row) => key.map((each) => row[each] as Value))
    const ids = keys.map((values) => JSON.stringify([name, key, values]))
    if (ids.length > 0) yield { kind: 'row', accountId, ids, bytes: 0 }
    if (rows.length < mostAtOnce) return
    last = keys.at(-1) as Value[]
  }
}

/** Removes the row that has such an id. Returns how many there were. */
export function removeRow(session: Session, id: string): Promise<number> {
  const [name, key, values] = JSON.parse(id) as [string, string[], Value[]]
  return session.run(
    `delete from ${name} where ${key.map((column, at) => `${quoted(column)} = $${at + 1}`).join(' and ')}`,
    values,
  )
}
