import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addIpAllow } from './allow.ts'
import { addIpAllowAll } from './allow-all.ts'
import { addIpList } from './list.ts'
import { addIpRemove } from './remove.ts'

/** `dialbook ip …` */
export function addIpCommands(program: Command, edge: Edge): void {
  const ip = program
    .command('ip')
    .description('The networks that may call the Simotel API; everybody may when none is listed.')
  addIpAllow(ip, edge)
  addIpList(ip, edge)
  addIpRemove(ip, edge)
  addIpAllowAll(ip, edge)
}
