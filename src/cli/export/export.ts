import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addExportAll } from './all.ts'
import { addExportGroups } from './groups.ts'
import { addExportKind } from './kind.ts'
import { kinds } from './kinds.ts'

/** `dialbook export …` */
export function addExportCommands(program: Command, edge: Edge): void {
  const exports = program
    .command('export')
    .description('Writes what an account has into files that other programs read, and `import` takes back.')
  addExportGroups(exports, edge)
  for (const kind of kinds) addExportKind(exports, edge, kind)
  addExportAll(exports, edge)
}
