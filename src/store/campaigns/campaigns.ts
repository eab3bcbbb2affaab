import type { Campaign, CampaignRef, CampaignState } from '../../core/campaign/campaign.ts'
import type { CampaignReader, CampaignSortField, CampaignWriter } from '../../core/campaign/campaign-port.ts'
import { whole } from '../checks/damaged.ts'
import { summed } from '../checks/sum-row.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'
import { countTargets } from './count-targets.ts'
import { toRun } from './target-rows.ts'
import { targetReader } from './targets.ts'

const columns: Readonly<Record<CampaignSortField, string>> = {
  ...{ id: 'id', name: 'name', createdAt: 'created_at', state: 'state', start: 'starts_at', end: 'ends_at' },
}

export function campaignReader(engine: Engine, session: Session): CampaignReader {
  return {
    async get(accountId, ref) {
      const row = await session.one(...byRef(accountId, ref))
      return row && toCampaign(row)
    },
    async page(accountId, { sort, name, description, states }, { start, count }) {
      const texts = conditionsOf(engine, accountId, { name, description })
      const parameters = [...texts.parameters]
      const inStates = states?.map((state) => `$${parameters.push(state)}`)
      const sql = inStates ? `${texts.sql} and ${inStates.length > 0 ? `state in (${inStates})` : 'false'}` : texts.sql
      const way = sort.descending ? 'desc' : 'asc'
      const order = sort.by === 'id' ? `id ${way}` : `${columns[sort.by]} ${way} nulls last, id ${way}`
      // An account has some hundred campaigns: the whole list is the page's price.
      return engine.search(accountId, async (reader) => {
        const total = await reader.one(`select count(*) as total from campaigns where ${sql}`, parameters)
        const [most, skipped] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
        const rows = await reader.all(
          `select * from campaigns where ${sql} order by ${order} limit ${most} offset ${skipped}`,
          [...parameters, count, start],
        )
        return { items: rows.map(toCampaign), total: total?.total as number }
      })
    },
    async bySound(accountId, soundId, limit) {
      // An account has some hundred campaigns, as above.
      const sql = 'select * from campaigns where account_id = $1 and sound_id = $2 order by id desc limit $3'
      return (await session.all(sql, [accountId, soundId, limit])).map(toCampaign)
    },
    async runs(accountId, campaignId) {
      const sql = 'select * from campaign_runs where account_id = $1 and campaign_id = $2 order by repeat desc'
      return (await session.all(sql, [accountId, campaignId])).map(toRun)
    },
    progress: (run, times) => countTargets(engine, run, times),
    ...targetReader(engine, session),
  }
}

export function campaignWriter(session: Session): CampaignWriter {
  return {
    async lock(accountId, ref) {
      const row = await session.lockOne(...byRef(accountId, ref))
      return row && toCampaign(row)
    },
    async byTrunkManager(accountId, trunkManagerId) {
      const row = await session.one(
        'select * from campaigns where account_id = $1 and trunk_manager_id = $2 order by id limit 1',
        [accountId, trunkManagerId],
      )
      return row && toCampaign(row)
    },
    async insert(campaign) {
      await insertRow(session, 'campaigns', toRow(campaign))
    },
    async update(campaign) {
      const { account_id, id, ...values } = summed(session, 'campaigns', toRow(campaign))
      await session.run(
        `update campaigns set ${Object.keys(values).map((column, at) => `${column} = $${at + 3}`)}
         where account_id = $1 and id = $2`,
        [account_id as number, id as number, ...Object.values(values)],
      )
    },
    async remove({ accountId, id }) {
      await session.run('delete from campaigns where account_id = $1 and id = $2', [accountId, id])
    },
    async insertRun({ accountId, campaignId, repeat, listIds, country, next, counts, startedAt, endedAt }) {
      await insertRow(session, 'campaign_runs', {
        ...{ account_id: accountId, campaign_id: campaignId, repeat, list_ids: JSON.stringify(listIds), country },
        ...{ size: counts.size, next_list: next.list, next_entry: next.entry, looked: counts.size - counts.left },
        ...{ calling: counts.calling, waiting: counts.waiting, answered: counts.answered, busy: counts.busy },
        ...{ no_answer: counts['no-answer'], failed: counts.failed, lost: counts.lost, skipped: counts.skipped },
        ...{ repeated: counts.repeated, tries: counts.tries, talk_ms: counts.talk, wait_ms: counts.wait },
        ...{ started_at: startedAt, ended_at: endedAt },
      })
    },
    async endRun({ accountId, id, repeat }, at) {
      await session.run(
        `update campaign_runs set ended_at = $4
         where account_id = $1 and campaign_id = $2 and repeat = $3 and ended_at is null`,
        [accountId, id, repeat, at],
      )
    },
  }
}

function byRef(accountId: number, ref: CampaignRef): [sql: string, values: readonly Value[]] {
  const [column, value] = 'id' in ref ? (['id', ref.id] as const) : (['hex_id', ref.hexId] as const)
  return [`select * from campaigns where account_id = $1 and ${column} = $2`, [accountId, value]]
}

function toRow(campaign: Campaign): Record<string, Value> {
  return {
    ...{ account_id: campaign.accountId, id: campaign.id, hex_id: campaign.hexId, name: campaign.name },
    ...{ description: campaign.description, trunk_manager_id: campaign.trunkManagerId, context: campaign.context },
    ...{ context_text: campaign.text, list_id: campaign.listId, list_count: campaign.listCount },
    ...{ group_ids: JSON.stringify(campaign.groupIds), sound_id: campaign.soundId, tries: campaign.tries },
    ...{ pause: campaign.pause, starts_at: campaign.start, ends_at: campaign.end, digits: campaign.digits },
    ...{ opt_out_digit: campaign.optOutDigit, ring_time: campaign.ringTime, longest: campaign.longest },
    ...{ state: campaign.state, repeat: campaign.repeat },
    ...{ created_at: campaign.createdAt, updated_at: campaign.updatedAt },
  }
}

/** A row as a campaign, once its checksum is found right. */
export function toCampaign(row: Row): Campaign {
  whole('campaign', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    name: row.name as string,
    description: row.description as string,
    trunkManagerId: row.trunk_manager_id as number,
    context: row.context as string,
    text: row.context_text as string,
    groupIds: JSON.parse(row.group_ids as string),
    soundId: row.sound_id as number | null,
    tries: row.tries as number,
    pause: row.pause as number,
    start: row.starts_at as number | null,
    end: row.ends_at as number | null,
    digits: row.digits as number,
    optOutDigit: row.opt_out_digit as string | null,
    ringTime: row.ring_time as number,
    longest: row.longest as number,
    listId: row.list_id as string | null,
    listCount: row.list_count as number,
    state: row.state as CampaignState,
    repeat: row.repeat as number,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}
