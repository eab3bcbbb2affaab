import { type Command, Option } from 'commander'
import { findGroupPage, type GroupOrder, groupOrders, groupsAtMost } from '../../core/group/find-group-page.ts'
import { quote } from '../changes/describe-change.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, pageHint, table } from '../table.ts'
import { showGroups } from './show-group.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly search?: string
  readonly sort: GroupOrder
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100

const columns: readonly Column[] = [
  ...(['ID', 'HEX ID', { title: 'NUMBERS', isCount: true }, { title: 'NAME', givesWay: true }] as const),
  ...([{ title: 'TITLES', givesWay: true }, { title: 'FOLDER', givesWay: true }, 'DELETION'] as const),
  { title: 'DESCRIPTION', givesWay: true },
]

/** `dialbook groups list` */
export function addGroupsList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the groups of an account.')
    .option(...accountOption)
    .option('--search <text>', 'Only groups whose names contain the text, whatever its case.')
    .addOption(
      new Option('--sort <order>', 'By id or name, the most numbers first, or the last changed first.')
        .choices(Object.keys(groupOrders))
        .default('id'),
    )
    .option('--limit <count>', `How many groups to list, at most ${groupsAtMost}.`, positiveInteger, usualLimit)
    .option(
      '--after <id>',
      'Only groups behind the one with this id, as the end of the last answer names it.',
      positiveInteger,
    )
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { search, sort: order, limit, after } = options
        const page = await findGroupPage(core, caller, {
          ...{ order, limit },
          ...(search !== undefined && { search }),
          ...(after !== undefined && { after }),
        })
        const groups = await showGroups(core, caller, page.groups)
        const rows = groups.map(({ id, hexId, numbers, name, titles, folder, plannedDeletion, description }) => [
          ...[String(id), hexId, String(numbers), quote(name)],
          ...[
            Object.values(titles)
              .filter((title) => title !== null)
              .join(', '),
            folder?.name ?? '',
          ],
          ...[plannedDeletion ?? '', description ?? ''],
        ])
        const none = after === undefined && search === undefined ? 'there are no groups' : 'there is no such group'
        const text = rows.length === 0 ? none : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(page.next), json: { groups, next: page.next } }
      }),
    )
}
