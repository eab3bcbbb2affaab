import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { ImportRefused } from '../../core/import/import-refused.ts'
import type { ImportReport } from '../../core/import/import-report.ts'
import { importOptOuts } from '../../core/opt-out/import-opt-outs.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import { describeFile, describeRejects } from '../import/describe-report.ts'
import { FixMeFile } from '../import/fix-me-file.ts'
import { openFiles } from '../import/open-files.ts'
import { ReportFile } from '../import/report-file.ts'
import { exitSkipped, finish, listenerOf, refuseOutputs, withRemedy } from '../import/run-import.ts'
import { showImport } from '../import/show-import.ts'
import { stopOn } from '../import/stop.ts'
import { type ClosingOptions, closingOf } from './add.ts'

/** The options of `dialbook optout import`. */
export interface ImportOptoutOptions extends ClosingOptions {
  readonly dryRun?: boolean
  readonly bad: 'refuse' | 'skip'
  readonly number?: string
  readonly sheet?: string
  readonly report?: string
  readonly fixMe?: string
}

/** Runs `dialbook optout import`. */
export async function runOptoutImport(
  edge: Edge,
  paths: readonly string[],
  options: ImportOptoutOptions,
): Promise<void> {
  refuseOutputs(paths, options)
  let rejected = 0
  await actOnBook(edge, options, async (book) => {
    const { caller } = await chooseCaller(book, options.account)
    const report = await importFiles(book.core, caller, edge, paths, options)
    rejected = report.rejected
    return { text: describe(report), json: report }
  })
  if (rejected > 0) throw new Ended(exitSkipped)
}

async function importFiles(
  core: Core,
  caller: Caller,
  edge: Edge,
  paths: readonly string[],
  options: ImportOptoutOptions,
): Promise<ImportReport> {
  const { bad, dryRun = false, number, sheet } = options
  const stop = stopOn(edge)
  const files = await openFiles(core, edge, stop, paths, sheet === undefined ? {} : { sheet })
  const report = options.report === undefined ? undefined : new ReportFile(options.report, edge.pid)
  const separator = files[0]?.file.separator ?? null
  const fixMe = options.fixMe === undefined ? undefined : new FixMeFile(options.fixMe, separator, edge.pid)
  const progress = showImport(edge)
  try {
    await report?.begin()
    await fixMe?.begin()
    const listener = listenerOf(stop, progress, report, fixMe)
    const given = { ...closingOf(options), bad, dryRun, listener, ...(number !== undefined && { number }) }
    const done = await importOptOuts(core, caller, files, given)
    await report?.finish(withoutRejects(done))
    await finish(fixMe)
    return done
  } catch (error) {
    if (error instanceof ImportRefused) {
      await report?.finish({ ...withoutRejects(error.report), refused: error.message })
      await finish(fixMe)
      if (options.json) print(edge, options, { text: '', json: { ...error.report, refused: error.message } })
      throw withRemedy(error, options)
    }
    await report?.discard()
    await fixMe?.discard()
    throw error
  } finally {
    progress.end()
  }
}

function withoutRejects({ rejects: _rejects, ...rest }: ImportReport): object {
  return rest
}

function describe(report: ImportReport): string {
  const { lines, added, updated, unchanged, repeated, rejected, dryRun } = report
  const counts = `${added} added + ${updated} updated + ${unchanged} unchanged + ${repeated} repeated + ${rejected} rejected`
  return [
    `${dryRun ? 'would close' : 'closed'}: ${lines} ${lines === 1 ? 'line' : 'lines'} = ${counts}`,
    ...report.files.map(describeFile),
    ...describeRejects(report.rejects, rejected),
  ].join('\n')
}
