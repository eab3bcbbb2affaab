import type { Command } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Campaign, CampaignRef } from '../../core/campaign/campaign.ts'
import { findNamedCampaign } from '../../core/campaign/find-named-campaign.ts'
import { pauseCampaign } from '../../core/campaign/pause-campaign.ts'
import { repeatCampaign } from '../../core/campaign/repeat-campaign.ts'
import { resumeCampaign } from '../../core/campaign/resume-campaign.ts'
import { startCampaign } from '../../core/campaign/start-campaign.ts'
import { stopCampaign } from '../../core/campaign/stop-campaign.ts'
import type { Core } from '../../core/core.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { campaignArgument } from './campaign-argument.ts'
import { showCampaign } from './show-campaign.ts'

/** A command that brings a campaign into another state. */
interface Turn {
  readonly help: string
  readonly told: string
  act(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign>
}

const turns: Readonly<Record<string, Turn>> = {
  start: { help: 'Starts a campaign that waits.', told: 'runs', act: startCampaign },
  pause: { help: 'Pauses a campaign: no new call begins.', told: 'is paused', act: pauseCampaign },
  resume: { help: 'Lets a paused campaign go on.', told: 'runs again', act: resumeCampaign },
  stop: { help: 'Ends a campaign, and the calls of it that go on.', told: 'is stopped', act: stopCampaign },
  repeat: {
    help: 'Runs a campaign that is over once more, with the numbers that its groups have now.',
    told: 'runs once more',
    act: repeatCampaign,
  },
}

/** `dialbook campaign start CAMPAIGN`, and so `pause`, `resume`, `stop` and `repeat`. */
export function addCampaignTurns(parent: Command, edge: Edge): void {
  for (const [name, { help, told, act }] of Object.entries(turns)) {
    addCommand(parent, name, help)
      .argument(...campaignArgument)
      .option(...accountOption)
      .action((text: string, options: CommonOptions & { readonly account?: string }) =>
        actOnBook(edge, options, async (book) => {
          const { core } = book
          const { account, caller } = await chooseCaller(book, options.account)
          const { id } = await findNamedCampaign(core, caller, text)
          const campaign = await act(core, caller, { id })
          return {
            text: `campaign ${id} '${harmless(campaign.name)}' ${told}`,
            json: { account: account.name, campaign: await showCampaign(core, caller, campaign) },
          }
        }),
      )
  }
}
