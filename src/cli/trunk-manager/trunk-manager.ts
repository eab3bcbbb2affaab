import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addTrunkManagerAdd } from './add.ts'
import { addTrunkManagerList } from './list.ts'
import { addTrunkManagerRemove } from './remove.ts'
import { addTrunkManagerSet } from './set.ts'

/** `dialbook trunk-manager …` */
export function addTrunkManagerCommands(program: Command, edge: Edge): void {
  const manager = program
    .command('trunk-manager')
    .description('How campaigns use a trunk: calls at once, pace, hours. A change holds for the next call.')
  addTrunkManagerAdd(manager, edge)
  addTrunkManagerSet(manager, edge)
  addTrunkManagerList(manager, edge)
  addTrunkManagerRemove(manager, edge)
}
