import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { isOutOfConnections } from './errors.ts'

/** Milliseconds between two tries: a server that has no free connection must not be busy with refusing. */
const tryEveryMs = 100

/**
 * Connects, and goes on trying while the server has no free connection, for at most `longestMs`.
 *
 * @param freed settles when a connection of this process has become free; absent where it has none
 * @throws Error of the last try, and any other one at once
 */
export async function connectWhenFree<T>(
  connect: () => Promise<T>,
  longestMs: number,
  freed: () => Promise<void> = () => new Promise(() => undefined),
): Promise<T> {
  const giveUpAt = performance.now() + longestMs
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      if (!isOutOfConnections(error) || performance.now() >= giveUpAt) throw error
    }
    await Promise.race([pause(tryEveryMs), freed()])
  }
}

/** A connection of its own, for work that has no pool yet. It is the caller's to end. */
export function connectClient(config: ClientConfig, longestMs: number): Promise<Client> {
  return connectWhenFree(async () => {
    const client = new Client(config)
    // The next statement on a connection that broke fails. Without this listener the break would end the process.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
  }, longestMs)
}
