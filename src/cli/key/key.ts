import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addKeyAdd } from './add.ts'
import { addKeyDisable } from './disable.ts'
import { addKeyEnable } from './enable.ts'
import { addKeyList } from './list.ts'
import { addKeyRemove } from './remove.ts'

/** `dialbook key …` */
export function addKeyCommands(program: Command, edge: Edge): void {
  const key = program.command('key').description('Credentials, with which programs sign in.')
  addKeyAdd(key, edge)
  addKeyList(key, edge)
  addKeyDisable(key, edge)
  addKeyEnable(key, edge)
  addKeyRemove(key, edge)
}
