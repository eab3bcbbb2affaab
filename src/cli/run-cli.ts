import { Command, CommanderError } from 'commander'
import { SettingsError, StartError } from '../app.ts'
import { Refusal } from '../core/errors.ts'
import { addAccountCommands } from './account/account.ts'
import { addBlockCommands } from './block/block.ts'
import { addChangesCommands } from './changes/changes.ts'
import { addConfig } from './config.ts'
import type { Edge } from './edge.ts'
import { addExtensionsCommands } from './extensions/extensions.ts'
import { addFind } from './find.ts'
import { addForwardRulesCommands } from './forward-rules/forward-rules.ts'
import { addIpCommands } from './ip/ip.ts'
import { addKeyCommands } from './key/key.ts'
import { addBackup } from './move/backup.ts'
import { addCopy } from './move/copy.ts'
import { addRestore } from './move/restore.ts'
import { addPbxCommands } from './pbx/pbx.ts'
import { addPrune } from './prune.ts'
import { addRepair } from './repair.ts'
import { addServe } from './serve.ts'
import { harmless } from './table.ts'
import { addTrace } from './trace.ts'
import { addTrunkCommands } from './trunk/trunk.ts'
import { addVerify } from './verify.ts'
import { addWebhookCommands } from './webhook/webhook.ts'

const exitRefused = 1
const exitUsage = 2

/**
 * Runs one command line. Returns the exit code: 0, 1 for a refusal, or 2 for a command line or settings that cannot be
 * understood.
 */
export async function runCli(args: readonly string[], edge: Edge): Promise<number> {
  try {
    await programOf(edge).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
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

function programOf(edge: Edge): Command {
  const program = new Command('dialbook')
    .description(
      'A self-hosted directory of phone numbers, contacts and PBX users that speaks the APIs of several vendors.',
    )
    .version(edge.version)
    .configureOutput({ writeOut: edge.out, writeErr: edge.err })
    .showHelpAfterError('(--help shows what is possible)')
    .exitOverride()
    // A command may have a `--version` of its own, as `webhook add` has.
    .enablePositionalOptions()
  addServe(program, edge)
  addConfig(program, edge)
  addAccountCommands(program, edge)
  addKeyCommands(program, edge)
  addIpCommands(program, edge)
  addBlockCommands(program, edge)
  addChangesCommands(program, edge)
  addExtensionsCommands(program, edge)
  addWebhookCommands(program, edge)
  addPbxCommands(program, edge)
  addForwardRulesCommands(program, edge)
  addTrunkCommands(program, edge)
  addTrace(program, edge)
  addCopy(program, edge)
  addBackup(program, edge)
  addRestore(program, edge)
  addFind(program, edge)
  addPrune(program, edge)
  addVerify(program, edge)
  addRepair(program, edge)
  return program
}
