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

/** Settings by their keys, or by the last part of them. */
export type SettingTable = Readonly<Record<string, Setting>>

/** The values of a table of settings. */
export type SettingsOf<Table extends SettingTable> = {
  readonly [Key in keyof Table]: Table[Key] extends { readonly type: SettingType<infer T> } ? T : never
}

/** The settings of one owner out of all: `ownSettings('simotel', { timeZone }, all)` → `{ timeZone: all['simotel.timeZone'] }`. */
export function ownSettings<Table extends SettingTable>(
  owner: string,
  table: Table,
  all: Readonly<Record<string, unknown>>,
): SettingsOf<Table> {
  return Object.fromEntries(Object.keys(table).map((key) => [key, all[`${owner}.${key}`]])) as SettingsOf<Table>
}
