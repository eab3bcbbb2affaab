import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addExtensionsAudit } from './audit.ts'
import { addExtensionsList } from './list.ts'

/** `dialbook extensions …` */
export function addExtensionsCommands(program: Command, edge: Edge): void {
  const extensions = program.command('extensions').description('The phones of the PBX.')
  addExtensionsList(extensions, edge)
  addExtensionsAudit(extensions, edge)
}
