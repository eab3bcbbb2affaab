import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { addCommand, print, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'
import {
  administratorMust,
  hintsOf,
  newPasswordOption,
  type PbxConfigOptions,
  pbxAccountOption,
  pbxConfigSettings,
  writePbxConfig,
} from './config.ts'

/** The script that fetches an Asterisk into a folder, or does nothing where one runs. It lies beside the program, built or not. */
const getAsterisk = fileURLToPath(new URL('../../../scripts/get-asterisk.sh', import.meta.url))

type Options = PbxConfigOptions & { readonly asterisk: string }

/** `dialbook pbx run`: everything that a PBX needs, in one command. */
export function addPbxRun(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'run',
    'Fetches an Asterisk where there is none, writes its configuration, and runs it until it gets a signal to stop.',
    pbxConfigSettings,
  )
    .option('--dir <folder>', 'where its configuration goes, and what it keeps', 'pbx')
    .option('--asterisk <folder>', 'the folder of the Asterisk', '.asterisk')
    .addOption(pbxAccountOption())
    .addOption(newPasswordOption())
    .action(async (options: Options) => {
      const stopped = edge.stopSignal()
      await end(await runProgram([getAsterisk, options.asterisk], stopped))
      const { dir, account, start, statements } = await writePbxConfig(edge, options)
      if (statements !== undefined) throw new Ended(1, administratorMust(statements))
      const text = [`Asterisk serves the account '${account}' until Ctrl-C.`, ...hintsOf(settingsOf(edge, options))]
      print(edge, options, { text: text.join('\n'), json: { dir, account } })
      await end(await runProgram([...start, '-fn'], stopped))
    })
}

/** Ends the command where the program did not end well. */
async function end(code: number): Promise<void> {
  if (code !== 0) throw new Ended(code, '')
}

/** Runs a program at this terminal, passes a signal to stop on, and returns its exit code once it has ended. */
function runProgram([program = '', ...args]: readonly string[], stopped: Promise<string>): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' })
  stopped.then((signal) => child.kill(signal as NodeJS.Signals))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
