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
  person: async () => (await import('./person/person.ts')).addPersonCommands,
  key: async () => (await import('./key/key.ts')).addKeyCommands,
  sip: async () => (await import('./sip/sip.ts')).addSipCommands,
  ip: async () => (await import('./ip/ip.ts')).addIpCommands,
  block: async () => (await import('./block/block.ts')).addBlockCommands,
  changes: async () => (await import('./changes/changes.ts')).addChangesCommands,
  trash: async () => (await import('./trash/trash.ts')).addTrashCommands,
  groups: async () => (await import('./groups/groups.ts')).addGroupsCommands,
  import: async () => (await import('./import/import.ts')).addImport,
  extensions: async () => (await import('./extensions/extensions.ts')).addExtensionsCommands,
  contacts: async () => (await import('./contacts/contacts.ts')).addContactsCommands,
  webhook: async () => (await import('./webhook/webhook.ts')).addWebhookCommands,
  requests: async () => (await import('./requests/requests.ts')).addRequestsCommands,
  pbx: async () => (await import('./pbx/pbx.ts')).addPbxCommands,
  emergency: async () => (await import('./emergency/emergency.ts')).addEmergencyCommands,
  'forward-rules': async () => (await import('./forward-rules/forward-rules.ts')).addForwardRulesCommands,
  route: async () => (await import('./route/route.ts')).addRouteCommands,
  'incoming-rules': async () => (await import('./incoming-rules/incoming-rules.ts')).addIncomingRulesCommands,
  trunk: async () => (await import('./trunk/trunk.ts')).addTrunkCommands,
  'trunk-manager': async () => (await import('./trunk-manager/trunk-manager.ts')).addTrunkManagerCommands,
  campaign: async () => (await import('./campaign/campaign.ts')).addCampaignCommands,
  dialer: async () => (await import('./dialer/dialer.ts')).addDialerCommands,
  trace: async () => (await import('./trace.ts')).addTrace,
  call: async () => (await import('./call.ts')).addCall,
  calls: async () => (await import('./calls/calls.ts')).addCallsCommands,
  recordings: async () => (await import('./recordings/recordings.ts')).addRecordingsCommands,
  sound: async () => (await import('./sound/sound.ts')).addSoundCommands,
  schedule: async () => (await import('./schedule/schedule.ts')).addScheduleCommands,
  copy: async () => (await import('./move/copy.ts')).addCopy,
  backup: async () => (await import('./move/backup.ts')).addBackup,
  restore: async () => (await import('./move/restore.ts')).addRestore,
  export: async () => (await import('./export/export.ts')).addExportCommands,
  find: async () => (await import('./find.ts')).addFind,
  why: async () => (await import('./why.ts')).addWhy,
  bulk: async () => (await import('./bulk/bulk.ts')).addBulkCommands,
  message: async () => (await import('./message/message.ts')).addMessageCommands,
  optout: async () => (await import('./optout/optout.ts')).addOptoutCommands,
  prune: async () => (await import('./prune.ts')).addPrune,
  verify: async () => (await import('./verify.ts')).addVerify,
  repair: async () => (await import('./repair.ts')).addRepair,
  completion: async () => (await import('./completion/completion.ts')).addCompletion,
  manual: async () => (await import('./manual.ts')).addManual,
}

/** The commands that tell of all others. */
const needAll: readonly string[] = ['completion', 'manual']

const exitRefused = 1
const exitUsage = 2

/**
 * Runs one command line. Returns the exit code: 0, 1 for a refusal, or 2 for a command line or settings that cannot be
 * understood. A command that ends otherwise says so by {@link Ended}.
 */
export async function runCli(args: readonly string[], edge: Edge): Promise<number> {
  const asked = askedFor(args)
  const options = asked.includes('--') ? asked.slice(0, asked.indexOf('--')) : asked
  const isJson = options.includes('--json')
  const sayError = isJson ? sayInJson(edge) : sayInWords(edge)
  try {
    const program = await programOf(edge, isJson ? sayError : undefined, asked[0])
    await program.parseAsync(asked, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof Ended) {
      if (error.message !== '') sayError(error.message)
      return error.code
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage
    if (error instanceof SettingsError) {
      sayError('the settings are not usable', error.problems)
      return exitUsage
    }
    if (error instanceof Refusal || error instanceof StartError) {
      // A refusal may repeat a name that somebody has stored.
      sayError(error instanceof Refusal ? harmless(error.message) : error.message)
      return exitRefused
    }
    throw error
  }
}

/** Tells an error, with the problems that it consists of where there are several. */
type SayError = (message: string, problems?: readonly string[]) => void

const sayInWords =
  (edge: Edge): SayError =>
  (message, problems) =>
    edge.err(`dialbook: ${message}${problems ? `:\n${problems.map((each) => `  ${each}\n`).join('')}` : '\n'}`)

/** For programs: one line, `{"error":{"message":"…"}}`, with `problems` where there are several. */
const sayInJson =
  (edge: Edge): SayError =>
  (message, problems) =>
    edge.err(`${harmless(JSON.stringify({ error: { message, ...(problems ? { problems } : {}) } }))}\n`)

/** `help key add simotel` asks for the help of the last of these commands; commander by itself shows that of the first. */
function askedFor(args: readonly string[]): readonly string[] {
  const [first, ...names] = args
  return first === 'help' && names.length > 0 && !names.some((name) => name.startsWith('-'))
    ? [...names, '--help']
    : args
}

/**
 * The program with the command of that name. With all commands where the name is none: help shows them, too. Wrong command lines are
 * told by `sayError` where there is one, and else in commander's own way.
 */
async function programOf(edge: Edge, sayError: SayError | undefined, name = ''): Promise<Command> {
  const program = new Command('dialbook')
    .description(
      'A self-hosted directory of phone numbers, contacts and PBX users that speaks the APIs of several vendors.',
    )
    .version(edge.version)
    .configureOutput({
      writeOut: edge.out,
      writeErr: edge.err,
      outputError: (text, write) => (sayError ? sayError(text.replace(/^error: /, '').trim()) : write(text)),
    })
    .configureHelp(helpLayout)
    .showHelpAfterError(sayError ? false : '(--help shows what is possible)')
    .exitOverride()
    // A command may have a `--version` of its own, as `webhook add` has.
    .enablePositionalOptions()
  const load = Object.hasOwn(commands, name) && !needAll.includes(name) ? commands[name] : undefined
  for (const each of load ? [load] : Object.values(commands)) {
    const add = await each()
    add(program, edge)
  }
  return program
}
