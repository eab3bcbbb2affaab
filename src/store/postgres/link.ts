import { Client, type ClientConfig } from 'pg'
import { cutOffLater } from './pool.ts'

/** How often the connection is tried: one that is lost without a word goes unnoticed for twice as long at the most. */
const checkEveryMs = 2500
const check = { text: 'select 1', query_timeout: checkEveryMs }

/** The first number of our advisory locks for workers; the second is made of the name of the work. */
const leaderLocks = 724_391

/**
 * A connection of its own that hears when another process changes who may sign in, and holds the locks of the workers. It is
 * made when it is first needed, and made again when it breaks.
 */
export class PostgresLink {
  readonly #config: ClientConfig
  readonly #held = new Set<string>()
  #client: Client | undefined
  #isListening = false
  #isClosed = false
  #marks = 0
  #check: NodeJS.Timeout | undefined
  #making: Promise<void> | undefined

  constructor(config: ClientConfig) {
    this.#config = config
  }

  /** A mark that is the same only while it is sure that no other process has announced anything. */
  mark(): string {
    if (!this.#isListening) {
      this.#marks++
      this.#connect()
    }
    return String(this.#marks)
  }

  /** Whether this process is the one that does the work; once it is, it stays so as long as the connection holds. */
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

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#check)
    await this.#making
    if (!this.#client) return
    cutOffLater(this.#client)
    await this.#client.end().catch(() => undefined)
  }

  #connect(): Promise<void> {
    if (this.#isListening || this.#isClosed) return Promise.resolve()
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined
    })
    return this.#making
  }

  async #make(): Promise<void> {
    const client = new Client(this.#config)
    client.on('error', () => this.#drop(client))
    client.on('end', () => this.#drop(client))
    client.on('notification', () => {
      this.#marks++
    })
    this.#client = client
    try {
      await client.connect()
      await client.query('listen dialbook_access')
      // What was announced before this moment was not heard.
      this.#marks++
      this.#isListening = true
      clearInterval(this.#check)
      this.#check = setInterval(() => client.query(check).catch(() => this.#drop(client)), checkEveryMs).unref()
    } catch {
      this.#drop(client)
    }
  }

  #drop(client: Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#isListening = false
    this.#held.clear()
    clearInterval(this.#check)
    client.connection.stream.destroy()
  }
}
