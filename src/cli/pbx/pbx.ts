import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addPbxStatus } from './status.ts'

/** `dialbook pbx …` */
export function addPbxCommands(program: Command, edge: Edge): void {
  const pbx = program.command('pbx').description('The PBX behind the extensions.')
  addPbxStatus(pbx, edge)
}
