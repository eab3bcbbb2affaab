import { type Command, Option } from 'commander'
import { findAccount } from '../../core/account/find-account.ts'
import { type ChangeNoun, changeNouns } from '../../core/change/change.ts'
import { maskSecrets } from '../../core/change/mask-secrets.ts'
import { Refusal } from '../../core/errors.ts'
import { onAccount } from '../../core/permission/callers.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { undoSince } from '../../core/undo/undo-since.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeDifferences } from './describe-change.ts'

interface UndoOptions extends CommonOptions {
  readonly since?: number
  readonly noun?: ChangeNoun
  readonly subject?: string
  readonly account?: string
  readonly force?: boolean
}

/** `dialbook changes undo N`, `dialbook changes undo --since N --noun NOUN --subject NAME` */
export function addChangesUndo(parent: Command, edge: Edge): void {
  addCommand(parent, 'undo', 'Puts back what a change replaced. The undo is a change of its own.')
    .argument('[number]', 'its number as `changes list` shows it: 7 or #7', readChangeNumber)
    .option('--since <number>', 'All changes of one thing from this one on, the newest first.', readChangeNumber)
    .addOption(new Option('--noun <noun>', 'The noun of that thing.').choices(changeNouns))
    .option('--subject <name>', "The name of that thing: a group's name, an extension's number.")
    .option('--account <name>', 'The account of that thing (default: all accounts).')
    .option('--force', 'Undoes the changes that others made to it since as well.')
    .action((number: number | undefined, options: UndoOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const { since, noun, subject, account, force = false } = options
        if (number !== undefined && since === undefined) {
          const done = await undoChange(core, owner, number)
          return {
            text: `change ${number} is undone: ${describeDifferences(done)}`,
            json: { undone: number, ...maskSecrets(done) },
          }
        }
        if (number !== undefined || since === undefined || noun === undefined || subject === undefined) {
          throw new Refusal('missing_value', 'give the number of a change, or --since with --noun and --subject')
        }
        const caller = account === undefined ? owner : onAccount(owner, (await findAccount(core, owner, account)).id)
        const undone = await undoSince(core, caller, { noun, subject, since, force })
        return { text: `undone: ${undone.map((each) => `#${each}`).join(', ')}`, json: { undone } }
      }),
    )
}

/** Reads the number of a change, as it is told or as lists show it: `7` or `#7`. */
function readChangeNumber(text: string): number {
  return positiveInteger(text.replace(/^#/, ''))
}
