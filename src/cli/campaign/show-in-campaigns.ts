import { reasonOf } from '../../core/campaign/describe-target.ts'
import type { NumberInCampaigns } from '../../core/campaign/explain-number.ts'
import { quote } from '../changes/describe-change.ts'
import { isoTime } from '../table.ts'
import { showTarget } from './report.ts'
import { wordOf } from './show-campaign.ts'

/** What campaigns did with a number, and would do, in lines. */
export function describeInCampaigns({ targets, older, coming }: NumberInCampaigns): string[] {
  const was = targets.map(({ target, campaign }) => {
    const { campaignId, repeat, tries, lastAt, dueAt, digits, skipped, outcome } = target
    const name = campaign ? ` ${quote(campaign.name)}` : ', which is gone,'
    const calls = `${tries.length} ${tries.length === 1 ? 'call' : 'calls'}`
    const parts = [
      `${wordOf(reasonOf(target))}${dueAt === null ? '' : ` until ${isoTime(dueAt)}`}`,
      ...(tries.length > 0
        ? [`${calls}, the last at ${isoTime(tries.at(-1)?.startedAt ?? lastAt)}`]
        : [`at ${isoTime(lastAt)}`]),
      ...(digits === '' ? [] : [`pressed ${digits}`]),
      ...(outcome !== null && skipped !== '' ? [`not called again: ${wordOf(skipped)}`] : []),
    ]
    return `campaign ${campaignId}${name} run ${repeat}: ${parts.join(', ')}`
  })
  const will = coming.map(({ campaign, groupIds }) => {
    const { id, name, state } = campaign
    const groups = `${groupIds.length === 1 ? 'group' : 'groups'} ${groupIds.join(', ')}`
    return `campaign ${id} ${quote(name)} is ${state}, and has not come to it yet, by ${groups}`
  })
  return [
    ...was,
    ...(older > 0 ? [`there are ${older} older calls of campaigns: \`dialbook campaign report\``] : []),
    ...will,
  ]
}

/** The same for programs. */
export function showInCampaigns({ targets, older, coming }: NumberInCampaigns): object {
  return {
    campaigns: targets.map(({ target, campaign }) => ({ name: campaign?.name ?? null, ...showTarget(target) })),
    olderInCampaigns: older,
    coming: coming.map(({ campaign: { id, name, state }, groupIds }) => ({ campaignId: id, name, state, groupIds })),
  }
}
