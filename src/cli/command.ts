import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type Book,
  type Effective,
  openExistingBook,
  readConfigFile,
  resolveSettings,
  type SettingKey,
  settingKeys,
  settingOf,
} from '../app.ts'
import type { ServerCaller } from '../core/caller.ts'
import { ownerCaller } from '../core/permission/callers.ts'
import type { Edge } from './edge.ts'
import { harmless } from './table.ts'

/**
 * The options that every command has. The value of a setting stands under the name that commander makes of its flag.
 */
export interface CommonOptions {
  readonly config?: string
  readonly json?: boolean
}

/** The outcome of a command: lines for people, or a document for programs. */
export interface Outcome {
  readonly text: string
  readonly json: unknown
}

/** Adds a command with the options that all commands have, and an option for each setting that it reads. */
export function addCommand(
  parent: Command,
  usage: string,
  help: string,
  settings: readonly SettingKey[] = ['data', 'database.url'],
): Command {
  const command = parent.command(usage).description(help)
  for (const key of settings) command.addOption(settingOption(key))
  return command
    .option('--config <file>', 'The file of settings (default: dialbook.config.json, where there is one).')
    .option('--json', 'Print JSON.')
}

/**
 * A setting as an option. Its default stands in the help only: in the parser it would hide the file and the variable. A list has spaces
 * there, so that its lines can be broken.
 */
function settingOption(key: SettingKey): Option {
  const { flag, help, env, default: usual } = settingOf(key)
  return new Option(flag, `${help} (${env}${usual === '' ? '' : `, default: ${usual.replaceAll(',', ', ')}`})`)
}

/**
 * The settings that hold for a command with these options.
 *
 * @throws SettingsError
 */
export function settingsOf(edge: Edge, options: CommonOptions): Effective {
  const given = options as Readonly<Record<string, string | undefined>>
  const flags = Object.fromEntries(settingKeys.map((key) => [key, given[settingOption(key).attributeName()]]))
  return resolveSettings({ flags, env: edge.env, file: readConfigFile(options.config) })
}

/** An open book, and the caller at the command line. */
export interface OwnedBook extends Book {
  readonly owner: ServerCaller
}

/**
 * The caller at the command line. Whoever has access to the data is the owner of the server, under the name of the
 * system user.
 */
export function ownerAt({ userName }: Edge): ServerCaller {
  return ownerCaller('cli', userName)
}

/**
 * Opens the book that there is, acts, prints the outcome, and closes the book even when something failed. A command that has
 * written its output by itself has no outcome.
 */
export async function actOnBook(
  edge: Edge,
  options: CommonOptions,
  act: (book: OwnedBook) => Promise<Outcome | undefined>,
  open = openExistingBook,
): Promise<void> {
  const book = await open(settingsOf(edge, options).settings)
  warn(edge, [...book.alarms, ...book.warnings])
  try {
    const outcome = await act({ ...book, owner: ownerAt(edge) })
    if (outcome) print(edge, options, outcome)
  } finally {
    await book.close()
  }
}

/** Says what the operator must hear, beside what was asked for. */
export function warn(edge: Edge, warnings: readonly string[]): void {
  for (const warning of warnings) edge.err(`dialbook: warning: ${warning}\n`)
}

/** Prints the outcome of a command, in the form that was asked for. */
export function print(edge: Edge, options: CommonOptions, { text, json }: Outcome): void {
  edge.out(options.json ? `${harmless(JSON.stringify(json))}\n` : `${text}\n`)
}

/** Reads an argument that must be a whole number from 1 on. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number from 1 on.')
  }
  return value
}
