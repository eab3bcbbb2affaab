import type { Command } from 'commander'
import { openBook } from '../../app.ts'
import { addAccount } from '../../core/account/add-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

/** `dialbook account add NAME` */
export function addAccountAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Makes an account.')
    .argument('<name>', '1 to 64 printable characters, unique without case')
    .action((name: string, options: CommonOptions) =>
      actOnBook(
        edge,
        options,
        async ({ core, owner }) => {
          const account = await addAccount(core, owner, name)
          return { text: `account '${harmless(account.name)}' is there now`, json: showAccount(account) }
        },
        // An account is the first thing that a book gets, so this command may begin the book.
        openBook,
      ),
    )
}
