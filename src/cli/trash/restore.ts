import type { Command } from 'commander'
import { findAccount } from '../../core/account/find-account.ts'
import { onAccount } from '../../core/permission/callers.ts'
import { restoreFromTrash } from '../../core/undo/find-trash.ts'
import { quote } from '../changes/describe-change.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

interface RestoreOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook trash restore THING` */
export function addTrashRestore(parent: Command, edge: Edge): void {
  addCommand(parent, 'restore', 'Brings back what was removed, as one change for each.')
    .argument('<thing...>', "the name that it had, or the number of its removal: '#41'")
    .option('--account <name>', 'Only things of one account (default: of all).')
    .action((things: readonly string[], options: RestoreOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const { account } = options
        const caller = account === undefined ? owner : onAccount(owner, (await findAccount(core, owner, account)).id)
        const restored: { readonly noun: string; readonly subject: string; readonly removal: number }[] = []
        for (const thing of things) {
          const { noun, subject, number } = await restoreFromTrash(core, caller, thing)
          restored.push({ noun, subject, removal: number })
        }
        return {
          text: restored
            .map(({ noun, subject, removal }) => `${noun} ${quote(subject)} is back: #${removal} is undone`)
            .join('\n'),
          json: { restored },
        }
      }),
    )
}
