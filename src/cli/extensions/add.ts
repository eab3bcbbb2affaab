import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { addExtensions } from '../../core/extension/add-extensions.ts'
import { numberRange } from '../../core/extension/number-range.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { undoOf } from '../sheets/describe-outcome.ts'
import { addAssignment } from '../sheets/import-options.ts'
import { argument } from '../trunk/trunk-arguments.ts'
import { secretsFile } from './secrets-file.ts'
import { type Assignments, readSettings } from './settings.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly name: string
  readonly set?: Assignments
  readonly secrets?: string
  readonly skipTaken?: boolean
}

/** `dialbook extensions add RANGE` */
export function addExtensionsAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Adds extensions with strong secrets that are made up, as one change.')
    .argument('<numbers>', 'a range as 200..299, or one number', argument(numberRange))
    .option(...accountOption)
    .option('--name <pattern>', 'The name of each; {number} stands for its number.', '{number}')
    .option('--set <field=value>', 'A setting of all of them, as active=no. May be repeated.', addAssignment)
    .option('--secrets <file>', 'Write the secrets into this file, mode 600. It must not be there yet.')
    .option('--skip-taken', 'Leave numbers out that are extensions already, where else nothing is added.')
    .action((numbers: readonly string[], options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { number, name, ...settings } = readSettings(options.set)
        if (number !== undefined) throw new Refusal('invalid_value', 'the numbers are those of the range', 'number')
        const pattern = name ?? options.name
        const file = await secretsFile(options.secrets)
        try {
          const skipTaken = options.skipTaken ?? false
          const { made, taken } = await addExtensions(core, caller, { numbers, name: pattern, settings, skipTaken })
          await file.keep(made)
          const undo = made.length > 0 ? await undoOf(core, caller, 'extensions') : { change: null, hint: '' }
          const told = [
            `${made.length} extensions are added${taken.length > 0 ? `, ${taken.length} were there already` : ''}`,
            ...(made.length > 0 ? [file.tell(made.length), undo.hint] : []),
          ]
          return {
            text: told.join('\n'),
            json: { added: made.map((each) => each.number), taken, change: undo.change },
          }
        } finally {
          await file.end()
        }
      }),
    )
}
