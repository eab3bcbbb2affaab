import type { Command } from 'commander'
import { findNamedCampaign } from '../../core/campaign/find-named-campaign.ts'
import { removeCampaign } from '../../core/campaign/remove-campaign.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { campaignArgument } from './campaign-argument.ts'
import { showCampaign } from './show-campaign.ts'

/** `dialbook campaign remove CAMPAIGN` */
export function addCampaignRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a campaign that does not run, with its report. Its calls stay in the ledger.')
    .argument(...campaignArgument)
    .option(...accountOption)
    .action((text: string, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const { id, name } = await findNamedCampaign(core, caller, text)
        const removed = await removeCampaign(core, caller, { id })
        return {
          text: `campaign ${id} '${harmless(name)}' is gone`,
          json: { account: account.name, removed: await showCampaign(core, caller, removed) },
        }
      }),
    )
}
