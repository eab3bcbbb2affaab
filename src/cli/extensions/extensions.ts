import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addExtensionsAudit } from './audit.ts'

/** `dialbook extensions …` */
export function addExtensionsCommands(program: Command, edge: Edge): void {
  const extensions = program.command('extensions').description('The phones of the PBX.')
  addExtensionsAudit(extensions, edge)
}
