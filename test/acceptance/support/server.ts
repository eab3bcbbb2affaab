import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { engineOf } from '../../engine.ts'
import { Audit } from './audit.ts'
import { prepareBook } from './prepare-book.ts'
import { program } from './program.ts'
import { endsByItself, runWarm } from './warm-commands.ts'

const startLimit = 60_000

/** A dialbook that really runs: a child process with a book of its own in a new directory. */
export interface Server {
  readonly pid: number
  readonly host: string
  readonly port: number
  /** `http://HOST:PORT` */
  readonly origin: string
  readonly data: string
  readonly agent: Agent
  /** The environment of this server and its commands. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The watch over all answers and the log of this server. */
  readonly audit: Audit
  stdout(): string
  stderr(): string
  /** Runs `dialbook <args> --data <this book>` and returns its standard output. Rejects when the command fails. */
  cli(...args: string[]): Promise<string>
  isAlive(): boolean
  /** Stops the server as an operator would, checks the audit and removes the book. */
  stop(): Promise<void>
  /** Kills the server and leaves the book. */
  kill(): Promise<void>
}

export interface ServerOptions {
  /** Commands that run before the server starts. A book that is not empty gets no account by itself. */
  readonly prepare?: readonly (readonly string[])[]
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** The data folder of a book to go on with; absent for a new book. */
  readonly data?: string
}

/** Starts a server on a free port. Resolves when the server says that it listens. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'dialbook-acceptance-')))
  const env = { ...ambient(), ...(await engineOf(data)), ...options.env }
  const cli = async (...args: string[]) => {
    const printed = await runCli([...args, '--data', data], env)
    if (decidesAccess(args)) await noticeIsPassedOn()
    return printed
  }
  const isNew = options.data === undefined
  await prepareBook({ data, commands: options.prepare ?? [], env: options.env ?? {}, isNew }, cli)

  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', data, ...(options.args ?? [])], {
    cwd: data,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  const exited = once(child, 'close')
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdout.setEncoding('utf8')
  const { host, port } = await new Promise<{ host: string; port: number }>((listening, failed) => {
    const fail = (why: string) => {
      reap()
      failed(new Error(`the server did not start: ${why}\n${stdout}\n${stderr}`))
    }
    const deadline = setTimeout(() => fail(`no answer in ${startLimit} ms`), startLimit)
    child.stdout.on('data', (text: string) => {
      stdout += text
      const line = /^listening on http:\/\/(.+):(\d+)$/m.exec(stdout)
      if (!line) return
      clearTimeout(deadline)
      listening({ host: String(line[1]), port: Number(line[2]) })
    })
    child.once('error', (error) => fail(error.message))
    exited.then(([code, signal]) => fail(`it exited (${code ?? signal})`), failed)
  })

  const agent = new Agent({ keepAlive: true })
  const audit = new Audit()
  const end = async (signal: NodeJS.Signals) => {
    agent.destroy()
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const [code] = await exited
    process.off('exit', reap)
    return code as number | null
  }
  return {
    pid: child.pid as number,
    host,
    port,
    origin: `http://${host}:${port}`,
    data,
    agent,
    env,
    audit,
    stdout: () => stdout,
    stderr: () => stderr,
    cli,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      const code = await end('SIGTERM')
      await rm(data, { recursive: true, force: true })
      audit.check(stderr)
      if (code !== 0) throw new Error(`the server exited with ${code} after SIGTERM\n${stderr.slice(-2000)}`)
    },
    async kill() {
      await end('SIGKILL')
    },
  }
}

/** Whether a command may have closed out somebody who was let in before. */
function decidesAccess([noun = '', verb = '']: readonly string[]): boolean {
  return ['account', 'key', 'network', 'person'].includes(noun) && !['add', 'list', 'show'].includes(verb)
}

/** On PostgreSQL a server hears of such a change some milliseconds later (docs/operations.md, "Several servers"). */
async function noticeIsPassedOn(): Promise<void> {
  if (process.env.TEST_POSTGRES) await new Promise((resolve) => setTimeout(resolve, 100))
}

/** The environment of the tests without any setting of dialbook's. */
function ambient(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DIALBOOK_')))
}

async function runCli(args: readonly string[], env: Record<string, string | undefined>): Promise<string> {
  if (endsByItself(args)) {
    const ran = await runWarm({ args, cwd: tmpdir(), env })
    if (ran.code === 0) return ran.stdout
    throw Object.assign(new Error(`dialbook ${args.join(' ')}\n${ran.stderr}`), ran)
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    env,
    cwd: tmpdir(),
    maxBuffer: 64 * 1024 ** 2,
  })
  return stdout
}
