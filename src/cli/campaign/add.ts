import type { Command } from 'commander'
import { addCampaign } from '../../core/campaign/add-campaign.ts'
import type { TrunkManagerRef } from '../../core/trunk-manager/trunk-manager.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import {
  addCampaignOptions,
  type CampaignOptions,
  fieldsIn,
  managerOption,
  readCampaignName,
} from './campaign-options.ts'
import { showCampaign } from './show-campaign.ts'

/** `dialbook campaign add NAME --trunk-manager NAME …` */
export function addCampaignAdd(parent: Command, edge: Edge): void {
  const command = addCommand(parent, 'add', 'Makes a campaign, which calls nobody before it is started.')
    .argument('<name>', 'its name, which others may have too', readCampaignName)
    .requiredOption(...managerOption)
  addCampaignOptions(command)
    .option(...accountOption)
    .action((name: string, options: CampaignOptions & { readonly trunkManager: TrunkManagerRef }) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const { trunkManager } = options
        const fields = await fieldsIn(edge, core, caller, options)
        const campaign = await addCampaign(core, caller, { ...fields, name, trunkManager })
        const begins =
          campaign.start === null ? `\`dialbook campaign start ${campaign.id}\` begins it` : 'it begins by itself'
        return {
          text: `campaign ${campaign.id} '${harmless(name)}' is there now; ${begins}`,
          json: { account: account.name, campaign: await showCampaign(core, caller, campaign) },
        }
      }),
    )
}
