import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from '../support/server.ts'
import { type Ran, runWarm } from '../support/warm-commands.ts'

/** A folder with files, and commands that run in it on the book of a server. */
export interface CommandLine {
  /** Runs `dialbook <args>` in the folder. */
  run(...args: string[]): Promise<Ran>
  /** The same with `--json`: its document, whatever the code. */
  json<T>(...args: string[]): Promise<T>
  /** Runs a command that must succeed, and returns its output. */
  ok(...args: string[]): Promise<string>
  write(name: string, text: string | Uint8Array): Promise<void>
  read(name: string): Promise<string>
  readonly folder: string
  /** Removes the folder. */
  remove(): Promise<void>
}

/** The command line beside a server. All its output of the test is kept in `seen`. */
export async function commandLine(server: Server, seen: string[] = []): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-people-'))
  const run = async (...args: string[]): Promise<Ran> => {
    const ran = await runWarm({ args: [...args, '--data', server.data], cwd: folder, env: server.env })
    seen.push(ran.stdout, ran.stderr)
    return ran
  }
  return {
    folder,
    run,
    async json<T>(...args: string[]) {
      const { stdout, stderr } = await run(...args, '--json')
      if (stdout === '') throw new Error(stderr)
      return JSON.parse(stdout) as T
    },
    async ok(...args) {
      const { code, stdout, stderr } = await run(...args)
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}${stdout}`)
      return stdout
    },
    write: (name, text) => writeFile(join(folder, name), text),
    read: (name) => readFile(join(folder, name), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What an import said of its lines. */
export interface Counted {
  readonly lines: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly repeated: number
  readonly rejected: number
  readonly removed: number
  readonly written: boolean
  readonly refusal: string | null
  readonly change: number | null
  readonly rejects: readonly { readonly line: number; readonly column: string; readonly reason: string }[]
}

/** A cell of a csv in quotes. */
export function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}
