import type { Command } from 'commander'
import { resendDelivery } from '../../core/webhook/resend-delivery.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'

interface ResendOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook webhook resend ID` */
export function addWebhookResend(parent: Command, edge: Edge): void {
  addCommand(parent, 'resend', 'Delivers an event once more, whatever became of it before.')
    .argument('<id>', 'its number in `webhook log`', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: ResendOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        await resendDelivery(core, (await chooseCaller(book, options.account)).caller, id)
        return { text: `delivery ${id} is made again as soon as a server runs`, json: { resent: id } }
      }),
    )
}
