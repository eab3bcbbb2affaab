import type { Command } from 'commander'
import { type InboundWay, testInboundRoute } from '../../core/inbound-route/test-inbound-route.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { readName } from '../trunk/trunk-arguments.ts'
import { readOutsideNumber } from './route-arguments.ts'
import { describeTargets } from './show-route.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly trunk?: string
  readonly at?: number
}

/** `dialbook route test NUMBER` */
export function addRouteTest(parent: Command, edge: Edge): void {
  addCommand(parent, 'test', 'Shows where a call to a number would go that comes in by a trunk; nothing rings.')
    .argument('<number>', 'the number that is called, as the provider sends it', readOutsideNumber)
    .option('--trunk <name>', 'the trunk by which it comes (default: only routes for every trunk count)', readName)
    .option('--at <time>', 'the time of the call, for schedules (default: now)', readTime)
    .option(...accountOption)
    .action((number: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const way = await testInboundRoute(book.core, caller, number, options.trunk ?? null, options.at)
        return { text: describeWay(number, way), json: { account: account.name, number, ...way } }
      }),
    )
}

function describeWay(number: string, { decision, direct, holders, passed, fax, routeId }: InboundWay): string {
  const ways = passed.map(({ kind, name, state }) => (kind === 'schedule' ? `${name} is ${state}` : `hears ${name}`))
  const behind = ways.length > 0 ? `, ${ways.join(', ')}` : ''
  const faxes = fax ? `\na fax goes to ${describeTargets(fax)}` : ''
  if (!decision && routeId !== null) return `${number} goes by the route ${routeId}${behind}, and ends there${faxes}`
  const several = `several extensions show ${number}, and no route says which: ${holders.join(', ')}`
  if (decision) {
    const route = `by the route ${decision.routeId}`
    const to = describeTargets(decision)
    const text =
      decision.kind === 'refused'
        ? `${number} is refused ${route}${behind}: ${to}: ${decision.rule}`
        : `${number} goes to ${to}, ${route}${behind}${faxes}`
    return holders.length > 1 ? `${text}\n${several}` : text
  }
  if (direct !== null) {
    return direct === number ? `${number} is an extension` : `${number} goes to ${direct}, which shows this number`
  }
  return holders.length > 1 ? several : `${number} reaches nobody: no route, and no extension has or shows it`
}
