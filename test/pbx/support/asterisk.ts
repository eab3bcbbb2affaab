import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Server } from '../../acceptance/support/server.ts'
import { freePort, freeUdpPort } from '../../free-port.ts'

const root = resolve(import.meta.dirname, '../../..')
/** The folder of the Asterisk that the tests run. */
export const asteriskFolder = resolve(root, process.env.DIALBOOK_ASTERISK ?? '.asterisk')
const program = join(asteriskFolder, 'bin/asterisk')

/** The reason why tests with a real PBX are skipped, as the option `skip` of a test or a suite; false when they run. */
export const noAsterisk: string | false = existsSync(program)
  ? false
  : `NO ASTERISK HERE, so no test with a real PBX runs: scripts/get-asterisk.sh ${asteriskFolder}`

/** Milliseconds after which a hanging Asterisk fails the test. */
const patience = 120_000

/** The version that the Asterisk prints of itself. */
export async function versionOfAsterisk(): Promise<string> {
  return (await promisify(execFile)(program, ['-V'])).stdout
}

/** An Asterisk that really runs, on free ports of the loopback, and reads the book of a server. */
export interface Asterisk {
  readonly sipPort: number
  readonly ariPort: number
  readonly amiPort: number
  readonly dir: string
  readonly pid: number
  /** The password of the user that `dialbook serve` and other commands sign in as. */
  readonly password: string
  /** Runs `dialbook pbx config` again, with these options beside those of the start. */
  configure(...args: string[]): Promise<void>
  /** Runs a command of the console, and returns its output. */
  cli(command: string): Promise<string>
  /** All output of Asterisk so far. */
  output(): string
  /** Ends Asterisk at once; `start` starts it again. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export interface AsteriskOptions {
  /** The account that the PBX serves. */
  readonly account?: string
  /** More options of `dialbook pbx config`. */
  readonly args?: readonly string[]
}

/** Writes a configuration for the book of a server, and starts an Asterisk with it. */
export async function startAsterisk(server: Server, { account, args = [] }: AsteriskOptions = {}): Promise<Asterisk> {
  const [sipPort, ariPort, amiPort] = [await freeUdpPort(), await freePort(), await freePort()]
  const rtp = 20_000 + 100 * (process.pid % 300)
  const dir = join(server.data, 'pbx')
  const usual = [
    ...['pbx', 'config', '--dir', dir, '--asterisk', asteriskFolder, '--sip-port', String(sipPort)],
    ...['--ari-port', String(ariPort), '--ami-port', String(amiPort), '--sip-rtp-ports', `${rtp}-${rtp + 99}`],
    ...(account === undefined ? [] : ['--pbx-account', account]),
  ]
  await server.cli(...usual, ...args)
  const password = (await readFile(join(dir, 'ari.password'), 'utf8')).trim()
  server.audit.hide(password)
  const conf = join(dir, 'etc/asterisk.conf')
  const cli = async (command: string) =>
    (await promisify(execFile)(program, ['-C', conf, '-rx', command], { timeout: patience })).stdout
  let child: ChildProcess | undefined
  let output = ''
  const reap = () => child?.kill('SIGKILL')
  process.once('exit', reap)

  const start = async () => {
    output = ''
    const started = spawn(program, ['-C', conf, '-fn'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TZ: '<+0330>-03:30' },
    })
    child = started
    const ready = Promise.withResolvers<void>()
    const fail = (why: string) => ready.reject(new Error(`Asterisk did not start: ${why}\n${output.slice(-4000)}`))
    const deadline = setTimeout(() => fail(`not ready in ${patience} ms`), patience)
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (/Asterisk Ready/.test(output)) ready.resolve()
      })
    }
    started.once('exit', (code, signal) => fail(`it exited (${code ?? signal})`))
    await ready.promise.finally(() => clearTimeout(deadline))
  }
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
  }
  await start()
  return {
    ...{ sipPort, ariPort, amiPort, dir, password, cli, start },
    get pid() {
      return child?.pid ?? 0
    },
    async configure(...more) {
      await server.cli(...usual, ...more)
    },
    output: () => output,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      process.off('exit', reap)
    },
  }
}

/** What Asterisk says on a busy machine, and of a caller who hangs up just as he is told to whom he is put through. */
const usual = /taskprocessor|queue length|Session already DISCONNECTED \[reason=487/i

/** The lines in which Asterisk complains, without the {@link usual} ones. */
export function complaintsOf(asterisk: Asterisk): string[] {
  const lines = asterisk.output().split('\n')
  return lines.filter((line) => /ERROR|WARNING/.test(line) && !usual.test(line))
}

/** Asks again and again until `holds` is true. @throws Error after `ms` milliseconds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, ms = 120_000): Promise<void> {
  const deadline = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((next) => setTimeout(next, 25))
  }
}
