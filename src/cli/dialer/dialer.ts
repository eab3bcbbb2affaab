import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addDialerStatus } from './status.ts'

/** `dialbook dialer …` */
export function addDialerCommands(program: Command, edge: Edge): void {
  const dialer = program.command('dialer').description('The dialler, which calls the numbers of campaigns.')
  addDialerStatus(dialer, edge)
}
