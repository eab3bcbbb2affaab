import { type Command, Option } from 'commander'
import { addInboundRoute } from '../../core/inbound-route/add-inbound-route.ts'
import type { InboundRoute } from '../../core/inbound-route/inbound-route.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readName } from '../trunk/trunk-arguments.ts'
import { type DestinationOptions, destinationForms, destinationOf, readDestination } from './read-destination.ts'
import { readOutsideNumber, readRoutedNumber, readTargets } from './route-arguments.ts'
import { describeNumber, describeTargets, showRoute } from './show-route.ts'

interface Options extends CommonOptions, DestinationOptions {
  readonly account?: string
  readonly trunk?: string
}

/** `dialbook route add NUMBER --to EXTENSIONS` */
export function addRouteAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Sends the calls that come in to a number on their way, from the next call on.')
    .argument(
      '<number>',
      "the number, in any spelling of the account's country; 0219100* for all that begin so, any for all others",
      readRoutedNumber,
    )
    .option('--to <extensions>', 'the extension, or those of a group with commas between them', readTargets)
    .addOption(new Option('--ring <way>', 'how a group rings').choices(['all', 'turn']).default('all'))
    .option('--outside <number>', 'instead: an outside number, if a forward rule allows it', readOutsideNumber)
    .option('--announce <name>', 'instead: an announcement is played; the call ends, or goes on to --then')
    .option('--then <target>', `behind the announcement: ${destinationForms}`, readDestination)
    .option('--schedule <name>', 'instead: where --open or --closed says, by the hours of a schedule')
    .option('--open <target>', 'while the schedule is open', readDestination)
    .option('--closed <target>', 'while it is closed (default: the call ends)', readDestination)
    .option('--fax <target>', 'where a fax goes that is heard once the call is answered', readDestination)
    .option('--trunk <name>', 'only calls by this trunk, before the routes for all', readName)
    .option(...accountOption)
    .action((routed: Pick<InboundRoute, 'number' | 'isPrefix'>, { trunk, account: named, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, named)
        const destination = await destinationOf(book.core, caller, options)
        const route = await addInboundRoute(book.core, caller, { ...routed, ...destination, trunk: trunk ?? null })
        const text = `route ${route.id}: calls to ${describeNumber(route)} go to ${describeTargets(route)}`
        return { text, json: { account: account.name, route: showRoute(route) } }
      }),
    )
}
