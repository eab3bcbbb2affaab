import type { Command } from 'commander'
import { findBulks } from '../../core/bulk/find-bulks.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, pageHint, table } from '../table.ts'
import { describeCounts, showBulk } from './show-bulk.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly limit: number
  readonly after: number
}

const columns = [
  ...(['ID', 'MADE', 'STATE', 'ROUTE', 'SENDER'] as const),
  ...([
    { title: 'NUMBERS', givesWay: true },
    { title: 'TEXT', givesWay: true },
  ] as const),
] as const

const usualLimit = 100

/** `dialbook bulk list` */
export function addBulkList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the bulks, the newest first.')
    .option(...accountOption)
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .option('--after <place>', 'Only those behind this place: 100 goes on with the 101st.', positiveInteger, 0)
    .action(({ limit, after, ...options }: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const { items, total } = await findBulks(
          book.core,
          caller,
          { descending: true },
          { start: after, count: limit },
        )
        const next = items.length > 0 && after + items.length < total ? after + items.length : null
        const rows = items.map((bulk) => [
          ...[String(bulk.id), isoTime(bulk.createdAt), bulk.state, bulk.route, bulk.sender],
          ...[describeCounts(bulk), bulk.text.replaceAll(/\s+/g, ' ')],
        ])
        const text = rows.length === 0 ? 'there is no bulk' : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(next), json: { account: account.name, bulks: items.map(showBulk), next } }
      }),
    )
}
