import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { ImportFile } from '../import/import-options.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { readRows, type SheetKind } from '../sheet/read-rows.ts'
import { filesOf, type ImportOptions, type ImportOutcome, planAndWrite, refusalOf } from '../sheet/sheet-import.ts'
import { extensionFields } from './extension-columns.ts'
import { type ExtensionPlan, type MadeSecret, planExtensions } from './plan-extensions.ts'
import { writeExtensions } from './write-extensions.ts'

/** How files become extensions. */
export interface ExtensionImportOptions extends ImportOptions {
  /** Whether a new extension without a secret gets one that is made up. */
  readonly generateSecrets?: boolean
}

/** What an import of extensions came to. */
export interface ExtensionImport extends ImportOutcome {
  /** The secrets that were made up. Whoever gets them must show them to nobody else. */
  readonly made: readonly MadeSecret[]
  /** New secrets that are weak, and were taken. */
  readonly weak: number
}

/** The things that files of extensions hold. */
export const extensionSheet: SheetKind = { noun: 'extensions', fields: extensionFields, keys: ['number'] }

/**
 * Imports extensions from files, as one change. Their number tells them apart. An empty cell leaves a setting as it is, and a
 * new extension gets its default; `(none)` empties it.
 *
 * @throws Refusal `invalid_value` of `file` or `column` for a file that cannot be read as extensions; `conflict` or
 * `number_taken` when others change the same extensions all the time.
 */
export async function importExtensions(
  core: Core,
  caller: Caller,
  sources: readonly ImportFile[],
  options: ExtensionImportOptions,
): Promise<ExtensionImport> {
  const { mode, dryRun = false, generateSecrets = false } = options
  for (const permission of permissions[mode]) mustBeAllowed(caller, permission)
  const rows = await readRows(sources, extensionSheet, options)
  const plan = async () => {
    const now = await core.store.extensions.find(caller.accountId, {})
    const emergency = await core.store.emergencyNumbers.listed(caller.accountId)
    return planExtensions(core, caller.accountId, now, rows, { mode, generateSecrets, emergency })
  }
  const mayWrite = ({ steps, tally }: ExtensionPlan) =>
    !dryRun && steps.length > 0 && refusalOf(tally, extensionSheet.noun, options) === null
  const subject = sources.map(({ name }) => name).join(', ')
  const made = await planAndWrite(plan, async (planned) => {
    if (mayWrite(planned)) await writeExtensions(core, caller, subject, planned.steps)
  })
  const written = mayWrite(made)
  return {
    files: filesOf(rows),
    ...made.tally.report(),
    ...{ mode, written, refusal: refusalOf(made.tally, extensionSheet.noun, options) },
    ...{ made: written ? made.made : [], weak: made.weak },
  }
}

const permissions = {
  add: ['extension.add', 'extension.update'],
  sync: ['extension.add', 'extension.update', 'extension.remove'],
  remove: ['extension.remove'],
} as const
