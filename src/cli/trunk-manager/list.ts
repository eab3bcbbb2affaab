import type { Command } from 'commander'
import { findTrunkManagers } from '../../core/trunk-manager/find-trunk-managers.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { hoursOf, showManager } from './show-manager.ts'

const columns = [
  { title: 'TITLE', givesWay: true },
  ...['ID', 'TRUNK', 'STATE', 'CAPACITY', 'INTERVAL', 'ZONE'],
  { title: 'HOURS', givesWay: true },
] as const

/** `dialbook trunk-manager list` */
export function addTrunkManagerList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the trunk managers, the oldest first.')
    .option(...accountOption)
    .action((options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const managers = await findTrunkManagers(book.core, caller)
        const rows = managers.map((manager) => [
          ...[manager.title, manager.hexId, manager.trunk, manager.active ? 'active' : 'not active'],
          ...[String(manager.capacity), `${manager.interval / 1000} s`, manager.timeZone, hoursOf(manager.hours)],
        ])
        const text = rows.length === 0 ? 'there is no trunk manager' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, trunkManagers: managers.map(showManager) } }
      }),
    )
}
