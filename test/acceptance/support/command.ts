import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, program as usual } from './program.ts'
import { endsByItself, type Ran, runWarm } from './warm-commands.ts'

export type { Ran } from './warm-commands.ts'

type Variables = Readonly<Record<string, string>>

/** A test, or a suite: whatever ends what was begun for it. */
export interface Lasting {
  after(end: () => unknown): unknown
}

/**
 * Runs `dialbook <args>` in a folder whose `data` is the book. No setting holds but those of `env`. With a Node or a program of the
 * test's own, and for commands that last, it is a process of its own.
 */
export function run(
  folder: string,
  args: readonly string[],
  env: Variables = {},
  node = process.execPath,
  program = programFor(node),
  input?: string,
): Promise<Ran> {
  if (node === process.execPath && program === usual && endsByItself(args))
    return runWarm({ args, cwd: folder, env, input })
  return new Promise((done) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } }
    const child = execFile(node, [program, ...args], options, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    )
    if (input !== undefined) child.stdin?.end(input)
  })
}

/** A Node that is not that of the tests may be an older one, which only the program of the checkout can be started by. */
function programFor(node: string): string {
  return node === process.execPath ? usual : bin
}

/** The same, with something to read on its standard input. */
export function feed(folder: string, args: readonly string[], input: string): Promise<Ran> {
  return run(folder, args, {}, process.execPath, usual, input)
}

/** The end of a process: its code, or its signal. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** `dialbook serve` as a process that a test can send signals. */
export interface Serving {
  readonly url: string
  stdout(): string
  stderr(): string
  /** Waits until the output so far matches. */
  printed(pattern: RegExp): Promise<void>
  logged(pattern: RegExp): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<End>
}

export interface ServeOptions {
  readonly node?: string | undefined
  readonly env?: Variables
  /** The `bin/dialbook.js` of another checkout; absent for this one's. */
  readonly program?: string
}

/** Starts `dialbook serve` on a free port with the book in the `data` of a folder. The server ends after the test. */
export async function serve(
  t: Lasting,
  folder: string,
  args: readonly string[] = [],
  { node = process.execPath, env = {}, program = programFor(node) }: ServeOptions = {},
): Promise<Serving> {
  const child = spawn(node, [program, 'serve', '--port', '0', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code, signal]): End => ({ code, signal }))
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const matches = async (name: 'stdout' | 'stderr', pattern: RegExp) => {
    while (!pattern.test(output[name])) {
      const came = await Promise.race([once(child[name], 'data'), ended.then(() => undefined)])
      if (!came && !pattern.test(output[name]))
        throw new Error(`it ended without ${pattern}\n${JSON.stringify(output)}`)
    }
  }
  await matches('stdout', /^listening on \S+$/m)
  return {
    url: /^listening on (\S+)$/m.exec(output.stdout)?.[1] ?? '',
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    printed: (pattern) => matches('stdout', pattern),
    logged: (pattern) => matches('stderr', pattern),
    signal: (signal) => child.kill(signal),
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** A folder that is gone after the test. */
export async function makeFolder(t: Lasting): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-command-'))
  // A server that is stopped later may still write.
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 }))
  return folder
}
