import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addRouteAdd } from './add.ts'
import { addRouteList } from './list.ts'
import { addRouteRemove } from './remove.ts'
import { addRouteTest } from './test.ts'

/** `dialbook route …` */
export function addRouteCommands(program: Command, edge: Edge): void {
  const route = program
    .command('route')
    .description(
      'Where calls go that come in by a trunk. Without a route they go to the extension of the number, or to the one that shows it.',
    )
  addRouteAdd(route, edge)
  addRouteList(route, edge)
  addRouteRemove(route, edge)
  addRouteTest(route, edge)
}
