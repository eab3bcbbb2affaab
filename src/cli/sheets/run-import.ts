import type { Caller } from '../../core/caller.ts'
import type { ChangeNoun } from '../../core/change/change.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { ImportFile } from '../../core/import/import-options.ts'
import type { ImportOptions, ImportOutcome } from '../../core/sheet/sheet-import.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, type OwnedBook, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import { exitSkipped, refuseOutputs } from '../import/import-files.ts'
import { openFiles } from '../import/open-files.ts'
import { showImport } from '../import/show-import.ts'
import { stopOn } from '../import/stop.ts'
import { describeOutcome, undoOf } from './describe-outcome.ts'
import type { ImportCommandOptions } from './import-options.ts'
import { beginReports } from './write-reports.ts'

/** An import as a command shows it: its outcome, and what is to be told beside it. */
export interface ShownImport {
  readonly outcome: ImportOutcome
  readonly told?: readonly string[]
  readonly json?: object
}

/** What a command of imports does with opened files. */
export interface ImportWork {
  /** The noun of the changes that it makes. */
  readonly noun: ChangeNoun
  run(core: Core, caller: Caller, files: readonly ImportFile[], options: ImportOptions): Promise<ShownImport>
}

/** Runs an import of extensions or contacts. */
export async function runSheetImport(
  edge: Edge,
  paths: readonly string[],
  options: ImportCommandOptions,
  work: ImportWork,
): Promise<void> {
  refuseOutputs(paths, options)
  let rejected = 0
  await actOnBook(edge, options, async (book) => {
    const { caller } = await chooseCaller(book, options.account)
    const { outcome, told = [], json = {} } = await importFiles(edge, book, caller, paths, options, work)
    rejected = outcome.rejected
    const { change, hint } = outcome.written
      ? await undoOf(book.core, caller, work.noun)
      : { change: null, hint: undefined }
    const dryRun = options.dryRun ?? false
    const shown = {
      text: [...describeOutcome(outcome, dryRun), ...told, ...(hint ? [hint] : [])].join('\n'),
      json: { ...outcome, dryRun, ...json, change },
    }
    if (outcome.refusal === null) return shown
    print(edge, options, shown)
    throw new Refusal('invalid_value', outcome.refusal, 'file')
  })
  if (rejected > 0) throw new Ended(exitSkipped)
}

async function importFiles(
  edge: Edge,
  { core }: OwnedBook,
  caller: Caller,
  paths: readonly string[],
  options: ImportCommandOptions,
  work: ImportWork,
): Promise<ShownImport> {
  const { mode, bad, dryRun = false, column, sheet } = options
  const stop = stopOn(edge)
  const files = await openFiles(core, edge, stop, paths, { cards: 'contacts', ...(sheet !== undefined && { sheet }) })
  const reports = await beginReports(edge, files, options)
  const progress = showImport(edge)
  const onProgress = (lines: number) => {
    stop.check()
    progress.report({ step: 'reading', lines, rejected: 0 })
  }
  try {
    const done = await work.run(core, caller, files, {
      mode,
      bad,
      dryRun,
      onProgress,
      ...(column && { columns: column }),
    })
    await reports.write(done.outcome)
    return done
  } catch (error) {
    await reports.discard()
    throw error
  } finally {
    progress.end()
  }
}
