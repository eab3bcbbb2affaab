import type { Command } from 'commander'
import { findNamedCampaign } from '../../core/campaign/find-named-campaign.ts'
import { updateCampaign } from '../../core/campaign/update-campaign.ts'
import { Refusal } from '../../core/errors.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { campaignArgument } from './campaign-argument.ts'
import {
  addCampaignOptions,
  type CampaignOptions,
  fieldsIn,
  managerOption,
  readCampaignName,
} from './campaign-options.ts'
import { showCampaign } from './show-campaign.ts'

/** `dialbook campaign set CAMPAIGN …` */
export function addCampaignSet(parent: Command, edge: Edge): void {
  const command = addCommand(
    parent,
    'set',
    'Changes a campaign: what is not given stays. Other groups and numbers hold from the next run on.',
  )
    .argument(...campaignArgument)
    .option('--name <name>', 'another name', readCampaignName)
    .option(...managerOption)
  addCampaignOptions(command)
    .option(...accountOption)
    .action((text: string, options: CampaignOptions & { readonly name?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const { id } = await findNamedCampaign(core, caller, text)
        const { name } = options
        const fields = { ...(await fieldsIn(edge, core, caller, options)), ...(name !== undefined && { name }) }
        if (Object.keys(fields).length === 0) {
          throw new Refusal('missing_value', 'nothing to set: --help shows what can be')
        }
        const campaign = await updateCampaign(core, caller, { id }, fields)
        return {
          text: `campaign ${id} '${harmless(campaign.name)}' is changed`,
          json: { account: account.name, campaign: await showCampaign(core, caller, campaign) },
        }
      }),
    )
}
