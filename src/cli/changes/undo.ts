import type { Command } from 'commander'
import { maskSecrets } from '../../core/change/mask-secrets.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeDifferences } from './describe-change.ts'

/** `dialbook changes undo N` */
export function addChangesUndo(parent: Command, edge: Edge): void {
  addCommand(parent, 'undo', 'Puts back what a change replaced. The undo is a change of its own.')
    .argument('<number>', 'its number as `changes list` shows it: 7 or #7', readChangeNumber)
    .action((number: number, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const done = await undoChange(core, owner, number)
        return {
          text: `change ${number} is undone: ${describeDifferences(done)}`,
          json: { undone: number, ...maskSecrets(done) },
        }
      }),
    )
}

/** Reads the number of a change, as it is told or as lists show it: `7` or `#7`. */
function readChangeNumber(text: string): number {
  return positiveInteger(text.replace(/^#/, ''))
}
