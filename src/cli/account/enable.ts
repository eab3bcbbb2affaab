import type { Command } from 'commander'
import { setAccountEnabled } from '../../core/account/set-account-enabled.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

/** `dialbook account enable NAME` */
export function addAccountEnable(parent: Command, edge: Edge): void {
  addCommand(parent, 'enable', 'Enables an account: its credentials and its phones may sign in again.')
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const account = await setAccountEnabled(core, owner, name, true)
        return { text: `account '${harmless(account.name)}' is enabled`, json: showAccount(account) }
      }),
    )
}
