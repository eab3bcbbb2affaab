import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addExportGroups } from './groups.ts'

/** `dialbook export …` */
export function addExportCommands(program: Command, edge: Edge): void {
  const exports = program
    .command('export')
    .description('Writes what an account has into files that other programs read, and `import` takes back.')
  addExportGroups(exports, edge)
}
