import type { SettingType } from './setting-types.ts'

/** A setting: its names, its type, its default and its help text. The value of a secret one is never printed. */
export interface Setting<T = unknown> {
  readonly env: string
  readonly flag: string
  readonly type: SettingType<T>
  /** The default value, in the form that a user would write: `64MiB`. */
  readonly default: string
  readonly help: string
  readonly secret?: true
}

/** Settings by their keys, or by the last part of their keys: `simotel.timeZone` or `timeZone`. */
export type SettingTable = Readonly<Record<string, Setting>>

/** The values of a table of settings. */
export type SettingsOf<Table extends SettingTable> = {
  readonly [Key in keyof Table]: Table[Key] extends { readonly type: SettingType<infer T> } ? T : never
}

/**
 * The settings of one owner, out of all settings: `ownSettings('simotel', { timeZone }, all)` → `{ timeZone:
 * all['simotel.timeZone'] }`.
 */
export function ownSettings<Table extends SettingTable>(
  owner: string,
  table: Table,
  all: Readonly<Record<string, unknown>>,
): SettingsOf<Table> {
  return Object.fromEntries(Object.keys(table).map((key) => [key, all[`${owner}.${key}`]])) as SettingsOf<Table>
}
