import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addBlockLift } from './lift.ts'
import { addBlockList } from './list.ts'

/** `dialbook block …` */
export function addBlockCommands(program: Command, edge: Edge): void {
  const block = program
    .command('block')
    .description('Addresses and names that are blocked or slowed for a time, after too many bad sign-ins.')
  addBlockList(block, edge)
  addBlockLift(block, edge)
}
