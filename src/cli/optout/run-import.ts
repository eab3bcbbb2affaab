import type { ImportReport } from '../../core/import/import-report.ts'
import { importOptOuts } from '../../core/opt-out/import-opt-outs.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import { describeCounts, describeLines } from '../import/describe-report.ts'
import { exitSkipped, importFiles, type LineImportOptions, refuseOutputs } from '../import/import-files.ts'
import { type ClosingOptions, closingOf } from './add.ts'

/** The options of `dialbook optout import`. */
export interface ImportOptoutOptions extends ClosingOptions, LineImportOptions {
  readonly number?: string
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
    const { core } = book
    const { caller } = await chooseCaller(book, options.account)
    const { bad, dryRun = false, number } = options
    const given = { ...closingOf(options), bad, dryRun, ...(number !== undefined && { number }) }
    const report = await importFiles(core, edge, paths, options, {
      run: (files, listener) => importOptOuts(core, caller, files, { ...given, listener }),
      shown: (each) => each,
    })
    rejected = report.rejected
    return { text: describe(report), json: report }
  })
  if (rejected > 0) throw new Ended(exitSkipped)
}

function describe(report: ImportReport): string {
  return describeLines(`${report.dryRun ? 'would close' : 'closed'}: ${describeCounts(report)}`, report)
}
