import { execFile, spawn } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../test/free-port.ts'
import type { PostgresServer } from '../../test/postgres-server.ts'
import { type Child, childOf } from '../child.ts'
import { send } from '../load.ts'
import type { Place } from './place.ts'
import { connections, measureTogether, type Target, updateOfOwnGroup } from './together.ts'

/** What one program does with small updates of groups, each connection of a group of its own. */
export interface Rival {
  readonly program: string
  /** What an answer of success means. */
  readonly durable: string
  readonly updatesPerSecond: number
  readonly p99: number
  readonly memoryPeak: number
}

const versions = ['json-server@0.17.4', 'parse-server@9.10.0']
const seconds = 5
const startLimitMs = 60_000

/** Measures dialbook beside two programs that a user would else take from npm; these are installed for the time of it. */
export async function measureRivals(sqlite: Place, postgres: Place, server: PostgresServer): Promise<Rival[]> {
  const rivals = [
    await measure('dialbook on SQLite', 'on disk', await sqlite.startServer(), updateOfOwnGroup),
    await measure('dialbook on PostgreSQL', 'on disk', await postgres.startServer(), updateOfOwnGroup),
  ]
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-rivals-'))
  try {
    if (!(await install(folder))) return rivals
    rivals.push(
      await measure('json-server 0.17, a file', 'written, not flushed', await startJsonServer(folder), (url) =>
        updateAt(url, '/groups', { 'content-type': 'application/json' }, 'id'),
      ),
      await measure('Parse Server 9.10 on PostgreSQL', 'on disk', await startParse(folder, server), (url) =>
        updateAt(
          url,
          '/parse/classes/Group',
          { 'content-type': 'application/json', 'x-parse-application-id': 'bench' },
          'objectId',
        ),
      ),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return rivals
}

/** Whether npm could install them. Without them the other figures of the run are still worth keeping. */
async function install(folder: string): Promise<boolean> {
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', ...versions]
  try {
    await promisify(execFile)('npm', args, { cwd: folder })
    return true
  } catch (error) {
    console.error(`SKIPPED ${versions.join(' and ')}: npm could not install them\n${(error as Error).message}`)
    return false
  }
}

async function measure(
  program: string,
  durable: string,
  child: Child,
  target: (url: string) => Promise<Target>,
): Promise<Rival> {
  try {
    const targets: Target[] = []
    while (targets.length < connections) targets.push(await target(child.url))
    const { perSecond, p99 } = await measureTogether(targets, seconds)
    return { program, durable, updatesPerSecond: perSecond, p99, memoryPeak: child.memory().peak }
  } finally {
    await child.stop()
  }
}

async function updateAt(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  id: string,
): Promise<Target> {
  const group = { name: 'own', numbers: ['1111', '2222', '3333'], description: 'just for test' }
  const body = JSON.stringify(group)
  const added = JSON.parse((await send(url, { path, headers, body })).body.toString())
  return { url, request: { method: 'PUT', path: `${path}/${added[id]}`, headers, body } }
}

async function startJsonServer(folder: string): Promise<Child> {
  await writeFile(join(folder, 'db.json'), '{"groups":[]}')
  const port = await freePort()
  const program = join(folder, 'node_modules/json-server/lib/cli/bin.js')
  return start(folder, [program, '--host', '127.0.0.1', '--port', String(port), '--quiet', 'db.json'], port, '/groups')
}

async function startParse(folder: string, server: PostgresServer): Promise<Child> {
  copyFileSync(resolve(import.meta.dirname, 'rivals/parse-server.mjs'), join(folder, 'parse-server.mjs'))
  const port = await freePort()
  return start(folder, ['parse-server.mjs', await server.makeDatabase(), String(port)], port, '/parse/health')
}

/** Starts a program that does not say when it answers. */
async function start(cwd: string, args: readonly string[], port: number, path: string): Promise<Child> {
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, args, { cwd, stdio: 'ignore' })
  const deadline = Date.now() + startLimitMs
  while (
    !(await fetch(url + path).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${args[0]} did not start`)
    await pause(100)
  }
  return childOf(child, url)
}
