import type { Command } from 'commander'
import { findInboundRoutes } from '../../core/inbound-route/find-inbound-routes.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { describeNumber, describeTargets, showRoute } from './show-route.ts'

const columns = ['ID', 'NUMBER', 'TRUNK', { title: 'TO', givesWay: true }] as const

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook route list` */
export function addRouteList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the routes, in the order in which they were added.')
    .option(...accountOption)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const routes = await findInboundRoutes(book.core, caller)
        const rows = routes.map((route) => [
          ...[String(route.id), describeNumber(route), route.trunk ?? 'any', describeTargets(route)],
        ])
        const none = 'there is no route: calls go to the extension of the number, or to the one that shows it'
        const text = rows.length === 0 ? none : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, routes: routes.map(showRoute) } }
      }),
    )
}
