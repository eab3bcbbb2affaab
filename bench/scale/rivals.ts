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
import { median, send } from '../load.ts'
import type { Place } from './place.ts'
import { connections, measureTogether, type Target, updateOfOwnGroup } from './together.ts'

/** The figures of one program under small updates. Each connection updates a group of its own. */
export interface Rival {
  readonly program: string
  /** The promise of an answer of success: how durable the update is then. */
  readonly durable: string
  readonly updatesPerSecond: number
  readonly p99: number
  readonly memoryPeak: number
}

const versions = ['json-server@0.17.4', 'parse-server@9.10.0']
const seconds = 5
/** The programs take turns in so many rounds, so that other work of the machine meets them all. */
const rounds = 3
const startLimitMs = 60_000

/** A program with the way to start it and the requests that it gets. */
interface Contender {
  readonly program: string
  readonly durable: string
  start(): Promise<Child>
  target(url: string): Promise<Target>
}

/**
 * Measures dialbook beside two programs from npm that a user might take instead. They are installed for the run only.
 */
export async function measureRivals(sqlite: Place, postgres: Place, server: PostgresServer): Promise<Rival[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-rivals-'))
  try {
    const others = (await install(folder)) ? [jsonServer(folder), parseServer(folder, await server.makeDatabase())] : []
    const contenders = [ours(sqlite), ours(postgres), ...others]
    const measured: Rival[] = []
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders) measured.push(await measure(contender))
    }
    return contenders.map(({ program }) => middle(measured.filter((each) => each.program === program)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The round of the median rate. */
function middle(measured: readonly Rival[]): Rival {
  const rate = median(measured.map(({ updatesPerSecond }) => updatesPerSecond))
  return measured.find(({ updatesPerSecond }) => updatesPerSecond === rate) as Rival
}

function ours(place: Place): Contender {
  return {
    program: `dialbook on ${place.engine}`,
    durable: 'on disk',
    start: () => place.startServer(),
    target: updateOfOwnGroup,
  }
}

function jsonServer(folder: string): Contender {
  return {
    program: 'json-server 0.17, a file',
    durable: 'written, not flushed',
    start: () => startJsonServer(folder),
    target: (url) => updateAt(url, '/groups', { 'content-type': 'application/json' }, 'id'),
  }
}

function parseServer(folder: string, databaseUrl: string): Contender {
  const headers = { 'content-type': 'application/json', 'x-parse-application-id': 'bench' }
  return {
    program: 'Parse Server 9.10 on PostgreSQL',
    durable: 'on disk',
    start: () => startParse(folder, databaseUrl),
    target: (url) => updateAt(url, '/parse/classes/Group', headers, 'objectId'),
  }
}

/** Whether npm could install the other programs. Without them the rest of the run is still worth keeping. */
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

async function measure({ program, durable, start, target }: Contender): Promise<Rival> {
  const child = await start()
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

async function startParse(folder: string, databaseUrl: string): Promise<Child> {
  copyFileSync(resolve(import.meta.dirname, 'rivals/parse-server.mjs'), join(folder, 'parse-server.mjs'))
  const port = await freePort()
  return start(folder, ['parse-server.mjs', databaseUrl, String(port)], port, '/parse/health')
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
