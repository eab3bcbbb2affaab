import type { Command } from 'commander'
import { findIncomingMessages } from '../../core/incoming-message/find-incoming-messages.ts'
import type { IncomingMessage } from '../../core/incoming-message/incoming-message.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, isoTime, table } from '../table.ts'

interface InboxOptions extends CommonOptions {
  readonly account?: string
  readonly number?: string
  readonly limit: number
  readonly before?: number
}

const usualLimit = 100

/** `dialbook message inbox` */
export function addMessageInbox(parent: Command, edge: Edge): void {
  addCommand(parent, 'inbox', 'Lists messages that came in, the newest first.')
    .option('--number <number>', 'Only those from numbers with this part, as +4917.')
    .option(...accountOption)
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .option('--before <id>', 'Only those with a smaller id, as the end of the last answer names it.', positiveInteger)
    .action((options: InboxOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { number, before, limit } = options
        const of = [
          ...(number === undefined ? [] : [{ kind: 'text', field: 'from', test: 'contains', text: number } as const]),
          ...(before === undefined ? [] : [{ kind: 'compare', field: 'id', by: 'lt', value: before } as const]),
        ]
        const found = of.length === 0 ? {} : ({ filter: { kind: 'and', of } } as const)
        const { items, total } = await findIncomingMessages(book.core, caller, found, { start: 0, count: limit })
        const next = total > items.length ? (items.at(-1)?.id ?? null) : null
        const more = next === null ? '' : `\nthere are more: add --before ${next}`
        return {
          text: items.length === 0 ? 'no such message came in' : `${tableOf(items, edge.outWidth)}${more}`,
          json: { messages: items.map(showIncoming), next, total },
        }
      }),
    )
}

/** A message that came in, as a program reads it. */
export function showIncoming({ receivedAt, ...rest }: IncomingMessage): Readonly<Record<string, unknown>> {
  return { ...rest, receivedAt: isoTime(receivedAt) }
}

const columns: readonly Column[] = [
  ...(['ID', 'CAME', 'FROM', 'TO', 'STOP'] as const),
  { title: 'TEXT', givesWay: true },
]

function tableOf(messages: readonly IncomingMessage[], width: number | null): string {
  const rows = messages.map(({ id, receivedAt, from, to, optsOut, text }) => [
    ...[String(id), isoTime(receivedAt), from, to, optsOut ? 'yes' : ''],
    text.replaceAll(/\s+/g, ' '),
  ])
  return table(columns, rows, width)
}
