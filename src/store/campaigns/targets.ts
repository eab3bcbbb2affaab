import type { CampaignReader, TargetMatch } from '../../core/campaign/campaign-port.ts'
import type { Target } from '../../core/campaign/run.ts'
import type { Engine, ReadSession, Session } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'
import { outcomeCode, toTarget, toTry } from './target-rows.ts'

/** Targets whose tries are read in one statement. */
const atOnce = 500

/** Reads the targets of runs. */
export function targetReader(engine: Engine, session: Session): Pick<CampaignReader, 'targets' | 'targetsAfter'> {
  return {
    targets: (accountId, { descending = true, ...match }, { start, count }) =>
      engine.search(accountId, async (reader) => {
        const query = await queryFor(reader, accountId, match)
        const total = (await knownTotal(reader, accountId, match)) ?? (await countOf(reader, query))
        const rows = await rowsOf(reader, query, `order by t.id ${descending ? 'desc' : 'asc'}`, [count, start])
        return { items: await withTries(reader, accountId, rows), total }
      }),
    async targetsAfter(accountId, match, { after, limit }) {
      if (!scans(match)) return slice(session, accountId, match, { after, limit })
      return engine.search(accountId, (reader) => slice(reader, accountId, match, { after, limit }))
    },
  }
}

async function slice(
  session: ReadSession,
  accountId: number,
  match: TargetMatch,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Target[]> {
  const query = await queryFor(session, accountId, match, after)
  return withTries(session, accountId, await rowsOf(session, query, 'order by t.id', [limit, 0]))
}

/** Whether rows may have to be looked at that do not match. */
function scans({ outcome, repeat }: TargetMatch): boolean {
  return outcome !== undefined || repeat !== undefined
}

/** The condition that a campaign was not removed: its targets stay until nothing can bring it back. */
function isThere(campaignId: string): string {
  return `exists (select 1 from campaigns c where c.account_id = $1 and c.id = ${campaignId})`
}

interface TargetQuery {
  readonly from: string
  readonly parameters: readonly Value[]
}

/**
 * The query for targets. Ids ascend with the times at which targets were first looked at, so that times lead to ids. A number is
 * found in each run by its key, which is one of its spellings.
 */
async function queryFor(
  session: ReadSession,
  accountId: number,
  match: TargetMatch,
  after?: number,
): Promise<TargetQuery> {
  const { campaignId, repeat, phones, outcome, since, until } = match
  const parameters: Value[] = [accountId]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const parts = ['t.account_id = $1', isThere('t.campaign_id')]
  let from = 'campaign_targets t'
  if (phones) {
    // SQLite keeps the order of a cross join: each run is asked by the index of its keys.
    const narrower = campaignId === undefined ? '' : ` and campaign_id = ${bind(campaignId)}`
    from = `(select campaign_id as c, repeat as r from campaign_runs where account_id = $1${narrower}) runs
      cross join campaign_targets t`
    parts.push('t.campaign_id = c', 't.repeat = r', `t.key in (${phones.map(bind)})`)
  } else if (campaignId !== undefined) parts.push(`t.campaign_id = ${bind(campaignId)}`)
  if (repeat !== undefined) parts.push(`t.repeat = ${bind(repeat)}`)
  if (outcome !== undefined) parts.push(`t.outcome = ${bind(outcomeCode(outcome))}`)
  const first = Math.max(
    after === undefined ? 0 : after + 1,
    since === undefined ? 0 : await idAt(session, accountId, since),
  )
  if (first > 0) parts.push(`t.id >= ${bind(first)}`)
  if (until !== undefined) parts.push(`t.id < ${bind(await idAt(session, accountId, until))}`)
  return { from: `from ${from} where ${parts.join(' and ')}`, parameters }
}

/** The least id that a target from that time on may have. */
async function idAt(session: ReadSession, accountId: number, at: number): Promise<number> {
  const last = 'select id from campaign_targets where account_id = $1 order by id desc limit 1'
  let low = 1
  let high = (((await session.one(last, [accountId]))?.id ?? 0) as number) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const next = 'select id, first_at from campaign_targets where account_id = $1 and id >= $2 order by id limit 1'
    const row = await session.one(next, [accountId, middle])
    if (row && (row.first_at as number) < at) low = (row.id as number) + 1
    else high = middle
  }
  return low
}

/** The total where runs count it already; undefined where targets have to be counted. */
async function knownTotal(session: ReadSession, accountId: number, match: TargetMatch): Promise<number | undefined> {
  if (match.phones || match.outcome || match.since !== undefined || match.until !== undefined) return undefined
  const { campaignId = null, repeat = null } = match
  const row = await session.one(
    `select coalesce(sum(looked - repeated), 0) as total from campaign_runs t where account_id = $1
       and ${isThere('t.campaign_id')} and (cast($2 as bigint) is null or campaign_id = $2) and (cast($3 as bigint) is null or repeat = $3)`,
    [accountId, campaignId, repeat],
  )
  return Number(row?.total)
}

async function countOf(session: ReadSession, { from, parameters }: TargetQuery): Promise<number> {
  return ((await session.one(`select count(*) as total ${from}`, parameters))?.total ?? 0) as number
}

function rowsOf(
  session: ReadSession,
  { from, parameters }: TargetQuery,
  order: string,
  [count, start]: readonly [count: number, start: number],
): Promise<Row[]> {
  const [most, skipped] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
  return session.all(`select t.* ${from} ${order} limit ${most} offset ${skipped}`, [...parameters, count, start])
}

/** Targets with their tries, in the order of the rows. */
export async function withTries(session: ReadSession, accountId: number, rows: readonly Row[]): Promise<Target[]> {
  const tries: Row[] = []
  for (let at = 0; at < rows.length; at += atOnce) {
    const ids = rows.slice(at, at + atOnce).map(({ id }) => id as number)
    const list = ids.map((_, index) => `$${index + 2}`)
    const sql = `select * from campaign_tries where account_id = $1 and target_id in (${list}) order by target_id, place`
    tries.push(...(await session.all(sql, [accountId, ...ids])))
  }
  const byTarget = Map.groupBy(tries, ({ target_id }) => target_id as number)
  return rows.map((row) => toTarget(row, (byTarget.get(row.id as number) ?? []).map(toTry)))
}
