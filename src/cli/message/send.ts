import { type Command, Option } from 'commander'
import { sendMessage, tryMessage } from '../../core/message/send-message.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { showMessage } from './show-message.ts'

interface SendOptions extends CommonOptions {
  readonly account?: string
  readonly sender: string
  readonly route?: string
  readonly at?: number
  readonly alphabet?: 'gsm' | 'unicode'
  readonly forgetText?: boolean
  readonly dryRun?: boolean
}

/** `dialbook message send NUMBER TEXT` */
export function addMessageSend(parent: Command, edge: Edge): void {
  addCommand(parent, 'send', 'Queues a message to a number. A running server sends it when it is due.')
    .argument('<number>', 'a number in any spelling')
    .argument('<text>', 'at most ten parts')
    .requiredOption('--sender <name>', 'Who it is from: a number, or up to 11 letters, digits and spaces.')
    .option('--route <code>', 'One of `message.routes`; the first where it is left out.')
    .option('--at <time>', 'When it is to leave, as 2026-11-21T03:00:00Z.', readTime)
    .addOption(
      new Option('--alphabet <name>', 'Its alphabet; the one that the text needs where it is left out.').choices([
        'gsm',
        'unicode',
      ]),
    )
    .option('--forget-text', 'Forgets the text once it has left.')
    .option('--dry-run', 'Tells what would be sent, and sends nothing.')
    .option(...accountOption)
    .action((number: string, text: string, options: SendOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { sender, route = null, at = null, alphabet = null, forgetText = false, dryRun = false } = options
        const wanted = { number, text, sender, route, plannedAt: at, alphabet, forgetsText: forgetText }
        const message = await (dryRun ? tryMessage : sendMessage)(book.core, caller, wanted)
        const parts = `${message.parts} ${message.parts === 1 ? 'part' : 'parts'} of ${message.alphabet}`
        const what = dryRun ? 'would queue a message' : `queued message ${message.id}`
        return { text: `${what} to ${message.number} by ${message.route}: ${parts}`, json: showMessage(message) }
      }),
    )
}
