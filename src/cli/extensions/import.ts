import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { importExtensions } from '../../core/extension/import-extensions.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type OwnedBook, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeOutcome, undoOf } from '../sheets/describe-outcome.ts'
import { addImportOptions, type ImportCommandOptions } from '../sheets/import-options.ts'
import { openSources } from '../sheets/open-sources.ts'
import { showLines } from '../sheets/show-lines.ts'
import { writeReports } from '../sheets/write-reports.ts'
import { secretsFile } from './secrets-file.ts'

interface Options extends ImportCommandOptions {
  readonly generateSecrets?: boolean
  readonly secrets?: string
}

/** `dialbook extensions import FILE…` */
export function addExtensionsImport(parent: Command, edge: Edge): void {
  addImportOptions(
    addCommand(parent, 'import', 'Imports extensions from CSV, XLSX or ODS files, as one change.')
      .argument('<file...>', 'files with titles in their first line, as number, name, secret')
      .option(...accountOption),
    'extensions',
  )
    .option('--generate-secrets', 'Make up a secret for each new extension that has none in the file.')
    .option(
      '--secrets <file>',
      'Write the secrets that were made up into this file, mode 600. It must not be there yet.',
    )
    .action((paths: string[], options: Options) =>
      actOnBook(edge, options, (book) => importFiles(edge, book, paths, options)),
    )
}

async function importFiles(edge: Edge, book: OwnedBook, paths: readonly string[], options: Options) {
  const { core } = book
  const { caller } = await chooseCaller(book, options.account)
  const { mode, dryRun = false, bad, column, sheet, generateSecrets = false, secrets } = options
  if (secrets !== undefined && !generateSecrets) {
    throw new Refusal(
      'missing_value',
      '--secrets takes the secrets that --generate-secrets makes up: add it',
      'secrets',
    )
  }
  const sources = await openSources(core, paths, sheet)
  const file = await secretsFile(dryRun ? undefined : secrets)
  const progress = showLines(edge)
  try {
    const { onProgress } = progress
    const given = { mode, dryRun, bad, generateSecrets, onProgress, ...(column && { columns: column }) }
    const { made, weak, ...outcome } = await importExtensions(core, caller, sources, given).finally(progress.end)
    await file.keep(made)
    await writeReports(core, outcome, options)
    const undo = outcome.written ? await undoOf(core, caller, 'extensions') : { change: null, hint: '' }
    const told = describeOutcome(outcome, dryRun)
    if (weak > 0) told.push(`${weak} new secrets are weak: \`dialbook extensions audit\` names them`)
    if (made.length > 0) told.push(file.tell(made.length))
    const shown = {
      text: [...told, ...(undo.hint ? [undo.hint] : [])].join('\n'),
      json: { ...outcome, dryRun, weak, generated: made.length, change: undo.change },
    }
    if (outcome.refusal === null) return shown
    print(edge, options, shown)
    throw new Refusal('invalid_value', outcome.refusal, 'file')
  } finally {
    await file.end()
  }
}
