import { type Command, Option } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { addInboundRoute } from '../../core/inbound-route/add-inbound-route.ts'
import type { InboundKind, InboundRoute } from '../../core/inbound-route/inbound-route.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readName } from '../trunk/trunk-arguments.ts'
import { readOutsideNumber, readRoutedNumber, readTargets } from './route-arguments.ts'
import { describeNumber, describeTargets, showRoute } from './show-route.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly to?: readonly string[]
  readonly ring: 'all' | 'turn'
  readonly outside?: string
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
    .option('--trunk <name>', 'only calls by this trunk, before the routes for all', readName)
    .option(...accountOption)
    .action((routed: Pick<InboundRoute, 'number' | 'isPrefix'>, { to, outside, ring, trunk, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        if ((to === undefined) === (outside === undefined)) {
          throw new Refusal('missing_value', 'a route needs either --to or --outside', 'targets')
        }
        const targets = to ?? [outside as string]
        const kind: InboundKind = to === undefined ? 'outside' : targets.length === 1 ? 'extension' : ring
        const route = await addInboundRoute(book.core, caller, { ...routed, kind, targets, trunk: trunk ?? null })
        const text = `route ${route.id}: calls to ${describeNumber(route)} go to ${describeTargets(route)}`
        return { text, json: { account: account.name, route: showRoute(route) } }
      }),
    )
}
