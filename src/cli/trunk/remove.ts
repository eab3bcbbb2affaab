import type { Command } from 'commander'
import { removeTrunk } from '../../core/trunk/remove-trunk.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook trunk remove NAME` */
export function addTrunkRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a trunk. Without any, no call leaves the PBX.')
    .argument('<name>')
    .option(...accountOption)
    .action((name: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        await removeTrunk(core, caller, { name })
        return { text: `trunk '${name}' is gone`, json: { account: account.name, removed: name } }
      }),
    )
}
