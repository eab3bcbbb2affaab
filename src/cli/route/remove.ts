import type { Command } from 'commander'
import { removeInboundRoute } from '../../core/inbound-route/remove-inbound-route.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeNumber, showRoute } from './show-route.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook route remove ID` */
export function addRouteRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a route, from the next call on.')
    .argument('<id>', 'the id, as `route list` shows it', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const route = await removeInboundRoute(book.core, caller, id)
        const text = `calls to ${describeNumber(route)} have the route ${id} no more`
        return { text, json: { account: account.name, removed: showRoute(route) } }
      }),
    )
}
