import type { Command } from 'commander'
import { openAt } from '../../core/schedule/days-of.ts'
import { findNamedSchedule } from '../../core/schedule/find-schedules.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { isoTime } from '../table.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly at?: number
}

/** `dialbook schedule test NAME` */
export function addScheduleTest(parent: Command, edge: Edge): void {
  addCommand(parent, 'test', 'Says whether a schedule is open.')
    .argument('<name>', 'its name')
    .option('--at <time>', 'when (default: now)', readTime)
    .option(...accountOption)
    .action((name: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const schedule = await findNamedSchedule(book.core, caller, name)
        const at = options.at ?? book.core.clock.now()
        const { open, day } = openAt(schedule, at)
        const why = day.length === 8 ? ', a holiday' : ''
        return {
          text: `${name} is ${open ? 'open' : 'closed'} at ${isoTime(at)}${why}`,
          json: { account: account.name, open, holiday: day.length === 8 },
        }
      }),
    )
}
