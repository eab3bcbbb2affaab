import { type Command, Option } from 'commander'
import type { Filter } from '../../core/filter/filter.ts'
import { findMessages } from '../../core/message/find-messages.ts'
import { type Message, type MessageField, type MessageState, messageStates } from '../../core/message/message.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, isoTime, table } from '../table.ts'
import { describeState, showMessage } from './show-message.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly state?: MessageState
  readonly number?: string
  readonly limit: number
  readonly before?: number
}

const usualLimit = 100

/** `dialbook message list` */
export function addMessageList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists messages, the newest first.')
    .addOption(new Option('--state <state>', 'Only those in this state.').choices(messageStates))
    .option('--number <number>', 'Only those to numbers with this part, as +4917.')
    .option(...accountOption)
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .option('--before <id>', 'Only those with a smaller id, as the end of the last answer names it.', positiveInteger)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { limit } = options
        const tests = testsOf(options)
        const found = tests.length === 0 ? {} : ({ filter: { kind: 'and', of: tests } } as const)
        const { items, total } = await findMessages(book.core, caller, found, { start: 0, count: limit })
        const next = total > items.length ? (items.at(-1)?.id ?? null) : null
        const more = next === null ? '' : `\nthere are more: add --before ${next}`
        return {
          text: items.length === 0 ? 'there are no such messages' : `${tableOf(items, edge.outWidth)}${more}`,
          json: { messages: items.map(showMessage), next, total },
        }
      }),
    )
}

function testsOf({ state, number, before }: ListOptions): Filter<MessageField>[] {
  return [
    ...(state === undefined ? [] : [{ kind: 'compare', field: 'state', by: 'eq', value: state } as const]),
    ...(number === undefined ? [] : [{ kind: 'text', field: 'number', test: 'contains', text: number } as const]),
    ...(before === undefined ? [] : [{ kind: 'compare', field: 'id', by: 'lt', value: before } as const]),
  ]
}

const columns: readonly Column[] = [
  ...(['ID', 'MADE', 'NUMBER', 'SENDER', 'ROUTE', 'STATE'] as const),
  { title: 'PARTS', isCount: true },
  { title: 'TEXT', givesWay: true },
]

function tableOf(messages: readonly Message[], width: number | null): string {
  const rows = messages.map((message) => [
    ...[String(message.id), isoTime(message.createdAt), message.number, message.sender, message.route],
    ...[describeState(message), String(message.parts), message.text.replaceAll(/\s+/g, ' ')],
  ])
  return table(columns, rows, width)
}
