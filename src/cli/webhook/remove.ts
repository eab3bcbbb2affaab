import type { Command } from 'commander'
import { removeWebhook } from '../../core/webhook/remove-webhook.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'

interface RemoveOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook webhook remove ID` */
export function addWebhookRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a webhook. Events that still wait for it are never sent.')
    .argument('<id>', 'its number in `webhook list`', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: RemoveOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        await removeWebhook(core, (await chooseCaller(book, options.account)).caller, id)
        return { text: `webhook ${id} is removed`, json: { removed: id } }
      }),
    )
}
