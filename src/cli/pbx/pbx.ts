import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addPbxCheck } from './check.ts'
import { addPbxConfig } from './config.ts'
import { addPbxRun } from './run.ts'
import { addPbxStatus } from './status.ts'

/** `dialbook pbx …` */
export function addPbxCommands(program: Command, edge: Edge): void {
  const pbx = program.command('pbx').description('The Asterisk that reads the extensions from the book.')
  addPbxConfig(pbx, edge)
  addPbxRun(pbx, edge)
  addPbxStatus(pbx, edge)
  addPbxCheck(pbx, edge)
}
