import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addGroupsAdd } from './add.ts'
import { addGroupsCombine } from './combine.ts'
import { addGroupsDiff } from './diff.ts'
import { addGroupsEdit } from './edit.ts'
import { addGroupsList } from './list.ts'
import { addGroupsRemove } from './remove.ts'
import { addGroupsShow } from './show.ts'

/** `dialbook groups …` */
export function addGroupsCommands(program: Command, edge: Edge): void {
  const groups = program
    .command('groups')
    .description('The groups and their numbers. A group is named by its id, its hex id or its whole name.')
  addGroupsList(groups, edge)
  addGroupsShow(groups, edge)
  addGroupsAdd(groups, edge)
  addGroupsEdit(groups, edge)
  addGroupsRemove(groups, edge)
  addGroupsDiff(groups, edge)
  addGroupsCombine(groups, edge)
}
