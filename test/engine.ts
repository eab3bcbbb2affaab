import { createDatabase } from './postgres-server.ts'

/** The address of the PostgreSQL that gets the books of a test run; absent where books are files. */
const address = process.env.TEST_POSTGRES

const databases = new Map<string, Promise<string>>()

/**
 * The settings that put a book on the engine of the test run. On PostgreSQL each data folder has a database of its own.
 */
export async function engineOf(data: string): Promise<Readonly<Record<string, string>>> {
  if (!address) return {}
  const database = databases.get(data) ?? createDatabase(address, process.env.TEST_READY_DATABASE)
  databases.set(data, database)
  return { DIALBOOK_DATABASE_URL: await database }
}
