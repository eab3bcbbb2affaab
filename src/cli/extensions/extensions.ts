import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addExtensionsAdd } from './add.ts'
import { addExtensionsAudit } from './audit.ts'
import { addExtensionsEdit } from './edit.ts'
import { addExtensionsImport } from './import.ts'
import { addExtensionsList } from './list.ts'
import { addExtensionsRemove } from './remove.ts'
import { addExtensionsShow } from './show.ts'

/** `dialbook extensions …` */
export function addExtensionsCommands(program: Command, edge: Edge): void {
  const extensions = program.command('extensions').description('The phones of the PBX.')
  addExtensionsList(extensions, edge)
  addExtensionsShow(extensions, edge)
  addExtensionsAdd(extensions, edge)
  addExtensionsImport(extensions, edge)
  addExtensionsEdit(extensions, edge)
  addExtensionsRemove(extensions, edge)
  addExtensionsAudit(extensions, edge)
}
