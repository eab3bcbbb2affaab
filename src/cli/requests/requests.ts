import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addRequestsBodies } from './bodies.ts'
import { addRequestsList } from './list.ts'
import { addRequestsReplay } from './replay.ts'
import { addRequestsShow } from './show.ts'

/** `dialbook requests …` */
export function addRequestsCommands(program: Command, edge: Edge): void {
  const requests = program.command('requests').description('The last requests of programs, without their secrets.')
  addRequestsList(requests, edge)
  addRequestsShow(requests, edge)
  addRequestsBodies(requests, edge)
  addRequestsReplay(requests, edge)
}
