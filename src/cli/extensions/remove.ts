import type { Command } from 'commander'
import { removeExtensions } from '../../core/extension/remove-extensions.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { undoOf } from '../sheets/describe-outcome.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook extensions remove NUMBER…` */
export function addExtensionsRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes extensions as one change. None is removed where one of them is not there.')
    .argument('<number...>', 'their numbers')
    .option(...accountOption)
    .action((numbers: string[], options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const removed = await removeExtensions(core, caller, numbers)
        const undo = await undoOf(core, caller, 'extensions')
        const what = removed.length === 1 ? `extension ${removed[0]?.number} is` : `${removed.length} extensions are`
        return {
          text: `${what} removed\n${undo.hint}`,
          json: { removed: removed.map(({ number }) => number), change: undo.change },
        }
      }),
    )
}
