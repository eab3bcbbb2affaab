import type { Command } from 'commander'
import type { LedgerCall } from '../../core/ledger/call-record.ts'
import { callsAtMost, findCallPage } from '../../core/ledger/find-calls.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, pageHint, table } from '../table.ts'
import { addSearchOptions, type CallSearchOptions, searchOf } from './search-options.ts'
import { ledgerTime, secondsBetween, showCall } from './show-call.ts'

interface ListOptions extends CommonOptions, CallSearchOptions {
  readonly account?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100

/** `dialbook calls list` */
export function addCallsList(parent: Command, edge: Edge): void {
  addSearchOptions(addCommand(parent, 'list', 'Lists calls that are over, in the order in which they began.'))
    .option(...accountOption)
    .option('--limit <count>', `How many to list, at most ${callsAtMost}.`, positiveInteger, usualLimit)
    .option(
      '--after <id>',
      'Only those behind the call of that id, as the end of the last answer names it.',
      positiveInteger,
    )
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { limit, after = 0 } = options
        const { calls, next } = await findCallPage(book.core, caller, searchOf(options), { after, limit })
        return {
          text: calls.length === 0 ? 'there are no such calls' : `${tableOf(calls, edge.outWidth)}${pageHint(next)}`,
          json: { calls: calls.map(showCall), next },
        }
      }),
    )
}

const titles: readonly Column[] = [
  ...(['ID', 'CALL', 'BEGAN', 'FROM', 'TO', 'TAKER', 'WAY', 'TRUNK', 'END'] as const),
  { title: 'SECONDS', isCount: true },
  { title: 'DOUBTS', givesWay: true },
]

function tableOf(calls: readonly LedgerCall[], width: number | null): string {
  const rows = calls.map((call) => [
    ...[String(call.id), call.callId, ledgerTime(call.startedAt), call.from, call.to, call.taker, call.way],
    ...[[call.entry, call.exit].filter((trunk) => trunk !== '').join(' '), call.disposition],
    ...[String(call.answeredAt === null ? 0 : secondsBetween(call.answeredAt, call.endedAt)), call.doubts.join(' ')],
  ])
  return table(titles, rows, width)
}
