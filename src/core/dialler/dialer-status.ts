import type { Caller } from '../caller.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Run } from '../campaign/run.ts'
import type { Core } from '../core.ts'
import { quietHoursOf } from '../opt-out/quiet-hours.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TrunkManager } from '../trunk-manager/trunk-manager.ts'
import type { DiallerReport } from './dial-log.ts'
import { type CampaignIdle, type ManagerIdle, whyCampaignIdle, whyManagerIdle } from './why-idle.ts'

/** Milliseconds after which a dialler that says nothing is none, while campaigns run, and while none does. */
const silentMs = { busy: 60_000, idle: 15 * 60_000 }

/** Why no campaign of the account is called at all: it has no PBX, no server is there that dials, or the PBX cannot be asked. */
export type DiallerProblem = 'not_served' | 'no_dialler' | 'no_pbx'

/** A campaign that runs, and why none of its calls begins; undefined where they do. */
export interface CampaignStatus {
  readonly campaign: Campaign
  readonly run: Run
  readonly idle: CampaignIdle | undefined
}

/** A trunk manager at work. */
export interface ManagerStatus {
  readonly manager: TrunkManager
  /** Calls that go on. */
  readonly inUse: number
  /** Numbers of its campaigns that are still to be called. */
  readonly waiting: number
  /** Why none of its calls begins; undefined where they do, or where there is nothing to call. */
  readonly idle: ManagerIdle | undefined
  readonly campaigns: readonly CampaignStatus[]
}

/** The dialler of an account. */
export interface DiallerStatus {
  /** Undefined where nothing is in the way. */
  readonly problem: DiallerProblem | undefined
  readonly managers: readonly ManagerStatus[]
  /** Campaigns that run, and whose trunk manager is gone. */
  readonly orphans: readonly CampaignStatus[]
}

/** What the dialler does for an account at present, and why it does nothing where it does not. */
export async function dialerStatus(core: Core, caller: Caller): Promise<DiallerStatus> {
  mustBeAllowed(caller, 'campaign.find')
  const { store, clock } = core
  const { accountId } = caller
  const now = clock.now()
  const [running, open, trunks, managers] = [
    await store.dialLog.running(accountId),
    await store.dialLog.openTries(accountId),
    await store.trunks.all(accountId),
    await store.trunkManagers.all(accountId),
  ]
  const quietUntil = await quietHoursOf(core, accountId)
  const report = await store.dialLog.report(accountId)
  const campaigns = running.map(({ campaign, run, sound }) => {
    const isOrphan = managers.every(({ id }) => id !== campaign.trunkManagerId)
    const known = isOrphan ? ('no_trunk_manager' as const) : whyCampaignIdle(campaign, sound, now)
    return { campaign, run, idle: known ?? report?.idle[campaign.id] }
  })
  const since = now - (running.length > 0 ? silentMs.busy : silentMs.idle)
  return {
    problem: (await store.pbxAccount.get()) === accountId ? problemOf(report, since) : 'not_served',
    orphans: campaigns.filter(({ idle }) => idle === 'no_trunk_manager'),
    managers: managers.map((manager) => {
      const own = campaigns.filter(({ campaign }) => campaign.trunkManagerId === manager.id)
      return {
        manager,
        inUse: open.filter(({ trunkManagerId }) => trunkManagerId === manager.id).length,
        waiting: own.reduce((sum, { run: { counts } }) => sum + counts.left + counts.waiting, 0),
        idle: whyManagerIdle(manager, trunks, quietUntil, now),
        campaigns: own,
      }
    }),
  }
}

function problemOf(report: DiallerReport | undefined, since: number): DiallerProblem | undefined {
  if (!report || report.seenAt < since) return 'no_dialler'
  return report.problem === '' ? undefined : 'no_pbx'
}
