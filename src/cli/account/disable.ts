import type { Command } from 'commander'
import { setAccountEnabled } from '../../core/account/set-account-enabled.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

/** `dialbook account disable NAME` */
export function addAccountDisable(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'disable',
    'Disables an account: from the next request on its credentials sign in no more, and its phones are dropped.',
  )
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const account = await setAccountEnabled(core, owner, name, false)
        return { text: `account '${harmless(account.name)}' is disabled`, json: showAccount(account) }
      }),
    )
}
