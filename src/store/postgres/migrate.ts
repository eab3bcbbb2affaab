import type { Client } from 'pg'
import { isBehind, migrationsFor } from '../engine/migrations.ts'
import { toPostgres } from './schema.ts'

/** The number of the advisory lock of migrations: any that no other program on this database uses. */
const migrationLock = 7_243_915_001

/**
 * Brings the book up to the version of this program, or only to the version `upTo`. Either all migrations happen or
 * none. Servers that start together take turns. The connection must be ended afterwards: it has no time-outs any more,
 * and keeps the lock.
 *
 * @throws Error when a newer dialbook wrote the book, which is left untouched then.
 */
export async function migratePostgres(client: Client, book: string, upTo?: number): Promise<void> {
  const migrations = migrationsFor('postgres', upTo)
  if (!isBehind(book, await postgresVersionOf(client), migrations)) return
  await client.query('set lock_timeout = 0; set statement_timeout = 0')
  // The lock is taken before the transaction begins, so that the transaction sees the migrations of others.
  await client.query('select pg_advisory_lock($1)', [migrationLock])
  await client.query('begin')
  try {
    // Another process may have migrated the book meanwhile.
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

/** The version of the book; 0 for a database without a book. */
export async function postgresVersionOf(client: Client): Promise<number> {
  const { rows } = await client.query("select to_regclass('schema_version') is not null as made")
  if (!rows[0].made) return 0
  return Number((await client.query('select version from schema_version')).rows[0]?.version ?? 0)
}
