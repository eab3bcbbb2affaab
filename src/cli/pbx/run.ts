import { execFile, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
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
import { endLeftBehind, noteStarted } from './end-left-behind.ts'
import { FewerRefusals } from './fewer-refusals.ts'
import { keepLogSmall } from './keep-log-small.ts'

/** The script that fetches an Asterisk into a folder, or does nothing where one runs. It lies beside the program, built or not. */
const getAsterisk = fileURLToPath(new URL('../../../scripts/get-asterisk.sh', import.meta.url))

/** Milliseconds within which Asterisk answers to a command, or is asked again. */
const answerWithinMs = 10_000

type Options = PbxConfigOptions & { readonly asterisk: string }

/** `dialbook pbx run`: everything that a PBX needs, in one command. */
export function addPbxRun(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'run',
    'Fetches an Asterisk where there is none, writes its configuration, and runs it until it gets a signal to stop.',
    [...pbxConfigSettings, 'pbx.logLimit'],
  )
    .option('--dir <folder>', 'where its configuration goes, and what it keeps', 'pbx')
    .option('--asterisk <folder>', 'the folder of the Asterisk', '.asterisk')
    .addOption(pbxAccountOption())
    .addOption(newPasswordOption())
    .action(async (options: Options) => {
      const stopped = edge.stopSignal()
      await end(await runProgram([getAsterisk, options.asterisk], stopped))
      await endLeftBehind(resolve(options.dir), edge)
      const { dir, account, start, statements } = await writePbxConfig(edge, options)
      if (statements !== undefined) throw new Ended(1, administratorMust(statements))
      const effective = settingsOf(edge, options)
      const text = [`Asterisk serves the account '${account}' until Ctrl-C.`, ...hintsOf(effective)]
      print(edge, options, { text: text.join('\n'), json: { dir, account } })
      const [program = '', ...args] = start
      const letGrow = keepLogSmall({
        file: join(dir, 'log/messages'),
        limit: effective.settings['pbx.logLimit'],
        reopen: async () => {
          await promisify(execFile)(program, [...args, '-rx', 'logger reload'], { timeout: answerWithinMs })
        },
      })
      const shownAt = { edge, onStart: (pid: number) => noteStarted(dir, pid) }
      await end(await runProgram([...start, '-fn'], stopped, shownAt).finally(letGrow))
    })
}

/** Ends the command where the program did not end well. */
async function end(code: number): Promise<void> {
  if (code !== 0) throw new Ended(code, '')
}

/**
 * Runs a program at this terminal, passes a signal to stop on, and returns its exit code once it has ended. With `shownAt` the output of
 * Asterisk is shown at its edge, without the many refusals of a flood; else the program has the terminal itself.
 */
function runProgram(
  [program = '', ...args]: readonly string[],
  stopped: Promise<string>,
  shownAt?: { readonly edge: Edge; readonly onStart: (pid: number) => void },
): Promise<number> {
  const child = spawn(program, args, { stdio: shownAt ? ['inherit', 'pipe', 'pipe'] : 'inherit' })
  if (child.pid !== undefined) shownAt?.onStart(child.pid)
  stopped.then((signal) => child.kill(signal as NodeJS.Signals))
  const shown = new FewerRefusals(() => performance.now())
  const show = (stream: Readable, out: (text: string) => void) =>
    createInterface({ input: stream }).on('line', (line) => {
      const passed = shown.pass(line)
      if (passed !== undefined) out(`${passed}\n`)
    })
  if (shownAt && child.stdout && child.stderr) {
    show(child.stdout, shownAt.edge.out)
    show(child.stderr, shownAt.edge.err)
  }
  return new Promise((done, failed) => {
    child.once('error', failed)
    // All output has come by then.
    child.once('close', (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
