import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addCallsExport } from './export.ts'
import { addCallsList } from './list.ts'
import { addCallsShow } from './show.ts'

/** `dialbook calls …` */
export function addCallsCommands(program: Command, edge: Edge): void {
  const calls = program
    .command('calls')
    .description('The ledger of calls: who talked with whom, how long, by which trunk.')
  addCallsList(calls, edge)
  addCallsShow(calls, edge)
  addCallsExport(calls, edge)
}
