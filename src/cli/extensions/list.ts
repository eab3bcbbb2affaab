import type { Command } from 'commander'
import { extensionsAtMost, findExtensionPage } from '../../core/extension/find-extension-page.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { pageHint, table } from '../table.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly search?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100
const columns = ['ID', 'NUMBER', { title: 'NAME', givesWay: true }, 'ACTIVE'] as const

/** `dialbook extensions list` */
export function addExtensionsList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the extensions, without their secrets, in the order in which they were added.')
    .option(...accountOption)
    .option('--search <text>', 'Only extensions whose numbers or names contain the text, whatever its case.')
    .option('--limit <count>', `How many extensions to list, at most ${extensionsAtMost}.`, positiveInteger, usualLimit)
    .option(
      '--after <id>',
      'Only extensions with a greater id, as the end of the last answer names it.',
      positiveInteger,
    )
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { search, limit, after = 0 } = options
        const page = await findExtensionPage(book.core, caller, search === undefined ? {} : { search }, {
          limit,
          after,
        })
        const extensions = page.extensions.map(({ id, hexId, number, name, active }) => ({
          id,
          hexId,
          number,
          name,
          active,
        }))
        const rows = extensions.map(({ id, number, name, active }) => [String(id), number, name, active ? 'yes' : 'no'])
        const text =
          rows.length === 0
            ? search === undefined && after === 0
              ? 'there are no extensions'
              : 'there is no such extension'
            : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(page.next), json: { extensions, next: page.next } }
      }),
    )
}
