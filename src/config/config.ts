import { dialects } from '../dialects/dialects.ts'
import { carrierSettings } from './carrier-settings.ts'
import { type ConfigFile, nearestName } from './config-file.ts'
import { contactSettings } from './contact-settings.ts'
import { mailSettings } from './mail-settings.ts'
import { mediaSettings } from './media-settings.ts'
import { messageSettings } from './message-settings.ts'
import { pbxSettings } from './pbx-settings.ts'
import { serverSettings } from './server-settings.ts'
import type { Setting, SettingsOf, SettingTable } from './setting.ts'
import { sipSettings } from './sip-settings.ts'

/** The settings that the dialects declare, by their keys: `simotel.timeZone`. */
const dialectSettings: SettingTable = Object.fromEntries(
  dialects.flatMap(({ name, settings }) =>
    Object.entries(settings).map(([key, setting]) => [`${name}.${key}`, setting] as const),
  ),
)

const ownSettings = {
  ...serverSettings,
  ...pbxSettings,
  ...sipSettings,
  ...mediaSettings,
  ...mailSettings,
  ...messageSettings,
  ...carrierSettings,
  ...contactSettings,
}

/** The key of a setting in `dialbook.config.json`, where a dot stands for nesting. */
export type SettingKey = keyof typeof ownSettings | `${string}.${string}`

const table: SettingTable = {
  ...serverSettings,
  ...dialectSettings,
  ...pbxSettings,
  ...sipSettings,
  ...mediaSettings,
  ...mailSettings,
  ...messageSettings,
  ...carrierSettings,
  ...contactSettings,
}

/**
 * The values of all settings, by their keys. Those of a dialect have no type here: the dialect reads them by
 * `ownSettings`.
 */
export type Settings = SettingsOf<typeof ownSettings> & { readonly [key: `${string}.${string}`]: unknown }

/** The sources of settings, the strongest first. */
export interface Sources {
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: ConfigFile
}

/**
 * The settings that hold, as they were written (`64MiB`), and the origin of each: the flag, the variable, the path of the file, or
 * `default`.
 */
export interface Effective {
  readonly settings: Settings
  readonly written: Readonly<Record<SettingKey, string>>
  readonly origins: Readonly<Record<SettingKey, string>>
}

/** The error that names every problem of the settings at once. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

/** The keys of all settings, in the order of the table. */
export const settingKeys = Object.keys(table) as SettingKey[]

/** The setting of a key. */
export function settingOf(key: SettingKey): Setting {
  const setting = table[key]
  if (!setting) throw new Error(`${key} is not a setting`)
  return setting
}

/**
 * Reads every setting from the strongest source that has it. An empty variable counts as absent: Docker Compose sets a
 * variable that it does not know to empty.
 *
 * @throws SettingsError with every problem.
 */
export function resolveSettings({ flags, env, file }: Sources): Effective {
  const problems = [...file.problems]
  for (const key of Object.keys(file.values)) {
    if (!Object.hasOwn(table, key)) problems.push(unknownKey(key, file.path))
  }
  const settings: Record<string, unknown> = {}
  const written: Record<string, string> = {}
  const origins: Record<string, string> = {}
  for (const key of settingKeys) {
    const setting = settingOf(key)
    const candidates: [given: unknown, origin: string][] = [
      [flags[key], setting.flag.replace(/ .*/, '')],
      [env[setting.env] || undefined, setting.env],
      [file.values[key], file.path],
    ]
    const [given, origin] = candidates.find(([given]) => given !== undefined) ?? [setting.default, 'default']
    const value = setting.type.read(given)
    if (value === undefined) {
      problems.push(`${key}: ${JSON.stringify(shown(setting, given))} (from ${origin}) is not ${setting.type.rule}`)
    }
    settings[key] = value
    written[key] = String(given)
    origins[key] = origin
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return {
    settings: settings as Settings,
    written: written as Effective['written'],
    origins: origins as Effective['origins'],
  }
}

/** The value of a setting for people: a secret is masked, where there is one. */
export function shown(setting: Setting, value: unknown): unknown {
  return setting.secret && value !== '' ? '******' : value
}

function unknownKey(key: string, path: string): string {
  const nearest = nearestName(key, settingKeys)
  return `${key} (in ${path}) is not a setting${nearest ? `; did you mean ${nearest}?` : ''}`
}
