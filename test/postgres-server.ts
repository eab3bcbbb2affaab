import { type ChildProcess, type ExecFileOptions, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { isFastRun } from './fast-run.ts'
import { freePort } from './free-port.ts'

/** The user that runs PostgreSQL where the tests run as root: PostgreSQL does not run as root. */
const nobody = { uid: 65534, gid: 65534 }
/** The files of a server without databases, which the run has made: see {@link preparePostgres}. */
const readyFiles = process.env.TEST_READY_POSTGRES
/** Milliseconds to start. PostgreSQL may have to read a whole folder back from a busy disk before it answers. */
const startLimitMs = 180_000

/** A PostgreSQL that really runs, for one test, in a folder of its own. */
export interface PostgresServer {
  /** The address of the database from which other databases are made. */
  readonly address: string
  /** Makes an empty database and returns its address. */
  makeDatabase(): Promise<string>
  /** Ends the server: `immediate` is as if it were killed. */
  halt(how: 'fast' | 'immediate'): Promise<void>
  /** Starts the server again, on the same port. */
  resume(): Promise<void>
  /** Stops every process of the server where it stands, until `thaw`: the server neither answers nor refuses. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** The reason why tests of PostgreSQL are skipped, as the option `skip` of a test; false when they run. */
export const postgresIsMissing: string | false =
  (isFastRun && 'a fast run needs no PostgreSQL') ||
  (findBinaries() === undefined &&
    'NO POSTGRESQL HERE, so its half of the tests does not run: apt-get install postgresql')

function findBinaries(): string | undefined {
  const versions = '/usr/lib/postgresql'
  const folders = existsSync(versions)
    ? readdirSync(versions)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(versions, version, 'bin'))
    : []
  return [...folders, ...(process.env.PATH ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')))
}

/** The server that a test wishes for. */
interface PostgresWish {
  readonly maxConnections?: number
  /** The server of which the new one is a standby. */
  readonly leader?: PostgresServer
}

/** Starts a PostgreSQL on a free port of the loopback interface: an empty one, or a standby of another. */
export async function startPostgres({ maxConnections = 200, leader }: PostgresWish = {}): Promise<PostgresServer> {
  const binaries = findBinaries()
  if (postgresIsMissing || !binaries) throw new Error(String(postgresIsMissing))
  const isRoot = process.getuid?.() === 0
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-postgres-'))
  if (isRoot) chownSync(folder, nobody.uid, nobody.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const options = { ...(isRoot && nobody), cwd: folder }
  if (leader) {
    const args = [
      '--pgdata',
      data,
      '--no-sync',
      '--dbname',
      leader.address,
      '--write-recovery-conf',
      '--checkpoint',
      'fast',
    ]
    await promisify(execFile)(join(binaries, 'pg_basebackup'), args, options)
  } else if (readyFiles) await promisify(execFile)('cp', ['-a', readyFiles, data])
  else await makeFiles(binaries, data, options)
  const address = (database: string) => `postgres://dialbook@127.0.0.1:${port}/${database}`
  let child: ChildProcess
  const resume = async () => {
    const settings = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      `max_connections=${maxConnections}`,
    ]
    child = spawn(
      join(binaries, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: 'ignore' },
    )
    await answers(address('postgres'), child)
  }
  const halt = async (how: 'fast' | 'immediate') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }
  const signalAll = (signal: 'SIGSTOP' | 'SIGCONT') => {
    // The first process comes first: while it stands still, it starts no others.
    child.kill(signal)
    const backends = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ').filter(Boolean)
    for (const pid of backends.map(Number)) signalIfThere(pid, signal)
  }
  const reap = () => child.kill('SIGQUIT')
  process.once('exit', reap)
  await resume()
  return {
    address: address('postgres'),
    makeDatabase: () => createDatabase(address('postgres')),
    halt,
    resume,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      await halt('immediate')
      process.off('exit', reap)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes the files of a server without databases. */
async function makeFiles(binaries: string, data: string, options: ExecFileOptions): Promise<void> {
  const args = ['--no-sync', '--username', 'dialbook', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8']
  await promisify(execFile)(join(binaries, 'initdb'), ['--pgdata', data, ...args], options)
}

/**
 * Makes the files of a server in a folder, of which every server of a run is a copy, and returns the environment that names them: to make
 * them takes two seconds of a processor.
 */
export async function preparePostgres(folder: string): Promise<Record<string, string>> {
  const binaries = findBinaries()
  if (postgresIsMissing || !binaries) return {}
  const isRoot = process.getuid?.() === 0
  // Nobody may not come to where the folder is.
  const made = await mkdtemp(join(tmpdir(), 'dialbook-postgres-'))
  if (isRoot) chownSync(made, nobody.uid, nobody.gid)
  await makeFiles(binaries, join(made, 'data'), { ...(isRoot && nobody), cwd: made })
  await rm(folder, { recursive: true, force: true })
  await promisify(execFile)('cp', ['-a', join(made, 'data'), folder])
  await rm(made, { recursive: true })
  return { TEST_READY_POSTGRES: folder }
}

/** Signals a process. One that has ended while others got their signal is left out. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Makes a database on the server of an address, empty or as a copy of `like`, and returns the new address. */
export async function createDatabase(beside: string, like = 'template1'): Promise<string> {
  const name = `book_${randomUUID().replaceAll('-', '')}`
  const client = new Client(beside)
  await client.connect()
  await client.query(`create database ${name} template ${like}`)
  await client.end()
  return new URL(name, beside).href
}

async function answers(address: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startLimitMs
  for (;;) {
    const client = new Client(address)
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      await client.end().catch(() => undefined)
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error('PostgreSQL did not start', { cause: error })
      await pause(20)
    }
  }
}
