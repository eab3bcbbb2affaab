import type { Command } from 'commander'
import { getBulk } from '../../core/bulk/find-bulks.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'
import { bulkArgument, describeCounts, showBulk } from './show-bulk.ts'

/** `dialbook bulk show ID` */
export function addBulkShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows a bulk, and how far it has come.')
    .argument(...bulkArgument, positiveInteger)
    .option(...accountOption)
    .action((id: number, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const bulk = await getBulk(book.core, caller, { id })
        const { state, sender, route, createdAt, plannedAt, endedAt } = bulk
        const times = Object.entries({ made: createdAt, planned: plannedAt, ended: endedAt })
        const text = [
          `bulk ${id} from ${sender} by ${route} is ${state}: ${describeCounts(bulk)}`,
          ...times.flatMap(([name, at]) => (at === null ? [] : [`${name} ${isoTime(at)}`])),
          ...['', bulk.text],
        ].join('\n')
        return { text, json: showBulk(bulk) }
      }),
    )
}
