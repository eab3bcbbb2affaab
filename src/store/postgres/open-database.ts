import type { Engine } from '../engine/engine.ts'
import { connectClient } from './connect-client.ts'
import { clientConfig, type PostgresOptions } from './connection-config.ts'
import { withRemedy } from './errors.ts'
import { migratePostgres, postgresVersionOf } from './migrate.ts'
import { openPostgres } from './open-postgres.ts'
import { makeTrigramIndex } from './trigram-index.ts'

/**
 * Opens the database of a book, after bringing it up to the version of this program, or only to the version `upTo`.
 * `name` names the database in messages.
 */
export async function openDatabase(options: PostgresOptions, name: string, upTo?: number): Promise<Engine> {
  try {
    // No time-out: a migration may be long, and waits for that of another process.
    const client = await connectClient({ ...clientConfig(options), query_timeout: 0 }, options.lockTimeout)
    try {
      await migratePostgres(client, name, upTo)
      return openPostgres(options, await makeTrigramIndex(client))
    } finally {
      await client.end().catch(() => undefined)
    }
  } catch (error) {
    throw withRemedy(error)
  }
}

/** The version of the book in a database; undefined where there is none. */
export async function versionOfDatabase(options: PostgresOptions): Promise<number | undefined> {
  const client = await connectClient(clientConfig(options), options.lockTimeout)
  try {
    return (await postgresVersionOf(client)) || undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}
