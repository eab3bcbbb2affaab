import type { Command } from 'commander'
import { setCredentialEnabled } from '../../core/credential/set-credential-enabled.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showKey } from './show-key.ts'

/** `dialbook key enable ID` */
export function addKeyEnable(parent: Command, edge: Edge): void {
  addCommand(parent, 'enable', 'Lets a credential sign in again.')
    .argument('<id>', 'its number in `key list`', positiveInteger)
    .action((id: number, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const credential = await setCredentialEnabled(core, owner, id, true)
        return { text: `credential ${id} is enabled`, json: showKey(credential) }
      }),
    )
}
