import { type Client, type ClientConfig, Pool, type PoolClient } from 'pg'
import { bookIsAway, isConnectionTrouble } from './errors.ts'
import { Turns } from './turns.ts'

/** How long a connection that is closed may take to say goodbye to a server that may not listen. */
const farewellMs = 1000

/** How many there are of what. Times are milliseconds. */
export interface PoolLimits {
  /** Connections at the most. */
  readonly connections: number
  /** Writes that may wait for one, and reads; those after them are refused at once. */
  readonly queue: number
  /** The longest wait for one. */
  readonly connectTimeout: number
}

/**
 * Lends connections. Reads do not wait for writes, which may wait for each other: these never have all connections, and a
 * queue of their own.
 */
export class PostgresPool {
  readonly #pool: Pool
  readonly #clients = new Set<PoolClient>()
  readonly #writers: Turns
  readonly #queue: number

  constructor(config: ClientConfig, { connections, queue, connectTimeout }: PoolLimits) {
    this.#pool = new Pool({ ...config, max: connections, connectionTimeoutMillis: connectTimeout })
    this.#queue = queue
    this.#writers = new Turns(Math.max(1, connections - Math.ceil(connections / 5)), connectTimeout)
    // A connection that breaks while nobody uses it is replaced.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => {
      this.#clients.add(client)
      // Who uses a connection that breaks is told by the next statement; without a listener it would end the process.
      client.on('error', () => undefined)
    })
    this.#pool.on('remove', (client) => this.#clients.delete(client))
  }

  /** Lends a connection until `use` is done; one of which it is not known what it would say next is given up. */
  async lend<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#checkQueue(this.#pool.waitingCount)
    return this.#lendNext(use)
  }

  /** The same for a write. */
  async lendToWriter<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#checkQueue(this.#writers.waiting)
    const endTurn = await this.#writers.take().catch((error) => {
      throw bookIsAway(error)
    })
    return this.#lendNext(use).finally(endTurn)
  }

  async close(): Promise<void> {
    await this.#pool.end()
    for (const client of this.#clients) cutOffLater(client)
  }

  async #lendNext<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error) => {
      throw bookIsAway(error)
    })
    let isBroken = false
    try {
      return await use(client)
    } catch (error) {
      isBroken = isConnectionTrouble(error)
      throw error
    } finally {
      client.release(isBroken)
    }
  }

  #checkQueue(waiting: number): void {
    if (waiting >= this.#queue) throw bookIsAway(new Error('too many requests wait for a connection'))
  }
}

/** Ends a connection that is being closed also where the server does not answer: the process could not end else. */
export function cutOffLater(client: Client): void {
  setTimeout(() => client.connection.stream.destroy(), farewellMs).unref()
}
