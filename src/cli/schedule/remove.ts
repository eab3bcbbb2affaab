import type { Command } from 'commander'
import { removeSchedule } from '../../core/schedule/remove-schedule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showSchedule } from './add.ts'

/** `dialbook schedule remove NAME` */
export function addScheduleRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a schedule that no route goes by.')
    .argument('<name>', 'its name')
    .option(...accountOption)
    .action((name: string, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const removed = await removeSchedule(book.core, caller, name)
        return {
          text: `the schedule ${name} is removed`,
          json: { account: account.name, removed: showSchedule(removed) },
        }
      }),
    )
}
