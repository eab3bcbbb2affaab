import type { Client } from 'pg'
import { connectWhenFree } from './connect-when-free.ts'
import type { ConnectionConfig } from './connection-config.ts'

/** A connection of its own, for work that has no pool yet. It is the caller's to end. */
export function connectClient(config: ConnectionConfig, longestMs: number): Promise<Client> {
  return connectWhenFree(async () => {
    const client = new config.Client(config)
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
