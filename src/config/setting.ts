import type { SettingType } from './setting-types.ts'

/** One setting. A secret one is never printed. */
export interface Setting<T = unknown> {
  readonly env: string
  readonly flag: string
  readonly type: SettingType<T>
  /** In the form that a user would write. */
  readonly default: string
  readonly help: string
  readonly secret?: true
}
