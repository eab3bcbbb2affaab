import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import type { Group } from '../../core/group/group.ts'
import { importNumbers, type NumbersReport } from '../../core/import/import-numbers.ts'
import type { ImportListener, ImportTarget } from '../../core/import/import-options.ts'
import { ImportRefused } from '../../core/import/import-refused.ts'
import type { ImportReport } from '../../core/import/import-report.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, print } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import { standardInput } from '../read-secret.ts'
import { describeReport } from './describe-report.ts'
import { FixMeFile } from './fix-me-file.ts'
import type { ImportCommandOptions } from './import-command-options.ts'
import { openFiles } from './open-files.ts'
import { ReportFile } from './report-file.ts'
import { showImport } from './show-import.ts'
import { type Stop, stopOn } from './stop.ts'

/** The code of an import that went on without some lines. */
export const exitSkipped = 3

/** Runs `dialbook import`. */
export async function runImport(edge: Edge, paths: readonly string[], options: ImportCommandOptions): Promise<void> {
  refuseOutputs(paths, options)
  let rejected = 0
  await actOnBook(edge, options, async (book) => {
    const { caller } = await chooseCaller(book, options.account)
    const report = await importFiles(book.core, caller, edge, paths, options)
    rejected = report.rejected
    return { text: describeReport(report, options.group), json: shown(report) }
  })
  if (rejected > 0) throw new Ended(exitSkipped)
}

async function importFiles(
  core: Core,
  caller: Caller,
  edge: Edge,
  paths: readonly string[],
  options: ImportCommandOptions,
): Promise<NumbersReport> {
  const { mode, bad, dryRun = false, number, column } = options
  const target = await targetOf(core, caller, options)
  const stop = stopOn(edge)
  const files = await openFiles(core, edge, stop, paths, options.sheet === undefined ? {} : { sheet: options.sheet })
  const report = options.report === undefined ? undefined : new ReportFile(options.report, edge.pid)
  const separator = files[0]?.file.separator ?? null
  const fixMe = options.fixMe === undefined ? undefined : new FixMeFile(options.fixMe, separator, edge.pid)
  const progress = showImport(edge)
  try {
    await report?.begin()
    await fixMe?.begin()
    const listener = listenerOf(stop, progress, report, fixMe)
    const choice = { ...(number !== undefined && { number }), ...(column !== undefined && { columns: column }) }
    const done = await importNumbers(core, caller, target, files, { mode, bad, dryRun, ...choice, listener })
    await report?.finish(withoutRejects(shown(done)))
    await finish(fixMe)
    return done
  } catch (error) {
    if (error instanceof ImportRefused) {
      await report?.finish({ ...withoutRejects({ ...error.report, group: null }), refused: error.message })
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

/** Tells an import's progress, and writes what it rejects. */
export function listenerOf(
  stop: Stop,
  progress: ReturnType<typeof showImport>,
  report: ReportFile | undefined,
  fixMe: FixMeFile | undefined,
): ImportListener {
  return {
    onFile: (_name, titles) => fixMe?.writeTitles(titles),
    async onReject(reject) {
      await report?.add(reject)
      await fixMe?.add(reject)
    },
    onProgress(done) {
      stop.check()
      progress.report(done)
    },
  }
}

/** Puts the file of rejects in its place, where there are any. */
export function finish(fixMe: FixMeFile | undefined): Promise<void> | undefined {
  return fixMe && fixMe.count > 0 ? fixMe.finish() : fixMe?.discard()
}

async function targetOf(core: Core, caller: Caller, { group, create }: ImportCommandOptions): Promise<ImportTarget> {
  try {
    return { group: { id: (await findNamedGroup(core, caller, group)).id } }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
    if (create) return { create: { name: group } }
    throw new Refusal('not_found', `${error.message}, or add --create to make it`)
  }
}

/** A refusal by lines, with what can be done about them. */
export function withRemedy(
  { report, message }: ImportRefused,
  { fixMe, bad }: Pick<ImportCommandOptions, 'fixMe' | 'bad'>,
): Refusal {
  const isAll = report.rejected === report.lines
  const file =
    fixMe === undefined ? 'mend them (--fix-me FILE writes them into a file of their own)' : `mend them in ${fixMe}`
  const remedy = isAll || bad === 'skip' ? '' : `; ${file}, or leave them out with --bad skip`
  return new Refusal('invalid_value', message + remedy, 'file')
}

/** A report as programs get it. */
interface ShownReport extends ImportReport {
  readonly group: Pick<Group, 'id' | 'hexId' | 'name' | 'count'> | null
}

function shown({ group, ...report }: NumbersReport): ShownReport {
  return { ...report, group: group && { id: group.id, hexId: group.hexId, name: group.name, count: group.count } }
}

function withoutRejects({ rejects: _rejects, ...rest }: ShownReport): object {
  return rest
}

/** Refuses files to write that would be in the way of what is read, or of each other. */
export function refuseOutputs(
  paths: readonly string[],
  { report, fixMe }: Pick<ImportCommandOptions, 'report' | 'fixMe'>,
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
