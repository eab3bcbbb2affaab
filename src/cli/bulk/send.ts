import type { Command } from 'commander'
import { sendBulk, tryBulk } from '../../core/bulk/send-bulk.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { oneMore } from '../campaign/campaign-options.ts'
import { readNumbers } from '../campaign/own-numbers.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { describeCounts, showBulk } from './show-bulk.ts'

interface SendOptions extends CommonOptions {
  readonly account?: string
  readonly sender: string
  readonly group?: readonly string[]
  readonly numbers?: string
  readonly numbersFile?: string
  readonly route?: string
  readonly at?: number
  readonly dryRun?: boolean
}

/** `dialbook bulk send TEXT` */
export function addBulkSend(parent: Command, edge: Edge): void {
  addCommand(parent, 'send', 'Queues a text to the numbers of groups. A running server sends it when it is due.')
    .argument('<text>', 'with columns of the groups in brackets, as Dear [Name]')
    .requiredOption('--sender <name>', 'Who it is from: a number, or up to 11 letters, digits and spaces.')
    .option('--group <group>', 'a group to write to: its id, its hex id or its name; may be given many times', oneMore)
    .option('--numbers <numbers>', 'more numbers, with commas between them')
    .option('--numbers-file <file>', 'more of them, one a line: its file, or - for standard input')
    .option('--route <code>', 'One of `message.routes`; the first where it is left out.')
    .option('--at <time>', 'When it is to leave, as 2026-11-21T03:00:00Z.', readTime)
    .option('--dry-run', 'Tells what would be sent, and sends nothing.')
    .option(...accountOption)
    .action((text: string, options: SendOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { sender, group = [], route = null, at = null, dryRun = false } = options
        const groups = await Promise.all(
          group.map(async (name) => ({ id: (await findNamedGroup(core, caller, name)).id })),
        )
        const entries = await readNumbers(edge, options)
        const wanted = { text, sender, groups, ...(entries && { entries }), route, plannedAt: at }
        const bulk = await (dryRun ? tryBulk : sendBulk)(core, caller, wanted)
        const what = dryRun ? 'would queue a bulk' : `queued bulk ${bulk.id}`
        return { text: `${what} by ${bulk.route}: ${describeCounts(bulk)}`, json: showBulk(bulk) }
      }),
    )
}
