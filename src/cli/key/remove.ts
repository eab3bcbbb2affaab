import type { Command } from 'commander'
import { removeCredential } from '../../core/credential/remove-credential.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'

/** `dialbook key remove ID` */
export function addKeyRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a credential for good.')
    .argument('<id>', 'its number in `key list`', positiveInteger)
    .action((id: number, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        await removeCredential(core, owner, id)
        return { text: `credential ${id} is removed`, json: { removed: id } }
      }),
    )
}
