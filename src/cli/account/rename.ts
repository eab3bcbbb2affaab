import type { Command } from 'commander'
import { renameAccount } from '../../core/account/rename-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

/** `dialbook account rename OLD NEW` */
export function addAccountRename(parent: Command, edge: Edge): void {
  addCommand(parent, 'rename', 'Gives an account another name. Its credentials and all that it has stay.')
    .argument('<old>', 'a name of `account list`')
    .argument('<new>', 'its new name')
    .action((name: string, wanted: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const account = await renameAccount(core, owner, name, wanted)
        return {
          text: `account '${harmless(name)}' is named '${harmless(account.name)}' now`,
          json: showAccount(account),
        }
      }),
    )
}
