import type { Command } from 'commander'
import { findSchedules } from '../../core/schedule/find-schedules.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { showSchedule } from './add.ts'
import { describeHours } from './read-hours.ts'

const columns = ['NAME', 'ZONE', { title: 'HOURS', givesWay: true }, { title: 'HOLIDAYS', givesWay: true }] as const

/** `dialbook schedule list` */
export function addScheduleList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the schedules, in the order of their names.')
    .option(...accountOption)
    .action((options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const schedules = await findSchedules(book.core, caller)
        const rows = schedules.map(({ name, timeZone, hours, holidays }) => [
          ...[name, timeZone, describeHours(hours), holidays.join(', ')],
        ])
        const text = rows.length === 0 ? 'there is no schedule' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, schedules: schedules.map(showSchedule) } }
      }),
    )
}
