import type { Command } from 'commander'
import { findChanges } from '../../core/change/find-changes.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'
import { describeChange, maskSecrets } from './describe-change.ts'

const usualLimit = 20

interface ListOptions extends CommonOptions {
  readonly limit: number
}

/** `dialbook changes list [--limit N]` */
export function addChangesList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the newest changes, the newest first.')
    .option('--limit <count>', 'How many.', positiveInteger, usualLimit)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async ({ core }) => {
        const changes = await findChanges(core, options.limit)
        return {
          text: changes.map(describeChange).join('\n') || 'there are no changes',
          json: changes.map((change) => ({ ...maskSecrets(change), at: isoTime(change.at) })),
        }
      }),
    )
}
