import type { Command } from 'commander'
import { findWebhooks } from '../../core/webhook/find-webhooks.ts'
import { shownUrl } from '../../core/webhook/snapshot-webhook.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, table } from '../table.ts'
import { showWebhook } from './show-webhook.ts'
import { eventName } from './vendors.ts'

const columns: readonly Column[] = [
  ...(['ID', { title: 'ADDRESS', givesWay: true }, 'DIALECT', 'VERSION', 'METHOD', 'USERNAME'] as const),
  { title: 'EVENTS', givesWay: true },
]

interface ListOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook webhook list` */
export function addWebhookList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the webhooks, without their passwords.')
    .option(...accountOption)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const webhooks = await findWebhooks(core, (await chooseCaller(book, options.account)).caller)
        const rows = webhooks.map(({ id, url, dialect, format, method, username, events }) => {
          const told = events.map(eventName).join(' ')
          return [String(id), shownUrl(url), dialect, format, method.toLowerCase(), username ?? '', told]
        })
        const text = rows.length === 0 ? 'there are no webhooks' : table(columns, rows, edge.outWidth)
        return { text, json: { webhooks: webhooks.map(showWebhook) } }
      }),
    )
}
