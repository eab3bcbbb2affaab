import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { findExtensionByNumber } from '../../core/extension/find-extension-by-number.ts'
import { updateExtension } from '../../core/extension/update-extension.ts'
import { findWeakness } from '../../core/extension/weak-secret.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, warn } from '../command.ts'
import type { Edge } from '../edge.ts'
import { fileHelp, readSecret } from '../read-secret.ts'
import { undoOf } from '../sheets/describe-outcome.ts'
import { addAssignment } from '../sheets/import-options.ts'
import { type Assignments, readSettings } from './settings.ts'
import { showExtension } from './show-extension.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly set?: Assignments
  readonly secretFile?: string
}

/** `dialbook extensions edit NUMBER --set field=value …` */
export function addExtensionsEdit(parent: Command, edge: Edge): void {
  addCommand(parent, 'edit', 'Changes the settings of an extension that are given. All others stay.')
    .argument('<number>', 'the number of the extension')
    .option(...accountOption)
    .option(
      '--set <field=value>',
      'A setting, as `extensions show` names it; no value empties it. May be repeated.',
      addAssignment,
    )
    .option('--secret-file <file>', `A new SIP secret: ${fileHelp}`)
    .action((number: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const settings = readSettings(options.set)
        const { secretFile } = options
        const secret = secretFile === undefined ? undefined : await readSecret(edge, secretFile, '--secret-file')
        const update = { ...settings, ...(secret !== undefined && { secret }) }
        if (Object.keys(update).length === 0) {
          throw new Refusal('missing_value', 'say what to change, with --set field=value or --secret-file FILE')
        }
        const { id } = await findExtensionByNumber(core, caller, number)
        const extension = await updateExtension(core, caller, { id }, update)
        const weakness = secret === undefined ? undefined : findWeakness(core, extension)
        if (weakness !== undefined) warn(edge, [weakness])
        const undo = await undoOf(core, caller, 'extension')
        return {
          text: `extension ${extension.number} is changed\n${undo.hint}`,
          json: { ...showExtension(core, caller, extension), change: undo.change },
        }
      }),
    )
}
