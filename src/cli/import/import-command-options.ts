import type { GroupColumn } from '../../core/import/group-columns.ts'
import type { ImportMode } from '../../core/import/import-report.ts'
import type { CommonOptions } from '../command.ts'

/** The options of `dialbook import`. */
export interface ImportCommandOptions extends CommonOptions {
  readonly account?: string
  readonly group: string
  readonly create?: boolean
  readonly mode: ImportMode
  readonly dryRun?: boolean
  readonly bad: 'refuse' | 'skip'
  readonly number?: string
  readonly column?: Readonly<Partial<Record<GroupColumn, string>>>
  readonly sheet?: string
  readonly report?: string
  readonly fixMe?: string
}
