import type { ImportFile } from '../../core/import/import-options.ts'
import type { ImportOutcome } from '../../core/sheet/sheet-import.ts'
import type { Edge } from '../edge.ts'
import { FixMeFile } from '../import/fix-me-file.ts'
import { ReportFile } from '../import/report-file.ts'
import type { ImportCommandOptions } from './import-options.ts'

/** The files in which a command tells of the lines of an import. They are made before it, so that bad places are known in time. */
export interface ReportFiles {
  write(outcome: ImportOutcome): Promise<void>
  /** Takes away what was not finished. */
  discard(): Promise<void>
}

export async function beginReports(
  edge: Edge,
  files: readonly ImportFile[],
  options: Pick<ImportCommandOptions, 'report' | 'fixMe'>,
): Promise<ReportFiles> {
  const report = options.report === undefined ? undefined : new ReportFile(options.report, edge.pid)
  const separator = files[0]?.file.separator ?? null
  const fixMe = options.fixMe === undefined ? undefined : new FixMeFile(options.fixMe, separator, edge.pid)
  await report?.begin()
  await fixMe?.begin()
  return {
    async write(outcome) {
      const { rejects, ...rest } = outcome
      await fixMe?.writeTitles(outcome.files[0]?.titles ?? [])
      for (const reject of rejects) {
        await report?.add(reject)
        await fixMe?.add({ ...reject, reason: `${reject.column} ${reject.reason}` })
      }
      await report?.finish(rest)
      await (rejects.length > 0 ? fixMe?.finish() : fixMe?.discard())
    },
    async discard() {
      await report?.discard()
      await fixMe?.discard()
    },
  }
}
