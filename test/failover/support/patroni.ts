import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, closeSync, existsSync, globSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from '../../free-port.ts'
import { type Gate, openGate } from './gate.ts'

/** The reason why the fail-overs are skipped; false when they run. */
export const patroniIsMissing: string | false =
  !['/usr/bin/patroni', '/usr/bin/etcd'].every((file) => existsSync(file)) &&
  'NO PATRONI HERE, so no fail-over was run: apt-get install postgresql patroni etcd-server'

/** The user that runs everything: PostgreSQL does not run as root. */
const nobody = { uid: 65534, gid: 65534 }
const binaries = globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? ''
/** Seconds after which a leader that is not heard of has lost its place. */
export const ttl = 20
/** Milliseconds, far more than anything takes. */
const patienceMs = 180_000

/** A machine of the cluster: a Patroni and its PostgreSQL. */
export class Machine {
  readonly name: string
  readonly host: string
  readonly port: number
  /** The ways that a cut of the network closes: of servers to the database, and of Patroni to etcd. */
  readonly gates: readonly [database: Gate, etcd: Gate]
  readonly #folder: string
  readonly #restPort: number
  #patroni: ChildProcess | undefined

  constructor(
    name: string,
    folder: string,
    place: { host: string; port: number; restPort: number },
    gates: readonly [Gate, Gate],
  ) {
    this.name = name
    this.#restPort = place.restPort
    this.host = place.host
    this.port = place.port
    this.gates = gates
    this.#folder = folder
  }

