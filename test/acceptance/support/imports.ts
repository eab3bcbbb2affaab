import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineOf } from '../../engine.ts'
import { type Lasting, type Ran, run } from './command.ts'
import { Lox24Client, startLox24 } from './lox24.ts'

/** A reject as reports have it. */
export interface Reject {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** The report of an import. */
export interface Report {
  readonly lines: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly repeated: number
  readonly rejected: number
  readonly removed: number
  readonly rejects: readonly Reject[]
  readonly files: readonly {
    readonly name: string
    readonly columns: Readonly<Record<string, string>>
    readonly left: readonly string[]
  }[]
  readonly group: { readonly id: number; readonly name: string; readonly count: number } | null
}

/** A server whose book gets imports by the command line, and a folder for files. */
export interface Imports {
  readonly folder: string
  readonly client: Lox24Client
  /** Runs a command on the book of the server. */
  dialbook(...args: readonly string[]): Promise<Ran>
  feed(input: string, ...args: readonly string[]): Promise<Ran>
  /** The environment and the arguments by which a command finds the book. */
  readonly book: { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }
  /** Writes a file into the folder, and returns its path. */
  file(name: string, content: string | Uint8Array): Promise<string>
  /** Imports, expects this exit code, and returns the report. */
  report(code: number, ...args: readonly string[]): Promise<Report>
  /** The numbers of a group in order, with the values of columns a to e that it has. */
  rows(groupId: number): Promise<readonly (readonly string[])[]>
}

/** Starts a server for imports. It ends with the test. */
export async function startImports(t: Lasting): Promise<Imports> {
  const server = await startLox24()
  t.after(() => server.stop())
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-imports-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const client = new Lox24Client(server)
  const env = await engineOf(server.data)
  const args = ['--data', server.data]
  const dialbook = (...given: readonly string[]) => run(folder, [...given, ...args], env)
  return {
    folder,
    client,
    dialbook,
    book: { args, env },
    feed: (input, ...given) => run(folder, [...given, ...args], env, undefined, undefined, input),
    async file(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    async report(code, ...given) {
      const ran = await dialbook('import', ...given, '--json')
      if (ran.code !== code) throw new Error(`it ended with ${ran.code}\n${ran.stdout}\n${ran.stderr}`)
      return JSON.parse(ran.stdout) as Report
    },
    async rows(groupId) {
      return (await client.phones(groupId)).map(({ phone, ...fields }) => [
        phone,
        ...['a', 'b', 'c', 'd', 'e'].map((name) => fields[name]).filter((value) => typeof value === 'string'),
      ])
    },
  }
}
