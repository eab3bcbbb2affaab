import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addCampaignAdd } from './add.ts'
import { addCampaignList } from './list.ts'
import { addCampaignRemove } from './remove.ts'
import { addCampaignReport } from './report.ts'
import { addCampaignSet } from './set.ts'
import { addCampaignShow } from './show.ts'
import { addCampaignTurns } from './turns.ts'

/** `dialbook campaign …` */
export function addCampaignCommands(program: Command, edge: Edge): void {
  const campaign = program
    .command('campaign')
    .description('Calls to the numbers of groups, by a trunk manager. A change holds for the next call.')
  addCampaignAdd(campaign, edge)
  addCampaignSet(campaign, edge)
  addCampaignList(campaign, edge)
  addCampaignShow(campaign, edge)
  addCampaignTurns(campaign, edge)
  addCampaignReport(campaign, edge)
  addCampaignRemove(campaign, edge)
}
