import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addPersonAdd } from './add.ts'
import { addPersonDisable, addPersonEnable } from './enabled.ts'
import { addPersonList } from './list.ts'
import { addPersonReset } from './reset.ts'

/** `dialbook person …` */
export function addPersonCommands(program: Command, edge: Edge): void {
  const person = program
    .command('person')
    .description('People who use the page: owners of the server, administrators and readers of one account.')
  addPersonAdd(person, edge)
  addPersonList(person, edge)
  addPersonDisable(person, edge)
  addPersonEnable(person, edge)
  addPersonReset(person, edge)
}
