import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addChangesList } from './list.ts'
import { addChangesUndo } from './undo.ts'

/** `dialbook changes …` */
export function addChangesCommands(program: Command, edge: Edge): void {
  const changes = program.command('changes').description('The changes to the book: who wrote what, and when.')
  addChangesList(changes, edge)
  addChangesUndo(changes, edge)
}
