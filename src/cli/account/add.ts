import type { Command } from 'commander'
import { openBook } from '../../app.ts'
import { addAccount } from '../../core/account/add-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showAccount } from './show-account.ts'

/** `dialbook account add NAME` */
export function addAccountAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Makes an account.')
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      actOnBook(
        edge,
        options,
        async ({ core }) => {
          const account = await addAccount(core, name)
          return { text: `account '${account.name}' is there now`, json: showAccount(account) }
        },
        // The first thing that a book gets.
        openBook,
      ),
    )
}
