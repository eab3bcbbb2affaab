import type { Command } from 'commander'
import { removeContacts } from '../../core/contact/remove-contacts.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { undoOf } from '../sheets/describe-outcome.ts'
import { harmless } from '../table.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook contacts remove CONTACT…` */
export function addContactsRemove(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'remove',
    'Removes contacts as one change, also from their groups. None is removed where one of them is not there.',
  )
    .argument('<contact...>', 'their ids, hex ids, e-mail addresses, numbers or whole names')
    .option(...accountOption)
    .action((named: string[], options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const removed = await removeContacts(core, caller, named)
        const undo = await undoOf(core, caller, 'contacts')
        const [first] = removed
        const what =
          removed.length === 1
            ? `contact ${first?.id} ${harmless(first?.name ?? '')} is`
            : `${removed.length} contacts are`
        return {
          text: `${what} removed\n${undo.hint}`,
          json: { removed: removed.map(({ id, hexId, name }) => ({ id, hexId, name })), change: undo.change },
        }
      }),
    )
}
