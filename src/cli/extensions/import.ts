import type { Command } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { type ExtensionImportOptions, importExtensions } from '../../core/extension/import-extensions.ts'
import type { ImportFile } from '../../core/import/import-options.ts'
import { accountOption } from '../choose-account.ts'
import { addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addImportOptions, type ImportCommandOptions } from '../sheets/import-options.ts'
import { runSheetImport, type ShownImport } from '../sheets/run-import.ts'
import { secretsFile } from './secrets-file.ts'

interface Options extends ImportCommandOptions {
  readonly generateSecrets?: boolean
  readonly secrets?: string
}

/** `dialbook extensions import FILE…` */
export function addExtensionsImport(parent: Command, edge: Edge): void {
  addImportOptions(
    addCommand(parent, 'import', 'Imports extensions from csv, xlsx or ods files, as one change.')
      .argument('<files...>', 'files with titles in their first line, as number, name, secret; - for standard input')
      .option(...accountOption),
    'extensions',
  )
    .option('--generate-secrets', 'Make up a secret for each new extension that has none in the file.')
    .option(
      '--secrets <file>',
      'Write the secrets that were made up into this file, mode 600. It must not be there yet.',
    )
    .action((paths: string[], options: Options) => {
      const { generateSecrets = false, secrets, dryRun = false } = options
      if (secrets !== undefined && !generateSecrets) {
        throw new Refusal('missing_value', '--secrets takes what --generate-secrets makes up: add that flag', 'secrets')
      }
      return runSheetImport(edge, paths, options, {
        noun: 'extensions',
        run: (core, caller, files, given) =>
          runWithSecrets(core, caller, files, { ...given, generateSecrets }, dryRun ? undefined : secrets),
      })
    })
}

async function runWithSecrets(
  core: Core,
  caller: Caller,
  files: readonly ImportFile[],
  options: ExtensionImportOptions,
  path: string | undefined,
): Promise<ShownImport> {
  const file = await secretsFile(path)
  try {
    const { made, weak, ...outcome } = await importExtensions(core, caller, files, options)
    await file.keep(made)
    const remarks = weak === 0 ? [] : [`${weak} new secrets are weak: \`dialbook extensions audit\` names them`]
    const told = made.length === 0 ? remarks : [...remarks, file.tell(made.length)]
    return { outcome, told, json: { weak, generated: made.length } }
  } finally {
    await file.end()
  }
}
