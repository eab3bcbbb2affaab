import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { ImportFile, ImportListener } from '../../core/import/import-options.ts'
import { ImportRefused } from '../../core/import/import-refused.ts'
import type { ImportReport } from '../../core/import/import-report.ts'
import { type CommonOptions, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { standardInput } from '../read-secret.ts'
import { boundMemory } from './bound-memory.ts'
import { describeCounts, describeLines } from './describe-report.ts'
import { FixMeFile } from './fix-me-file.ts'
import { openFiles } from './open-files.ts'
import { ReportFile } from './report-file.ts'
import { showImport } from './show-import.ts'
import { type Stop, stopOn } from './stop.ts'

/** The code of an import that went on without some lines. */
export const exitSkipped = 3

/** The options of every import line by line: what it reads, what it leaves out, and what it writes beside. */
export interface LineImportOptions extends CommonOptions {
  readonly bad: 'refuse' | 'skip'
  readonly dryRun?: boolean
  readonly sheet?: string
  readonly report?: string
  readonly fixMe?: string
}

/** An import of files that are open. */
export interface FileImport<T extends ImportReport> {
  /** Imports the files. */
  run(files: readonly ImportFile[], listener: ImportListener): Promise<T>
  /** A report as programs get it; also that of an import that was refused. */
  shown(report: T | ImportReport): ImportReport
}

/**
 * Opens files and has them imported. Shows the progress, and writes the report and the file of rejects, also when the
 * import is refused.
 */
export async function importFiles<T extends ImportReport>(
  core: Core,
  edge: Edge,
  paths: readonly string[],
  options: LineImportOptions,
  { run, shown }: FileImport<T>,
): Promise<T> {
  const stop = stopOn(edge)
  const files = await openFiles(core, edge, stop, paths, options.sheet === undefined ? {} : { sheet: options.sheet })
  const report = options.report === undefined ? undefined : new ReportFile(options.report, edge.pid)
  const separator = files[0]?.file.separator ?? null
  const fixMe = options.fixMe === undefined ? undefined : new FixMeFile(options.fixMe, separator, edge.pid)
  const progress = showImport(edge)
  try {
    await report?.begin()
    await fixMe?.begin()
    const done = await run(files, listenerOf(stop, progress, report, fixMe))
    await report?.finish(withoutRejects(shown(done)))
    await finish(fixMe)
    return done
  } catch (error) {
    if (error instanceof ImportRefused) {
      await report?.finish({ ...withoutRejects(shown(error.report)), refused: error.message })
      await finish(fixMe)
      // A dry run is asked for what would become of each line, also where the file would be refused.
      if (options.json || options.dryRun) {
        const { report: found } = error
        const text = describeLines(`would be refused: ${describeCounts(found)}`, found)
        print(edge, options, { text, json: { ...found, refused: error.message } })
      }
      throw withRemedy(error, options)
    }
    await report?.discard()
    await fixMe?.discard()
    throw error
  } finally {
    progress.end()
  }
}

/** Tells an import's progress, and writes what it rejects. */
function listenerOf(
  stop: Stop,
  progress: ReturnType<typeof showImport>,
  report: ReportFile | undefined,
  fixMe: FixMeFile | undefined,
): ImportListener {
  const bound = boundMemory()
  return {
    onFile: (_name, titles) => fixMe?.writeTitles(titles),
    async onReject(reject) {
      await report?.add(reject)
      await fixMe?.add(reject)
    },
    onProgress(done) {
      stop.check()
      bound()
      progress.report(done)
    },
  }
}

/** Puts the file of rejects in its place, where there are any. */
function finish(fixMe: FixMeFile | undefined): Promise<void> | undefined {
  return fixMe && fixMe.count > 0 ? fixMe.finish() : fixMe?.discard()
}

/** A refusal by lines, with what can be done about them. */
function withRemedy({ report, message }: ImportRefused, { fixMe, bad }: LineImportOptions): Refusal {
  const isAll = report.rejected === report.lines
  const file =
    fixMe === undefined ? 'mend them (--fix-me FILE writes them into a file of their own)' : `mend them in ${fixMe}`
  const other = report.mode === 'sync' ? 'use --mode add' : 'leave them out with --bad skip'
  const remedy = isAll || (bad === 'skip' && report.mode !== 'sync') ? '' : `; ${file}, or ${other}`
  return new Refusal('invalid_value', message + remedy, 'file')
}

function withoutRejects({ rejects: _rejects, ...rest }: ImportReport): object {
  return rest
}

/** Refuses files to write that would be in the way of what is read, or of each other. */
export function refuseOutputs(
  paths: readonly string[],
  { report, fixMe }: Pick<LineImportOptions, 'report' | 'fixMe'>,
): void {
  const inputs = new Set(paths.filter((path) => path !== standardInput).map(realPath))
  for (const [flag, path] of [['--report', report] as const, ['--fix-me', fixMe] as const]) {
    if (path === undefined) continue
    if (inputs.has(realPath(path))) {
      throw new Refusal('invalid_value', `${flag} names a file that is used already: give another`, flag)
    }
    inputs.add(realPath(path))
  }
  if (fixMe !== undefined && paths.length > 1) {
    const reason = '--fix-me goes with one file only, since its form is that of the file: import the files one by one'
    throw new Refusal('invalid_value', reason, '--fix-me')
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
