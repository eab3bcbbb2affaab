import type { Command } from 'commander'
import { findDeliveries } from '../../core/webhook/find-deliveries.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, isoTime, table } from '../table.ts'
import { eventName } from './vendors.ts'

const usualLimit = 20
const columns: readonly Column[] = [
  ...(['ID', 'WEBHOOK', 'EVENT', 'EXTENSION', 'STATE', { title: 'ATTEMPT', isCount: true }, 'AT', 'STATUS'] as const),
  ...([
    { title: 'MS', isCount: true },
    { title: 'PROBLEM', givesWay: true },
  ] as const),
]

interface LogOptions extends CommonOptions {
  readonly account?: string
  readonly limit: number
}

/** `dialbook webhook log` */
export function addWebhookLog(parent: Command, edge: Edge): void {
  addCommand(parent, 'log', 'Lists the newest deliveries of a week with every attempt, the newest first.')
    .option(...accountOption)
    .option('--limit <count>', 'How many deliveries to list.', positiveInteger, usualLimit)
    .action((options: LogOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const deliveries = (await findDeliveries(core, caller, options.limit)).map((delivery) => ({
          id: delivery.id,
          webhook: delivery.webhookId,
          event: eventName(delivery.event.kind),
          extension: delivery.event.extension,
          state: delivery.state,
          createdAt: isoTime(delivery.createdAt),
          attempts: delivery.attempts.map((attempt) => ({ ...attempt, at: isoTime(attempt.at) })),
        }))
        const rows = deliveries.flatMap(({ id, webhook, event, extension, state, attempts }) => {
          const delivery = [String(id), String(webhook), event, extension, state]
          if (attempts.length === 0) return [delivery]
          return attempts.map(({ at, status, ms, problem }, index) => [
            ...delivery,
            ...[String(index + 1), at, String(status ?? ''), String(ms), problem ?? ''],
          ])
        })
        return {
          text: rows.length === 0 ? 'nothing was sent yet' : table(columns, rows, edge.outWidth),
          json: { deliveries },
        }
      }),
    )
}
