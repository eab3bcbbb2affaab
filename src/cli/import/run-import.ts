import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import type { Group } from '../../core/group/group.ts'
import { importNumbers, type NumbersReport } from '../../core/import/import-numbers.ts'
import type { ImportTarget } from '../../core/import/import-options.ts'
import type { ImportReport } from '../../core/import/import-report.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import { describeReport } from './describe-report.ts'
import type { ImportCommandOptions } from './import-command-options.ts'
import { exitSkipped, importFiles, refuseOutputs } from './import-files.ts'

/** Runs `dialbook import`. */
export async function runImport(edge: Edge, paths: readonly string[], options: ImportCommandOptions): Promise<void> {
  refuseOutputs(paths, options)
  let rejected = 0
  await actOnBook(edge, options, async (book) => {
    const { caller } = await chooseCaller(book, options.account)
    const report = await importNumbersOf(book.core, caller, edge, paths, options)
    rejected = report.rejected
    return { text: describeReport(report, options.group), json: shown(report) }
  })
  if (rejected > 0) throw new Ended(exitSkipped)
}

async function importNumbersOf(
  core: Core,
  caller: Caller,
  edge: Edge,
  paths: readonly string[],
  options: ImportCommandOptions,
): Promise<NumbersReport> {
  const { mode, bad, dryRun = false, number, column } = options
  const target = await targetOf(core, caller, options)
  const choice = { ...(number !== undefined && { number }), ...(column !== undefined && { columns: column }) }
  return importFiles(core, edge, paths, options, {
    run: (files, listener) => importNumbers(core, caller, target, files, { mode, bad, dryRun, ...choice, listener }),
    shown,
  })
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

/** A report as programs get it. */
interface ShownReport extends ImportReport {
  readonly group: Pick<Group, 'id' | 'hexId' | 'name' | 'count'> | null
}

/** The report of an import; one that was refused has no group. */
function shown(report: NumbersReport | ImportReport): ShownReport {
  const group = 'group' in report ? report.group : null
  return { ...report, group: group && { id: group.id, hexId: group.hexId, name: group.name, count: group.count } }
}
