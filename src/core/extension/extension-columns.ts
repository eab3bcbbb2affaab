import { InvalidValue } from '../reader.ts'
import { noneWord, yesOrNo } from '../sheet/cell-words.ts'
import type { SheetField } from '../sheet/find-columns.ts'
import { BadCell } from '../sheet/sheet-tally.ts'
import { defaultSettings, type Extension, type ForwardPolicy } from './extension.ts'
import { extensionRules, forwardRule, forwardTargets, type PlainSettings } from './extension-rules.ts'
import { extensionTitles } from './extension-titles.ts'
import type { ExtensionUpdate } from './update-extension.ts'

/** A column of a file of extensions, but for the secret: how a cell is read, and how an extension fills it. */
export interface ExtensionColumn extends SheetField {
  /**
   * Reads a cell that holds something as a part of an update. `(none)` empties a setting.
   *
   * @throws InvalidValue
   */
  read(cell: string): ExtensionUpdate
  show(extension: Extension): string
}

/** The title of the column of secrets. */
export const secretTitle = 'secret'

/** How the cells of a setting are written, beside its rule. */
type Form = 'text' | 'word' | 'flag'

/** The columns of the settings: each with its title, its setting, and the form of its cells. */
const settings: readonly (readonly [title: string, setting: keyof PlainSettings, form: Form])[] = [
  ['number', 'number', 'text'],
  ['name', 'name', 'text'],
  ['active', 'active', 'flag'],
  ['user_type', 'technology', 'word'],
  ['cid_number', 'callerIdNumber', 'text'],
  ['call_record', 'callRecord', 'flag'],
  ['push_notification', 'pushNotification', 'flag'],
  ['deny', 'deny', 'word'],
  ['permit', 'permit', 'word'],
  ['dtmfmode', 'dtmfMode', 'word'],
  ['canreinvite', 'canReinvite', 'flag'],
  ['directmedia', 'directMedia', 'flag'],
  ['context', 'context', 'word'],
  ['host', 'host', 'word'],
  ['type', 'kind', 'word'],
  ['nat', 'nat', 'word'],
  ['port', 'port', 'word'],
  ['qualify', 'qualify', 'flag'],
  ['callgroup', 'callGroup', 'word'],
  ['pickupgroup', 'pickupGroup', 'word'],
  ['callcounter', 'callCounter', 'flag'],
  ['faxdetect', 'faxDetect', 'flag'],
  ['call_limit', 'callLimit', 'word'],
  ['trunk', 'trunk', 'flag'],
  ['transfer', 'transfer', 'word'],
  ['email', 'email', 'word'],
  ['more_options', 'moreOptions', 'text'],
  ['description', 'description', 'text'],
]

/** Settings whose emptiness is written as null. */
const nullable: ReadonlySet<keyof PlainSettings> = new Set(['callLimit', 'trunk', 'transfer'])

const settingColumns = settings.map(
  ([title, setting, form]): ExtensionColumn => ({
    title,
    others: extensionTitles[title] ?? [],
    ...(setting === 'number' && { several: 'asked' }),
    read: (cell) => ({ [setting]: readCell(setting, form, cell) }),
    show: (extension) => shown(extension[setting], defaultOf(setting)),
  }),
)

const targetColumns = Object.entries(forwardTargets).map(
  ([name, target]): ExtensionColumn => ({
    title: `forward_policy->${name}`,
    others: extensionTitles[name] ?? [],
    read: (cell) => ({ forward: { [target]: forwardRule(isNone(cell) ? '' : cell) } }),
    show: ({ forward }) => forward[target],
  }),
)

/** All targets in one cell, as JSON: `{"Busy":"571"}`. It is read, and never written. */
const policyColumn: ExtensionColumn = {
  title: 'forward_policy',
  others: [],
  read: (cell) => ({ forward: readPolicy(cell) }),
  show: ({ forward }) =>
    JSON.stringify(Object.fromEntries(Object.entries(forwardTargets).map(([name, target]) => [name, forward[target]]))),
}

/** The columns that extensions are exported with, in their order, but for the secret. */
export const extensionColumns: readonly ExtensionColumn[] = [...settingColumns, ...targetColumns]

/** The columns that a file of extensions may have, but for the secret. */
export const readableColumns: readonly ExtensionColumn[] = [...extensionColumns, policyColumn]

/** The fields that a file of extensions may have. */
export const extensionFields: readonly SheetField[] = [
  ...readableColumns,
  { title: secretTitle, others: extensionTitles[secretTitle] ?? [], several: 'each' },
]

/**
 * Reads the cells of an extension as an update of it. An empty cell says nothing, and so does one that shows what the
 * extension has already, whatever the rules say by now.
 *
 * @throws BadCell
 */
export function readExtensionCells(cellOf: (title: string) => string, before: Extension | undefined): ExtensionUpdate {
  let update: ExtensionUpdate = {}
  let forward: Partial<ForwardPolicy> = {}
  for (const column of readableColumns) {
    const cell = cellOf(column.title)
    if (cell.trim() === '' || (before && cell === column.show(before))) continue
    const read = readColumn(column, cell)
    update = { ...update, ...read }
    forward = { ...forward, ...read.forward }
  }
  return Object.keys(forward).length > 0 ? { ...update, forward } : update
}

/**
 * Reads one cell by its column.
 *
 * @throws BadCell
 */
export function readColumn(column: ExtensionColumn, cell: string): ExtensionUpdate {
  try {
    return column.read(cell)
  } catch (error) {
    if (error instanceof InvalidValue) throw new BadCell(column.title, error.message)
    throw error
  }
}

function readCell(setting: keyof PlainSettings, form: Form, cell: string): unknown {
  const rule = extensionRules[setting]
  if (isNone(cell)) return rule(nullable.has(setting) ? null : '')
  if (form === 'text') return rule(cell)
  if (form === 'flag') return rule(yesOrNo(cell))
  const word = cell.trim()
  if (setting === 'technology') return rule(word.toUpperCase())
  return rule(setting === 'dtmfMode' || setting === 'transfer' ? word.toLowerCase() : word)
}

function readPolicy(cell: string): Partial<ForwardPolicy> {
  const read = parsed(cell)
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw new InvalidValue('must be an object of JSON, as {"Busy":"571"}')
  }
  return Object.fromEntries(
    Object.entries(read).map(([name, target]) => {
      const known = Object.keys(forwardTargets)
      if (!known.includes(name)) throw new InvalidValue(`must have no keys but ${known.join(', ')}`)
      return [forwardTargets[name], forwardRule(typeof target === 'number' ? String(target) : target)]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isNone(cell: string): boolean {
  const word = cell.trim().toLowerCase()
  return word === '' || word === noneWord
}

/** A value as a cell. An empty one says so where a new extension would get another. */
function shown(value: Extension[keyof PlainSettings], usual: unknown): string {
  if (value === '' || value === null) return usual === '' || usual === null || usual === undefined ? '' : noneWord
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

function defaultOf(setting: keyof PlainSettings): unknown {
  return (defaultSettings as Partial<PlainSettings>)[setting]
}
