import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addScheduleAdd } from './add.ts'
import { addScheduleList } from './list.ts'
import { addScheduleRemove } from './remove.ts'
import { addScheduleTest } from './test.ts'

/** `dialbook schedule …` */
export function addScheduleCommands(program: Command, edge: Edge): void {
  const schedule = program.command('schedule').description('Hours and holidays, by which routes go.')
  addScheduleAdd(schedule, edge)
  addScheduleList(schedule, edge)
  addScheduleRemove(schedule, edge)
  addScheduleTest(schedule, edge)
}
