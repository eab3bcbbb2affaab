import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Group, GroupRef } from '../group/group.ts'
import type { ImportFile, ImportOptions } from './import-options.ts'
import type { ImportReport } from './import-report.ts'

/** The group of an import: one that is there, or a new one. */
export type ImportTarget = { readonly group: GroupRef } | { readonly create: { readonly name: string } }

/** What became of an import into a group. */
export interface NumbersReport extends ImportReport {
  /** The group as it is now; null when it was to be made and nothing was written. */
  readonly group: Group | null
}

/** Imports files of numbers into a group, as one change. */
export function importNumbers(
  _core: Core,
  _caller: Caller,
  _target: ImportTarget,
  _files: readonly ImportFile[],
  _options: ImportOptions = {},
): Promise<NumbersReport> {
  throw new Error('not written yet')
}
