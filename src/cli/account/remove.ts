import type { Command } from 'commander'
import { removeAccount } from '../../core/account/remove-account.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import { Refusal } from '../../core/errors.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'

interface RemoveOptions extends CommonOptions {
  readonly force?: boolean
}

/** `dialbook account remove NAME [--force]` */
export function addAccountRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes an account. `changes undo` brings it back until `prune` takes its rows.')
    .argument('<name>', 'a name of `account list`')
    .option('--force', 'Remove the account with all that it has, also when it is not empty.')
    .action((name: string, { force = false, ...options }: RemoveOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const account = await removeAccount(core, owner, name, { force }).catch((error: unknown) => {
          if (!(error instanceof Refusal && error.code === 'not_empty')) throw error
          throw new Refusal(error.code, `${error.message}; with --force all of it goes`)
        })
        const [change] = await findChanges(core, owner, 1, { noun: 'account', subject: account.name })
        const undo = change ? `; \`dialbook changes undo ${change.number}\` brings it back` : ''
        return {
          text: `account '${harmless(account.name)}' is removed${undo}`,
          json: { removed: account.name, change: change?.number ?? null },
        }
      }),
    )
}
