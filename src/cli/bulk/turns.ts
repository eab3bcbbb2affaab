import type { Command } from 'commander'
import type { Bulk, BulkRef } from '../../core/bulk/bulk.ts'
import { cancelBulk, pauseBulk, resumeBulk } from '../../core/bulk/move-bulk.ts'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { bulkArgument, showBulk } from './show-bulk.ts'

/** A command that brings a bulk into another state. */
interface Turn {
  readonly help: string
  readonly told: string
  act(core: Core, caller: Caller, ref: BulkRef): Promise<Bulk>
}

const turns: Readonly<Record<string, Turn>> = {
  pause: { help: 'Pauses a bulk: no more of its messages leave.', told: 'is paused', act: pauseBulk },
  resume: { help: 'Lets a paused bulk go on.', told: 'runs again', act: resumeBulk },
  cancel: {
    help: 'Ends a bulk. What has left has left; the rest costs nothing.',
    told: 'is cancelled',
    act: (core, caller, ref) => cancelBulk(core, caller, ref, 'stopped at the command line'),
  },
}

/** `dialbook bulk pause ID`, and so `resume` and `cancel`. */
export function addBulkTurns(parent: Command, edge: Edge): void {
  for (const [name, { help, told, act }] of Object.entries(turns)) {
    addCommand(parent, name, help)
      .argument(...bulkArgument, positiveInteger)
      .option(...accountOption)
      .action((id: number, options: CommonOptions & { readonly account?: string }) =>
        actOnBook(edge, options, async (book) => {
          const { caller } = await chooseCaller(book, options.account)
          const bulk = await act(book.core, caller, { id })
          return { text: `bulk ${id} ${told}`, json: showBulk(bulk) }
        }),
      )
  }
}
