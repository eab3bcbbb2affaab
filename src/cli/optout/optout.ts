import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addOptoutAdd } from './add.ts'
import { addOptoutImport } from './import.ts'
import { addOptoutList } from './list.ts'
import { addOptoutRemove } from './remove.ts'

/** `dialbook optout …` */
export function addOptoutCommands(program: Command, edge: Edge): void {
  const optout = program
    .command('optout')
    .description('The opt-outs: people who are closed for calls, messages, surveys, or for everything.')
  addOptoutAdd(optout, edge)
  addOptoutList(optout, edge)
  addOptoutImport(optout, edge)
  addOptoutRemove(optout, edge)
}
