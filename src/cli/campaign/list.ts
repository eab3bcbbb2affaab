import { type Command, Option } from 'commander'
import { type CampaignState, campaignStates } from '../../core/campaign/campaign.ts'
import { findCampaigns } from '../../core/campaign/find-campaigns.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { pageHint, table } from '../table.ts'
import { showCampaigns } from './show-campaign.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly state?: CampaignState
  readonly limit: number
  readonly after: number
}

const columns = [
  ...['ID', 'HEX ID', { title: 'NAME', givesWay: true }, 'STATE'],
  ...[
    { title: 'RUNS', isCount: true },
    { title: 'TRUNK MANAGER', givesWay: true },
  ],
  ...[{ title: 'GROUPS', givesWay: true }, { title: 'OWN NUMBERS', isCount: true }, 'START', 'END'],
] as const

const usualLimit = 100

/** `dialbook campaign list` */
export function addCampaignList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the campaigns, the newest first.')
    .option(...accountOption)
    .addOption(new Option('--state <state>', 'Only those in this state.').choices(campaignStates))
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .option('--after <place>', 'Only those behind this place: 100 goes on with the 101st.', positiveInteger, 0)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const { state, limit, after } = options
        const query = { ...(state && { states: [state] }), sort: { by: 'id', descending: true } } as const
        const { items, total } = await findCampaigns(core, caller, query, { start: after, count: limit })
        const next = items.length > 0 && after + items.length < total ? after + items.length : null
        const campaigns = await showCampaigns(core, caller, items)
        const rows = campaigns.map((each) => [
          ...[String(each.id), each.hexId, each.name, each.state, String(each.repeat), each.trunkManager],
          ...[
            each.groups.map(({ name }) => name).join(', '),
            String(each.ownNumbers),
            each.start ?? '',
            each.end ?? '',
          ],
        ])
        const text = rows.length === 0 ? 'there is no campaign' : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(next), json: { account: account.name, campaigns, next } }
      }),
    )
}
