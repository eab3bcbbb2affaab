import type { Command } from 'commander'
import { setCredentialEnabled } from '../../core/credential/set-credential-enabled.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showKey } from './show-key.ts'

/** `dialbook key disable ID` */
export function addKeyDisable(parent: Command, edge: Edge): void {
  addCommand(parent, 'disable', 'Keeps a credential out, from the next request on.')
    .argument('<id>', 'its number in `key list`', positiveInteger)
    .action((id: number, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const credential = await setCredentialEnabled(core, owner, id, false)
        return { text: `credential ${id} is disabled`, json: showKey(credential) }
      }),
    )
}
