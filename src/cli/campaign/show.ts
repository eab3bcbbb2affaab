import type { Command } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import { findNamedCampaign } from '../../core/campaign/find-named-campaign.ts'
import { findRuns } from '../../core/campaign/find-runs.ts'
import { getCampaign } from '../../core/campaign/get-campaign.ts'
import type { Run } from '../../core/campaign/run.ts'
import type { Core } from '../../core/core.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, type Outcome } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless, isoTime } from '../table.ts'
import { watch } from '../watch.ts'
import { campaignArgument } from './campaign-argument.ts'
import { describeCounts, doneOf, type ShownCampaign, showCampaign, showRun } from './show-campaign.ts'

interface ShowOptions extends CommonOptions {
  readonly account?: string
  readonly watch?: true
}

/** Runs that are shown. `campaign report --run` shows an older one. */
const shownRuns = 5

/** `dialbook campaign show CAMPAIGN` */
export function addCampaignShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows a campaign: its settings, and how far its runs have come.')
    .argument(...campaignArgument)
    .option(...accountOption)
    .option('--watch', 'On a terminal: shows it again every second, until it is over, or Ctrl-C.')
    .action((text: string, options: ShowOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const { id } = await findNamedCampaign(core, caller, text)
        const look = async () => lookAt(core, caller, account.name, await getCampaign(core, caller, { id }))
        if (!options.watch) return look()
        return watch(edge, look).then(() => undefined)
      }),
    )
}

async function lookAt(
  core: Core,
  caller: Caller,
  account: string,
  campaign: Campaign,
): Promise<Outcome & { readonly isOver: boolean }> {
  const shown = await showCampaign(core, caller, campaign)
  const runs = await findRuns(core, caller, { id: campaign.id })
  const lines = [...fieldLines(shown), ...runs.slice(0, shownRuns).flatMap(runLines)]
  return {
    text: lines.join('\n'),
    json: { account, campaign: shown, runs: runs.map(showRun) },
    isOver: campaign.state === 'completed' || campaign.state === 'stopped',
  }
}

function fieldLines(campaign: ShownCampaign): string[] {
  const { tries, pause, ringTime, longest, digits, optOutDigit, context, text } = campaign
  const asked = digits > 0 ? `${digits}${optOutDigit === null ? '' : `, ${optOutDigit} opts out`}` : null
  const fields: readonly (readonly [string, string | null])[] = [
    ['campaign', `${campaign.id}  ${campaign.hexId}`],
    ['name', campaign.name],
    ['description', campaign.description],
    ['state', campaign.state],
    ['calls by', campaign.trunkManager],
    ['groups', campaign.groups.map(({ id, name }) => `${id} ${name}`).join(', ')],
    ['own numbers', campaign.ownNumbers > 0 ? String(campaign.ownNumbers) : null],
    ['announces', campaign.announcement],
    ['digits', asked],
    ['goes on at', context === '' ? null : `${text} in ${context}`],
    ['tries', `${tries}${tries > 1 ? `, ${pause} s from one to the next` : ''}`],
    ['rings', `${ringTime} s, a call lasts ${longest} s at the most`],
    ['start', campaign.start],
    ['end', campaign.end],
  ]
  return fields.flatMap(([field, value]) => (value ? [`${field.padEnd(12)}${harmless(value)}`] : []))
}

function runLines({ repeat, counts, startedAt, endedAt }: Run): string[] {
  const seconds = (milliseconds: number) => Math.round(milliseconds / 1000)
  const until = endedAt === null ? '' : ` to ${isoTime(endedAt)}`
  return [
    `${`run ${repeat}`.padEnd(12)}${doneOf(counts)} % done, from ${isoTime(startedAt)}${until}`,
    `${''.padEnd(12)}${describeCounts(counts)}`,
    `${''.padEnd(12)}${counts.tries} calls, ${seconds(counts.talk)} s of talk, ${seconds(counts.wait)} s of waiting`,
  ]
}
