import type { Command } from 'commander'
import { importContacts } from '../../core/contact/import-contacts.ts'
import { Refusal } from '../../core/errors.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeOutcome, undoOf } from '../sheets/describe-outcome.ts'
import { addImportOptions, type ImportCommandOptions } from '../sheets/import-options.ts'
import { openSources } from '../sheets/open-sources.ts'
import { showLines } from '../sheets/show-lines.ts'
import { writeReports } from '../sheets/write-reports.ts'

interface Options extends ImportCommandOptions {
  readonly group?: string
}

/** `dialbook contacts import FILE…` */
export function addContactsImport(parent: Command, edge: Edge): void {
  addImportOptions(
    addCommand(parent, 'import', 'Imports contacts from CSV, XLSX, ODS or vCard files, as one change.')
      .argument('<file...>', 'cards, or files with titles in their first line, as name, number, Email')
      .option(...accountOption),
    'contacts',
  )
    .option(
      '--group <group>',
      'Put the contacts into this group; sync and remove take others out of it, not out of the book.',
    )
    .action((paths: string[], options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { mode, dryRun = false, bad, column, sheet } = options
        const group = options.group === undefined ? undefined : await findNamedGroup(core, caller, options.group)
        const sources = await openSources(core, paths, sheet)
        const { onProgress, end } = showLines(edge)
        const outcome = await importContacts(core, caller, sources, {
          ...{ mode, dryRun, bad, onProgress },
          ...(column && { columns: column }),
          ...(group && { group }),
        }).finally(end)
        await writeReports(core, outcome, options)
        const undo = outcome.written ? await undoOf(core, caller, 'contacts') : { change: null, hint: '' }
        const shown = {
          text: [...describeOutcome(outcome, dryRun), ...(undo.hint ? [undo.hint] : [])].join('\n'),
          json: { ...outcome, dryRun, change: undo.change },
        }
        if (outcome.refusal === null) return shown
        print(edge, options, shown)
        throw new Refusal('invalid_value', outcome.refusal, 'file')
      }),
    )
}
