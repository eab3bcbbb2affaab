import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addTrashList } from './list.ts'
import { addTrashRestore } from './restore.ts'

/** `dialbook trash …` */
export function addTrashCommands(program: Command, edge: Edge): void {
  const trash = program
    .command('trash')
    .description('Removed groups, contacts and extensions. They can come back until `prune` forgets their removal.')
  addTrashList(trash, edge)
  addTrashRestore(trash, edge)
}
