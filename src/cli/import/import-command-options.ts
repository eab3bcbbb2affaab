import type { GroupColumn } from '../../core/import/group-columns.ts'
import type { ImportMode } from '../../core/import/import-report.ts'
import type { LineImportOptions } from './import-files.ts'

/** The options of `dialbook import`. */
export interface ImportCommandOptions extends LineImportOptions {
  readonly account?: string
  readonly group: string
  readonly create?: boolean
  readonly mode: ImportMode
  readonly number?: string
  readonly column?: Readonly<Partial<Record<GroupColumn, string>>>
}
