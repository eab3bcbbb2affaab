import type { Command } from 'commander'
import { getMessage } from '../../core/message/find-messages.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'
import { describeState, showMessage } from './show-message.ts'

interface ShowOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook message show ID` */
export function addMessageShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows a message, and what became of it.')
    .argument('<id>', 'the number of the message, as `message list` has it', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: ShowOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const message = await getMessage(book.core, caller, { id })
        const { number, sender, route, parts, alphabet, price, sentAt, endedAt, plannedAt, createdAt } = message
        const times = Object.entries({ made: createdAt, planned: plannedAt, left: sentAt, ended: endedAt })
        const text = [
          `message ${id} to ${number} from ${sender}: ${describeState(message)}`,
          `route ${route}, ${parts} ${parts === 1 ? 'part' : 'parts'} of ${alphabet}, price ${price / 1_000_000}`,
          ...times.filter(([, at]) => at !== null).map(([name, at]) => `${name} ${isoTime(at as number)}`),
          ...(message.text === '' ? ['the text is forgotten'] : ['', message.text]),
        ].join('\n')
        return { text, json: showMessage(message) }
      }),
    )
}
