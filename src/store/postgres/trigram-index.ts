import { type Client, DatabaseError } from 'pg'

/** The number of the advisory lock of making the index: any that no other program on this database uses. */
const indexLock = 7_243_915_020

/**
 * Makes the index of the parts of texts, by the extensions `pg_trgm` and `btree_gin`, which come with PostgreSQL. Whoever may create in
 * the database may have them there. Returns whether the index is there. The connection must be ended afterwards.
 */
export async function makeTrigramIndex(client: Client): Promise<boolean> {
  const found = await client.query(
    "select to_regclass('index_texts') as texts, to_regclass('index_texts_by_parts') as parts",
  )
  const { texts, parts } = found.rows[0]
  if (parts !== null) return true
  if (texts === null) return false
  // Servers that start together take turns.
  await client.query('set lock_timeout = 0; set statement_timeout = 0')
  await client.query('select pg_advisory_lock($1)', [indexLock])
  try {
    await client.query('create extension if not exists pg_trgm')
    await client.query('create extension if not exists btree_gin')
    // Rows that wait to be sorted in are read by every search: 128 kB of them take it less than a millisecond.
    await client.query(
      `create index if not exists index_texts_by_parts on index_texts
         using gin (account_id, name gin_trgm_ops, description gin_trgm_ops) with (gin_pending_list_limit = 128)`,
    )
    return true
  } catch (error) {
    if (error instanceof DatabaseError) return false
    throw error
  }
}
