import { type Command, Option } from 'commander'
import { findAccount } from '../../core/account/find-account.ts'
import type { Change, ChangeNoun } from '../../core/change/change.ts'
import { onAccount } from '../../core/permission/callers.ts'
import { findTrash, trashNouns } from '../../core/undo/find-trash.ts'
import { quote } from '../changes/describe-change.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly noun?: ChangeNoun
  readonly limit: number
  readonly before?: number
}

const usualLimit = 50
const columns = [
  'REMOVAL',
  'REMOVED',
  'ACCOUNT',
  'NOUN',
  { title: 'NUMBERS', isCount: true },
  { title: 'NAME', givesWay: true },
] as const

/** `dialbook trash list` */
export function addTrashList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists what was removed and can come back, the newest first.')
    .option('--account <name>', 'Only things of one account (default: of all).')
    .addOption(new Option('--noun <noun>', 'Only things of one noun.').choices(trashNouns))
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .option(
      '--before <number>',
      'Only removals before this one, as the end of the last answer names it.',
      positiveInteger,
    )
    .action((options: ListOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const { account, noun, before, limit } = options
        const caller = account === undefined ? owner : onAccount(owner, (await findAccount(core, owner, account)).id)
        const query = { limit, ...(noun && { noun }), ...(before !== undefined && { before }) }
        const { removals, next } = await findTrash(core, caller, query)
        const more = next === null ? '' : `\nthere are more: add --before ${next}`
        return {
          text:
            removals.length === 0 ? 'the trash is empty' : table(columns, removals.map(rowOf), edge.outWidth) + more,
          json: { removals: removals.map((each) => ({ ...each, at: isoTime(each.at) })), next },
        }
      }),
    )
}

function rowOf({ number, at, accountName, noun, subject, before }: Change): string[] {
  return [`#${number}`, isoTime(at), accountName ?? '-', noun, String(before?.count ?? ''), quote(subject)]
}
