import type { Command } from 'commander'
import { addTrunkManager } from '../../core/trunk-manager/add-trunk-manager.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addManagerOptions, type ManagerOptions, readTitle, settingsIn } from './manager-options.ts'
import { describeManager, showManager } from './show-manager.ts'

/** `dialbook trunk-manager add NAME --trunk NAME …` */
export function addTrunkManagerAdd(parent: Command, edge: Edge): void {
  const command = addCommand(parent, 'add', 'Makes a trunk manager, by which campaigns call.')
    .argument('<name>', 'its title', readTitle)
    .requiredOption('--trunk <name>', 'the trunk by which the calls go out')
  addManagerOptions(command)
    .option(...accountOption)
    .action((title: string, options: ManagerOptions & { readonly trunk: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const wanted = { ...settingsIn(options), title, trunk: options.trunk }
        const manager = await addTrunkManager(book.core, caller, wanted)
        return { text: describeManager(manager), json: { account: account.name, trunkManager: showManager(manager) } }
      }),
    )
}
