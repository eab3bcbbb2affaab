import type { Command } from 'commander'
import {
  type CampaignStatus,
  type DiallerProblem,
  type DiallerStatus,
  dialerStatus,
  type ManagerStatus,
} from '../../core/dialler/dialer-status.ts'
import type { CampaignIdle, ManagerIdle } from '../../core/dialler/why-idle.ts'
import { describeCounts, doneOf, showRun } from '../campaign/show-campaign.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless, table } from '../table.ts'
import { watch } from '../watch.ts'

interface StatusOptions extends CommonOptions {
  readonly account?: string
  readonly watch?: true
}

const problems: Readonly<Record<DiallerProblem, string>> = {
  not_served: 'the PBX serves no extensions of this account: `dialbook pbx config --pbx-account NAME`',
  no_dialler: 'no server is there that dials: `dialbook serve --pbx ari:http://…`',
  no_pbx: 'the PBX does not answer',
}

const reasons: Readonly<Record<ManagerIdle | CampaignIdle, string>> = {
  manager_inactive: 'not active',
  no_trunk: 'its trunk is gone',
  trunk_inactive: 'its trunk is not active',
  outside_hours: 'outside of its hours',
  quiet_hours: 'quiet hours',
  before_start: 'before its start',
  after_end: 'after its end',
  no_trunk_manager: 'its trunk manager is gone',
  no_announcement: 'its announcement is gone',
  no_place: 'the PBX does not have the place where its answered calls go on',
  agent_busy: 'the extension that it connects to is not free',
}

const columns = [
  { title: 'TRUNK MANAGER', givesWay: true },
  ...(['TRUNK', { title: 'CALLS', isCount: true }, { title: 'AT MOST', isCount: true }] as const),
  ...([
    { title: 'TO CALL', isCount: true },
    { title: 'STATE', givesWay: true },
  ] as const),
] as const

/** `dialbook dialer status` */
export function addDialerStatus(parent: Command, edge: Edge): void {
  addCommand(parent, 'status', 'Tells what the dialler does, and why it does nothing where it does not.')
    .option(...accountOption)
    .option('--watch', 'On a terminal: tells it again every second, until Ctrl-C.')
    .action((options: StatusOptions) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const look = () => dialerStatus(book.core, caller)
        if (!options.watch) {
          const status = await look()
          return { text: describeStatus(status, edge.outWidth), json: { account: account.name, ...showStatus(status) } }
        }
        await watch(edge, async () => ({ text: describeStatus(await look(), edge.outWidth), isOver: false }))
        return undefined
      }),
    )
}

function describeStatus({ problem, managers, orphans }: DiallerStatus, width: number | null): string {
  const rows = managers.map(({ manager, inUse, waiting, idle }) => [
    ...[manager.title, manager.trunk, String(inUse), String(manager.capacity), String(waiting)],
    ...[idle ? reasons[idle] : waiting > 0 ? 'calls' : 'nothing to call'],
  ])
  const campaigns = [...managers.flatMap((each) => each.campaigns), ...orphans]
  return [
    ...(problem ? [`nobody is called: ${problems[problem]}`] : []),
    rows.length === 0 ? 'there is no trunk manager' : table(columns, rows, width),
    ...(campaigns.length === 0 ? ['no campaign runs'] : campaigns.map(describeCampaign)),
  ].join('\n')
}

function describeCampaign({ campaign: { id, name }, run: { repeat, counts }, idle }: CampaignStatus): string {
  const why = idle ? `, ${reasons[idle]}` : ''
  return `campaign ${id} '${harmless(name)}' run ${repeat}${why}: ${doneOf(counts)} % of ${describeCounts(counts)}`
}

function showStatus({ problem, managers, orphans }: DiallerStatus): object {
  return {
    problem: problem ?? null,
    trunkManagers: managers.map(({ manager, inUse, waiting, idle, campaigns }: ManagerStatus) => ({
      ...{ id: manager.id, title: manager.title, trunk: manager.trunk, capacity: manager.capacity },
      ...{ calls: inUse, toCall: waiting, idle: idle ?? null, campaigns: campaigns.map(showCampaignStatus) },
    })),
    orphans: orphans.map(showCampaignStatus),
  }
}

function showCampaignStatus({ campaign: { id, name }, run, idle }: CampaignStatus): object {
  return { id, name, idle: idle ?? null, ...showRun(run) }
}
