import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { getMessage } from '../../core/message/find-messages.ts'
import { cancelMessages } from '../../core/message/stop-messages.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'

interface CancelOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook message cancel ID` */
export function addMessageCancel(parent: Command, edge: Edge): void {
  addCommand(parent, 'cancel', 'Stops a message that has not left. It stays in the book, and costs nothing.')
    .argument('<id>', 'the number of the message, as `message list` has it', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: CancelOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { state } = await getMessage(book.core, caller, { id })
        const filter = { kind: 'compare', field: 'id', by: 'eq', value: id } as const
        const count = await cancelMessages(book.core, caller, { filter }, 'stopped at the command line')
        if (count === 0) throw new Refusal('conflict', `the message does not wait any more: it was ${state}`)
        return { text: `stopped message ${id}`, json: { id, state: 'cancelled' } }
      }),
    )
}
