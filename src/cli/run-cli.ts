import { Command, CommanderError } from 'commander'
import { SettingsError, StartError } from '../app.ts'
import { Refusal } from '../core/errors.ts'
import type { Edge } from './edge.ts'
import { Ended } from './ended.ts'
import { helpLayout } from './help-layout.ts'
import { harmless } from './table.ts'

/** Every command, in the order of the help, and the way to load it: a command starts faster without the others. */
const commands: Readonly<Record<string, () => Promise<(program: Command, edge: Edge) => void>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  dev: async () => (await import('./dev.ts')).addDev,
  config: async () => (await import('./config.ts')).addConfig,
  account: async () => (await import('./account/account.ts')).addAccountCommands,
  key: async () => (await import('./key/key.ts')).addKeyCommands,
  sip: async () => (await import('./sip/sip.ts')).addSipCommands,
  ip: async () => (await import('./ip/ip.ts')).addIpCommands,
  block: async () => (await import('./block/block.ts')).addBlockCommands,
  changes: async () => (await import('./changes/changes.ts')).addChangesCommands,
  groups: async () => (await import('./groups/groups.ts')).addGroupsCommands,
  import: async () => (await import('./import/import.ts')).addImport,
  extensions: async () => (await import('./extensions/extensions.ts')).addExtensionsCommands,
  contacts: async () => (await import('./contacts/contacts.ts')).addContactsCommands,
  webhook: async () => (await import('./webhook/webhook.ts')).addWebhookCommands,
  pbx: async () => (await import('./pbx/pbx.ts')).addPbxCommands,
  'forward-rules': async () => (await import('./forward-rules/forward-rules.ts')).addForwardRulesCommands,
  route: async () => (await import('./route/route.ts')).addRouteCommands,
  'incoming-rules': async () => (await import('./incoming-rules/incoming-rules.ts')).addIncomingRulesCommands,
  trunk: async () => (await import('./trunk/trunk.ts')).addTrunkCommands,
  trace: async () => (await import('./trace.ts')).addTrace,
  call: async () => (await import('./call.ts')).addCall,
  copy: async () => (await import('./move/copy.ts')).addCopy,
  backup: async () => (await import('./move/backup.ts')).addBackup,
  restore: async () => (await import('./move/restore.ts')).addRestore,
  export: async () => (await import('./export/export.ts')).addExportCommands,
  find: async () => (await import('./find.ts')).addFind,
  why: async () => (await import('./why.ts')).addWhy,
  optout: async () => (await import('./optout/optout.ts')).addOptoutCommands,
  prune: async () => (await import('./prune.ts')).addPrune,
  verify: async () => (await import('./verify.ts')).addVerify,
  repair: async () => (await import('./repair.ts')).addRepair,
}

const exitRefused = 1
const exitUsage = 2

/**
 * Runs one command line. Returns the exit code: 0, 1 for a refusal, or 2 for a command line or settings that cannot be
 * understood. A command that ends otherwise says so by {@link Ended}.
 */
export async function runCli(args: readonly string[], edge: Edge): Promise<number> {
  try {
    const asked = askedFor(args)
    const program = await programOf(edge, asked[0])
    await program.parseAsync(asked, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof Ended) {
      if (error.message !== '') edge.err(`dialbook: ${error.message}\n`)
      return error.code
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage
    if (error instanceof SettingsError) {
      edge.err(`dialbook: the settings are not usable:\n${error.problems.map((problem) => `  ${problem}\n`).join('')}`)
      return exitUsage
    }
    if (error instanceof Refusal || error instanceof StartError) {
      // A refusal may repeat a name that somebody has stored.
      edge.err(`dialbook: ${error instanceof Refusal ? harmless(error.message) : error.message}\n`)
      return exitRefused
    }
    throw error
  }
}

/** `help key add simotel` asks for the help of the last of these commands; commander by itself shows that of the first. */
function askedFor(args: readonly string[]): readonly string[] {
  const [first, ...names] = args
  return first === 'help' && names.length > 0 && !names.some((name) => name.startsWith('-'))
    ? [...names, '--help']
    : args
}

/** The program with the command of that name. With all commands where the name is none: help shows them, too. */
async function programOf(edge: Edge, name = ''): Promise<Command> {
  const program = new Command('dialbook')
    .description(
      'A self-hosted directory of phone numbers, contacts and PBX users that speaks the APIs of several vendors.',
    )
    .version(edge.version)
    .configureOutput({ writeOut: edge.out, writeErr: edge.err })
    .configureHelp(helpLayout)
    .showHelpAfterError('(--help shows what is possible)')
    .exitOverride()
    // A command may have a `--version` of its own, as `webhook add` has.
    .enablePositionalOptions()
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  for (const each of load ? [load] : Object.values(commands)) {
    const add = await each()
    add(program, edge)
  }
  return program
}
