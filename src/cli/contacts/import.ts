import type { Command } from 'commander'
import { importContacts } from '../../core/contact/import-contacts.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { accountOption } from '../choose-account.ts'
import { addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addImportOptions, type ImportCommandOptions } from '../sheets/import-options.ts'
import { runSheetImport } from '../sheets/run-import.ts'

interface Options extends ImportCommandOptions {
  readonly group?: string
}

/** `dialbook contacts import FILE…` */
export function addContactsImport(parent: Command, edge: Edge): void {
  addImportOptions(
    addCommand(parent, 'import', 'Imports contacts from csv, xlsx, ods or vcf files, as one change.')
      .argument(
        '<files...>',
        'cards, or files with titles in their first line, as name, number, Email; - for standard input',
      )
      .option(...accountOption),
    'contacts',
  )
    .option(
      '--group <group>',
      'Put the contacts into this group; sync and remove take others out of it, not out of the book.',
    )
    .action((paths: string[], options: Options) =>
      runSheetImport(edge, paths, options, {
        noun: 'contacts',
        async run(core, caller, files, given) {
          const group = options.group === undefined ? undefined : await findNamedGroup(core, caller, options.group)
          return { outcome: await importContacts(core, caller, files, { ...given, ...(group && { group }) }) }
        },
      }),
    )
}
