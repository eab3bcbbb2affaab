import type { Client } from 'pg'
import { isBehind, migrationsFor } from '../engine/migrations.ts'
import { toPostgres } from './schema.ts'

/** Any number that no other program on this database uses for an advisory lock. */
const migrationLock = 7_243_915_001

/**
 * Brings the book up to this version of the program, or only up to another one, all or nothing. Servers that start together take turns. The connection
 * is good for nothing else.
 *
 * @throws Error when the book was written by a newer version: it is left untouched.
 */
export async function migratePostgres(client: Client, book: string, upTo?: number): Promise<void> {
  const migrations = migrationsFor('postgres', upTo)
  if (!isBehind(book, await postgresVersionOf(client), migrations)) return
  await client.query('set lock_timeout = 0; set statement_timeout = 0')
  // Held until the connection ends, and taken before the transaction begins: so that this one sees what others have made.
  await client.query('select pg_advisory_lock($1)', [migrationLock])
  await client.query('begin')
  try {
    // Another process may have been faster.
    const version = await postgresVersionOf(client)
    if (isBehind(book, version, migrations)) {
      for (const { number, sql } of migrations) if (number > version) await client.query(toPostgres(number, sql))
      await client.query('create table if not exists schema_version (version bigint not null)')
      await client.query('delete from schema_version')
      await client.query('insert into schema_version (version) values ($1)', [migrations.at(-1)?.number])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** The version of the book; 0 where there is none. */
export async function postgresVersionOf(client: Client): Promise<number> {
  const { rows } = await client.query("select to_regclass('schema_version') is not null as made")
  if (!rows[0].made) return 0
  return Number((await client.query('select version from schema_version')).rows[0]?.version ?? 0)
}
