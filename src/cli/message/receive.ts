import type { Command } from 'commander'
import { receiveMessage } from '../../core/incoming-message/receive-message.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showIncoming } from './inbox.ts'

interface ReceiveOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook message receive FROM TO TEXT` */
export function addMessageReceive(parent: Command, edge: Edge): void {
  addCommand(parent, 'receive', 'Takes a message as if a carrier had brought it, to try webhooks and stop words.')
    .argument('<from>', 'the number that writes')
    .argument('<to>', 'the number of the account that it writes to')
    .argument('<text>', 'the text')
    .option(...accountOption)
    .action((from: string, to: string, text: string, options: ReceiveOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const message = await receiveMessage(book.core, caller, { from, to, text, carrier: 'cli', carrierId: null })
        if (!message) throw new Error('a message without an id of a carrier was there before')
        const closed = message.optsOut ? `; ${message.from} gets no more messages` : ''
        return { text: `message ${message.id} from ${message.from} has come in${closed}`, json: showIncoming(message) }
      }),
    )
}
