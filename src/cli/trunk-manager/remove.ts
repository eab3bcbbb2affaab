import type { Command } from 'commander'
import { removeTrunkManager } from '../../core/trunk-manager/remove-trunk-manager.ts'
import type { TrunkManagerRef } from '../../core/trunk-manager/trunk-manager.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readManager } from './manager-options.ts'
import { showManager } from './show-manager.ts'

/** `dialbook trunk-manager remove NAME` */
export function addTrunkManagerRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a trunk manager that no campaign names.')
    .argument('<name>', 'its title or its id', readManager)
    .option(...accountOption)
    .action((ref: TrunkManagerRef, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const removed = await removeTrunkManager(book.core, caller, ref)
        const text = `the trunk manager '${removed.title}' is gone`
        return { text, json: { account: account.name, removed: showManager(removed) } }
      }),
    )
}
