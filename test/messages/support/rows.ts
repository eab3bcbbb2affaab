import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { Server } from '../../acceptance/support/server.ts'

/** Reads rows of the book of a server past the server, on either engine. */
export async function rowsOf({ data, env }: Server, query: string): Promise<Record<string, unknown>[]> {
  if (env.DIALBOOK_DATABASE_URL === undefined) {
    using book = new DatabaseSync(join(data, 'book.db'), { readOnly: true })
    return book.prepare(query).all()
  }
  const client = new Client(env.DIALBOOK_DATABASE_URL)
  await client.connect()
  const { rows } = await client.query(query)
  await client.end()
  return rows
}
