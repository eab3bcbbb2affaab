import { type Client, type ClientConfig, Pool, type PoolClient } from 'pg'
import { connectWhenFree } from './connect-when-free.ts'
import { bookIsAway, isConnectionTrouble, isOutOfConnections } from './errors.ts'
import { Turns } from './turns.ts'

/** The time for a connection that is closed to end in good order, which takes a server that listens. */
const farewellMs = 1000

/** The limits of a pool of connections. Times are milliseconds. */
export interface PoolLimits {
  /** Connections at the most. */
  readonly connections: number
  /** Reads that may wait for a connection, and as many writes. Those that come after them are refused at once. */
  readonly queue: number
  /** The longest wait for a connection. */
  readonly connectTimeout: number
  /** The longest wait for one while the server has none for us: for another request to be done, or another program. */
  readonly lockTimeout: number
}

/**
 * Lends connections. Writes may wait for each other's locks, but no read waits for them: writes have a queue of their
 * own, and a fifth of the connections is never lent to them. Of 20 connections, 4 are for reads only; a single one is
 * for both.
 *
 * The server may have fewer connections for us than we may hold, where other programs take them. Then requests line up for those
 * that there are, and the first in the line asks the server for another one from time to time.
 */
export class PostgresPool {
  readonly #pool: Pool
  readonly #clients = new Set<PoolClient>()
  readonly #writers: Turns
  readonly #queue: number
  readonly #lockTimeout: number
  readonly #line: Turns
  #inLine = 0
  /** The last refusal of a server that has no free connection. */
  #refusal: unknown
  readonly #onNone: () => void
  #onFreed: () => void = () => undefined

  /** `onNone` is called when a request needs a connection, the server has none for us, and we hold none here. */
  constructor(
    config: ClientConfig,
    { connections, queue, connectTimeout, lockTimeout }: PoolLimits,
    onNone: () => void = () => undefined,
  ) {
    this.#onNone = onNone
    this.#pool = new Pool({ ...config, max: connections, connectionTimeoutMillis: connectTimeout })
    this.#queue = queue
    this.#lockTimeout = lockTimeout
    this.#line = new Turns(1, lockTimeout)
    this.#writers = new Turns(Math.max(1, connections - Math.ceil(connections / 5)), connectTimeout)
    // The pool replaces a connection that breaks while nobody uses it.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => {
      this.#clients.add(client)
      // The next statement on a connection that broke fails. Without this listener the break would end the process.
      client.on('error', () => undefined)
    })
    this.#pool.on('remove', (client) => this.#clients.delete(client))
  }

  /** Whether requests wait because the server has no connection for us. */
  get isShort(): boolean {
    return this.#inLine > 0
  }

  /** Lends a connection until `use` is done. A connection on which the server did not answer is given up. */
  async lend<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#checkQueue(this.#pool.waitingCount + this.#inLine)
    return this.#lendNext(use)
  }

  /** Lends a connection to a write, when it is its turn. */
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
    const client = await this.#connect().catch((error) => {
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
      this.#onFreed()
    }
  }

  async #connect(): Promise<PoolClient> {
    if (this.#inLine === 0) {
      try {
        return await this.#pool.connect()
      } catch (error) {
        if (!isOutOfConnections(error)) throw error
        this.#refusal = error
      }
    }
    const giveUpAt = performance.now() + this.#lockTimeout
    this.#inLine++
    if (this.#clients.size === 0) this.#onNone()
    try {
      // Whoever waits behind others waits for the same: the server has no free connection.
      const endTurn = await this.#line.take().catch(() => Promise.reject(this.#refusal))
      const left = giveUpAt - performance.now()
      return await connectWhenFree(
        () => this.#pool.connect(),
        left,
        () => this.#freed(),
      ).finally(endTurn)
    } finally {
      this.#inLine--
    }
  }

  /** Settles when a connection that we have is free. Only the first in the line asks. */
  async #freed(): Promise<void> {
    if (this.#pool.idleCount > 0) return
    await new Promise<void>((resolve) => {
      this.#onFreed = resolve
    })
  }

  #checkQueue(waiting: number): void {
    if (waiting >= this.#queue) throw bookIsAway(new Error('too many requests wait for a connection'))
  }
}

/** Cuts off a connection that is being closed when the server does not answer. The process could not end otherwise. */
export function cutOffLater(client: Client): void {
  setTimeout(() => client.connection.stream.destroy(), farewellMs).unref()
}
