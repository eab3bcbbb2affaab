import type { Command } from 'commander'
import { findAccounts } from '../../core/account/find-accounts.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'
import { showAccount } from './show-account.ts'

const columns = ['ID', { title: 'NAME', givesWay: true }, 'STATE', 'COUNTRY', 'MADE'] as const

/** `dialbook account list` */
export function addAccountList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the accounts.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const accounts = await findAccounts(core, owner)
      const rows = accounts.map(({ id, name, enabled, country, createdAt }) => [
        String(id),
        name,
        enabled ? 'enabled' : 'disabled',
        country ?? '',
        isoTime(createdAt),
      ])
      return { text: table(columns, rows, edge.outWidth), json: accounts.map(showAccount) }
    }),
  )
}
