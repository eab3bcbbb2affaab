import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addBulkList } from './list.ts'
import { addBulkSend } from './send.ts'
import { addBulkShow } from './show.ts'
import { addBulkTurns } from './turns.ts'

/** `dialbook bulk …` */
export function addBulkCommands(program: Command, edge: Edge): void {
  const bulk = program.command('bulk').description('One text to the numbers of groups, and how far it has come.')
  addBulkSend(bulk, edge)
  addBulkList(bulk, edge)
  addBulkShow(bulk, edge)
  addBulkTurns(bulk, edge)
}
