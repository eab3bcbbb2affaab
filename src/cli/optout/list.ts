import { type Command, Option } from 'commander'
import { findOptOuts, optOutsAtMost } from '../../core/opt-out/find-opt-outs.ts'
import { type ClosedChannel, closedChannels, type OptOut } from '../../core/opt-out/opt-out.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, isoTime, table } from '../table.ts'
import { showOptOut, whyOf, writerOf } from './show-opt-out.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly number?: string
  readonly channel?: ClosedChannel
  readonly source?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100

/** `dialbook optout list` */
export function addOptoutList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the opt-outs, in the order in which they were made.')
    .option('--number <number>', 'Only those of a number in any spelling, or of an e-mail address.')
    .addOption(new Option('--channel <channel>', 'Only those that close exactly this.').choices(closedChannels))
    .option('--source <name>', 'Only those from there: cli, import, or the name of a dialect.')
    .option(...accountOption)
    .option('--limit <count>', `How many to list, at most ${optOutsAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only those with a greater id, as the end of the last answer names it.', positiveInteger)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const { number, channel, source, limit, after = 0 } = options
        const search = {
          ...(number !== undefined && { address: number }),
          ...(channel !== undefined && { channel }),
          ...(source !== undefined && { source }),
        }
        const { optOuts, next, total } = await findOptOuts(book.core, caller, search, { limit, after })
        const more = next === null ? '' : `\n${total} in all; there are more: add --after ${next}`
        return {
          text: optOuts.length === 0 ? 'nobody has opted out' : `${tableOf(optOuts, edge.outWidth)}${more}`,
          json: { optOuts: optOuts.map(showOptOut), next, total },
        }
      }),
    )
}

const columns: readonly Column[] = [
  ...(['ID', 'NUMBER OR ADDRESS', 'CHANNEL', 'SINCE', 'BY'] as const),
  { title: 'WHY', givesWay: true },
]

function tableOf(optOuts: readonly OptOut[], width: number | null): string {
  const rows = optOuts.map((optOut) => [
    String(optOut.id),
    [optOut.number, optOut.email].filter((each) => each !== null).join(' '),
    optOut.channel,
    isoTime(optOut.since),
    writerOf(optOut),
    whyOf(optOut).replace(/^: /, ''),
  ])
  return table(columns, rows, width)
}
