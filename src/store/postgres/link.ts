import type { Client } from 'pg'
import type { ConnectionConfig } from './connection-config.ts'
import { cutOffLater } from './pool.ts'

/**
 * The time between two checks of the connection. A check may take as long, so that a connection lost without a word is
 * noticed within 5 s.
 */
const checkEveryMs = 2500
const check = { text: 'select 1', query_timeout: checkEveryMs }

/** Milliseconds without another try after one that failed: each request would make one else. */
const restMs = 200

/** The first number of our advisory locks for workers. The second number is a hash of the name of the work. */
const leaderLocks = 724_391

/**
 * A connection beside the pool. It hears when another process changes who may sign in, and holds the locks of the
 * workers. The first need of it makes it. After it broke the next need does, or the next check: of several hosts of the
 * database another one may lead by then, which nobody else would notice while all requests wait for a frozen one.
 *
 * Requests go first where the server has too few connections: the link takes none while one waits.
 */
export class PostgresLink {
  readonly #config: ConnectionConfig
  readonly #mustWait: () => boolean
  readonly #held = new Set<string>()
  #client: Client | undefined
  #isListening = false
  #isClosed = false
  #marks = 0
  #check: NodeJS.Timeout | undefined
  #making: Promise<void> | undefined
  #restsUntil = 0

  /** `mustWait` tells whether requests need the connections that the server has. */
  constructor(config: ConnectionConfig, mustWait: () => boolean) {
    this.#config = config
    this.#mustWait = mustWait
  }

  /** A mark that stays the same only while it is sure that no process has announced anything. */
  mark(): string {
    if (!this.#isListening) {
      this.#marks++
      this.#connect()
    }
    return String(this.#marks)
  }

  /** Whether this process is the one that does the work. It remains that as long as the connection holds. */
  async leads(work: string): Promise<boolean> {
    await this.#connect()
    const client = this.#client
    if (!client || !this.#isListening) return false
    if (this.#held.has(work)) return true
    try {
      const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as got', [leaderLocks, work])
      if (rows[0].got) this.#held.add(work)
      return rows[0].got
    } catch {
      this.#drop(client)
      return false
    }
  }

  /** Gives the connection up for a request that would have none else, and is made again when no request waits. */
  giveWay(): void {
    if (this.#client) this.#drop(this.#client)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#check)
    await this.#making
    if (!this.#client) return
    cutOffLater(this.#client)
    await this.#client.end().catch(() => undefined)
  }

  #connect(): Promise<void> {
    const isWanted = !this.#isListening && !this.#isClosed && !this.#mustWait()
    if (!isWanted || performance.now() < this.#restsUntil) return Promise.resolve()
    this.#check ??= setInterval(() => this.#look(), checkEveryMs).unref()
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined
    })
    return this.#making
  }

  async #make(): Promise<void> {
    const client = new this.#config.Client(this.#config)
    client.on('error', () => this.#drop(client))
    client.on('end', () => this.#drop(client))
    client.on('notification', () => {
      this.#marks++
    })
    this.#client = client
    try {
      await client.connect()
      await client.query('listen dialbook_access')
      // Announcements before this moment were not heard.
      this.#marks++
      this.#isListening = true
    } catch {
      this.#restsUntil = performance.now() + restMs
      this.#drop(client)
    }
  }

  #look(): void {
    const client = this.#client
    if (client && this.#isListening) client.query(check).catch(() => this.#drop(client))
    else this.#connect()
  }

  #drop(client: Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#isListening = false
    this.#held.clear()
    client.connection.stream.destroy()
  }
}
