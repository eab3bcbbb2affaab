import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import type { TrunkManagerRef } from '../../core/trunk-manager/trunk-manager.ts'
import { updateTrunkManager } from '../../core/trunk-manager/update-trunk-manager.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addManagerOptions, type ManagerOptions, readManager, readTitle, settingsIn } from './manager-options.ts'
import { describeManager, showManager } from './show-manager.ts'

/** `dialbook trunk-manager set NAME …` */
export function addTrunkManagerSet(parent: Command, edge: Edge): void {
  const command = addCommand(parent, 'set', 'Changes a trunk manager: what is not given stays.')
    .argument('<name>', 'its title or its id', readManager)
    .option('--title <name>', 'another title', readTitle)
    .option('--trunk <name>', 'another trunk')
  addManagerOptions(command)
    .option('--active', 'campaigns call by it again')
    .option(...accountOption)
    .action((ref: TrunkManagerRef, options: ManagerOptions & { readonly title?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const { title } = options
        const update = { ...settingsIn(options), ...(title !== undefined && { title }) }
        if (Object.keys(update).length === 0)
          throw new Refusal('missing_value', 'nothing to set: --help shows what can be')
        if (options.active && options.inactive) {
          throw new Refusal('invalid_value', 'it is one of --active and --inactive', 'active')
        }
        const manager = await updateTrunkManager(book.core, caller, ref, update)
        return { text: describeManager(manager), json: { account: account.name, trunkManager: showManager(manager) } }
      }),
    )
}