  start(): void {
    const config = join(this.#folder, `${this.name}.json`)
    const log = openSync(this.#log, 'a')
    this.#patroni = spawn('/usr/bin/patroni', [config], { ...nobody, cwd: this.#folder, stdio: ['ignore', log, log] })
    closeSync(log)
  }

  /** Ends all processes at once, as a power cut does. */
  kill(): void {
    this.#signal('SIGKILL')
  }

  /** The last lines of Patroni's log. */
  lastLines(): string {
    return read(this.#log).slice(-2000)
  }

  freeze(): void {
    this.#signal('SIGSTOP')
  }

  thaw(): void {
    this.#signal('SIGCONT')
  }

  cutOff(): void {
    for (const gate of this.gates) gate.close()
  }

  mend(): void {
    for (const gate of this.gates) gate.open()
  }

  stop(): void {
    this.thaw()
    this.kill()
    for (const gate of this.gates) gate.stop()
  }

  /** The names of the machines by their roles, as this one knows them; none where it does not answer. */
  async roles(): Promise<ReadonlyMap<string, string>> {
    try {
      const answer = await fetch(`http://${this.host}:${this.#restPort}/cluster`, { signal: AbortSignal.timeout(1000) })
      const { members } = (await answer.json()) as { members: readonly { name: string; role: string; state: string }[] }
      return new Map(
        members.filter(({ state }) => /^(running|streaming)$/.test(state)).map(({ name, role }) => [role, name]),
      )
    } catch {
      return new Map()
    }
  }

  /** The answer to a query; undefined where none comes. */
  async ask(sql: string): Promise<Record<string, unknown>[] | undefined> {
    const client = new Client({
      ...{ host: this.host, port: this.port, user: 'postgres', database: 'postgres' },
      ...{ connectionTimeoutMillis: 1000, query_timeout: 1000 },
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.query(sql)).rows
    } catch {
      return undefined
    } finally {
      client.connection.stream.destroy()
    }
  }

  get #log(): string {
    return join(this.#folder, `${this.name}.log`)
  }

  #signal(signal: NodeJS.Signals): void {
    const postmaster = Number(/^\d+/.exec(read(join(this.#folder, this.name, 'postmaster.pid')))?.[0])
    const parents = [this.#patroni?.pid, postmaster].filter((pid) => pid !== undefined && pid > 1) as number[]
    // Parents come first: they start nobody any more, and do not notice that their children end.
    for (const pid of [...parents, ...parents.flatMap(childrenOf)]) signalIfThere(pid, signal)
  }
}

/** Two machines, an etcd and the address of a database on both. */
export interface Cluster {
  readonly machines: readonly [Machine, Machine]
  readonly database: string
  /** The machine that leads with the other as its synchronous standby; waits for such a moment. */
  settled(): Promise<Machine>
  stop(): Promise<void>
}

/** Starts etcd and two machines on the loopback interface, and makes an empty database. */
export async function startPatroni(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-failover-'))
  chownSync(folder, nobody.uid, nobody.gid)
  const [etcdPort, peerPort] = [await freePort(), await freePort()]
  const etcd = startEtcd(folder, etcdPort, peerPort)
  const machines = [await makeMachine('a', folder, etcdPort), await makeMachine('b', folder, etcdPort)] as const
  // Only a standby that etcd names as synchronous may take over. PostgreSQL knows it as such a moment before. Both
  // machines must say so: one that was frozen still takes itself for the leader when it wakes.
  const settled = async () => {
    for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await pause(200)) {
      const [roles, others] = await Promise.all([machines[0].roles(), machines[1].roles()])
      const leader = machines.find(({ name }) => name === roles.get('leader') && name === others.get('leader'))
      if (leader && roles.has('sync_standby') && others.has('sync_standby')) return leader
    }
    const logs = machines.map((machine) => `${machine.name}: ${machine.lastLines()}`).join('\n')
    throw new Error(`no leader with a synchronous standby in ${patienceMs} ms\n${logs}`)
  }
  const stop = async () => {
    for (const machine of machines) machine.stop()
    etcd.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  const reap = () => {
    for (const machine of machines) machine.stop()
    etcd.kill('SIGKILL')
  }
  process.once('exit', reap)
  try {
    for (const machine of machines) machine.start()
    const leader = await settled()
    const made = await leader.ask("create database book encoding 'UTF8' locale 'C.UTF-8' template template0")
    if (!made) throw new Error('the database cannot be made')
  } catch (error) {
    await stop()
    throw error
  }
  const hosts = machines.map(({ gates: [{ port }] }) => `127.0.0.1:${port}`)
  return {
    machines,
    database: `postgres://postgres@${hosts.join()}/book?target_session_attrs=read-write`,
    settled,
    stop,
  }
}

function startEtcd(folder: string, port: number, peerPort: number): ChildProcess {
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`]
  const flags = {
    name: 'etcd',
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `etcd=${peer}`,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  return spawn('/usr/bin/etcd', args, { ...nobody, cwd: folder, stdio: 'ignore' })
}

async function makeMachine(name: string, folder: string, etcdPort: number): Promise<Machine> {
  const host = '127.0.0.1'
  const [port, restPort] = [await freePort(), await freePort()]
  const gates = [await openGate(host, port), await openGate(host, etcdPort)] as const
  await mkdir(join(folder, name), { mode: 0o700 })
  chownSync(join(folder, name), nobody.uid, nobody.gid)
  const user = (username: string) => ({ username, password: 'x' })
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({
      scope: 'book',
      name,
      restapi: { listen: `${host}:${restPort}`, connect_address: `${host}:${restPort}` },
      // Without `use_proxies` Patroni would go to the address by which etcd knows itself, past the gate.
      etcd3: { hosts: [`127.0.0.1:${gates[1].port}`], use_proxies: true },
      bootstrap: {
        dcs: {
          ...{ ttl, loop_wait: 3, retry_timeout: 5, maximum_lag_on_failover: 1_048_576, synchronous_mode: true },
          postgresql: { use_pg_rewind: true, parameters: { max_connections: 100, wal_keep_size: '256MB' } },
        },
        initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      },
      postgresql: {
        ...{ listen: `${host}:${port}`, connect_address: `${host}:${port}`, bin_dir: binaries },
        ...{ data_dir: join(folder, name), pgpass: join(folder, `${name}.pgpass`) },
        authentication: { superuser: user('postgres'), replication: user('replicator'), rewind: user('rewinder') },
        pg_hba: ['local all all trust', 'host all all 127.0.0.0/8 trust', 'host replication all 127.0.0.0/8 trust'],
        parameters: { unix_socket_directories: folder },
      },
    }),
  )
  return new Machine(name, folder, { host, port, restPort }, gates)
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function childrenOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return [...children, ...children.flatMap(childrenOf)]
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
