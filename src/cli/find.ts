import type { Command } from 'commander'
import { findGroupsOfPhone, groupsOfPhoneAtMost } from '../core/group/find-groups-of-phone.ts'
import { quote } from './changes/describe-change.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from './command.ts'
import type { Edge } from './edge.ts'
import { pageHint, table } from './table.ts'

interface FindOptions extends CommonOptions {
  readonly account?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100
const columns = ['ID', 'HEX ID', { title: 'NUMBERS', isCount: true }, { title: 'NAME', givesWay: true }] as const

/** `dialbook find NUMBER` */
export function addFind(program: Command, edge: Edge): void {
  addCommand(program, 'find', 'Finds the groups that hold a number.')
    .argument('<number>', 'the number as it is stored: `+49…` and `0049…` are two')
    .option(...accountOption)
    .option('--limit <count>', `How many groups to name, at most ${groupsOfPhoneAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only groups with a greater id, as the end of the last answer names it.', positiveInteger)
    .action((number: string, options: FindOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { limit, after = 0 } = options
        const { groups, next } = await findGroupsOfPhone(core, caller, number, { limit, after })
        const rows = groups.map(({ id, hexId, count, name }) => [String(id), hexId, String(count), quote(name)])
        return {
          text: rows.length === 0 ? 'no group holds it' : table(columns, rows, edge.outWidth) + pageHint(next),
          json: { groups: groups.map(({ id, hexId, name, count }) => ({ id, hexId, name, count })), next },
        }
      }),
    )
}
