import type { Command } from 'commander'
import { removeSound } from '../../core/sound/remove-sound.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showSound } from './add.ts'

/** `dialbook sound remove ID` */
export function addSoundRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes an announcement. Routes that play it pass it over from then on.')
    .argument('<id>', 'the id, as `sound list` shows it', positiveInteger)
    .option(...accountOption)
    .action((id: number, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const sound = await removeSound(book.core, caller, { id })
        return { text: `${sound.name} is removed`, json: { account: account.name, removed: showSound(sound) } }
      }),
    )
}
