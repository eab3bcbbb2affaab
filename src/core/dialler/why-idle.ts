import type { Campaign } from '../campaign/campaign.ts'
import type { QuietUntil } from '../opt-out/quiet-hours.ts'
import { openAt } from '../schedule/days-of.ts'
import type { Trunk } from '../trunk/trunk.ts'
import type { TrunkManager } from '../trunk-manager/trunk-manager.ts'
import type { FoundIdle } from './dial-log.ts'

/** The one reason for which a trunk manager lets no call begin. */
export type ManagerIdle = 'manager_inactive' | 'no_trunk' | 'trunk_inactive' | 'outside_hours' | 'quiet_hours'

/** The one reason for which a campaign that runs lets no call begin. */
export type CampaignIdle = 'before_start' | 'after_end' | 'no_trunk_manager' | 'no_announcement' | FoundIdle

/** Why a trunk manager lets no call begin at a time; undefined where it lets calls begin. */
export function whyManagerIdle(
  manager: TrunkManager,
  trunks: readonly Pick<Trunk, 'name' | 'active'>[],
  quietUntil: QuietUntil,
  at: number,
): ManagerIdle | undefined {
  if (!manager.active) return 'manager_inactive'
  const trunk = trunks.find(({ name }) => name === manager.trunk)
  if (!trunk) return 'no_trunk'
  if (!trunk.active) return 'trunk_inactive'
  if (!isWithinHours(manager, at)) return 'outside_hours'
  return quietUntil(at) === undefined ? undefined : 'quiet_hours'
}

/** Whether a time is within the hours, by the weekday and the minute in their zone. */
export function isWithinHours({ hours, timeZone }: Pick<TrunkManager, 'hours' | 'timeZone'>, at: number): boolean {
  if (hours === null) return true
  return openAt({ accountId: 0, id: 0, name: '', createdAt: 0, timeZone, hours, holidays: [] }, at).open
}

/** Why a campaign that runs lets no call begin at a time; undefined where it lets calls begin. */
export function whyCampaignIdle(
  { start, end }: Pick<Campaign, 'start' | 'end'>,
  sound: string | null,
  at: number,
): CampaignIdle | undefined {
  if (start !== null && at < start) return 'before_start'
  if (end !== null && at >= end) return 'after_end'
  return sound === null ? 'no_announcement' : undefined
}
