import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addTrunkList } from './list.ts'
import { addTrunkRemove } from './remove.ts'
import { addTrunkSet } from './set.ts'

/** `dialbook trunk …` */
export function addTrunkCommands(program: Command, edge: Edge): void {
  const trunk = program
    .command('trunk')
    .description('The ways out of the PBX, to numbers that no extension has. A change holds for the next call.')
  addTrunkSet(trunk, edge)
  addTrunkList(trunk, edge)
  addTrunkRemove(trunk, edge)
}
