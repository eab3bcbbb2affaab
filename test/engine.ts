import { createDatabase } from './postgres-server.ts'

const databases = new Map<string, Promise<string>>()

/**
 * The settings that put a book on the engine of the test run. On PostgreSQL each data folder has a database of its own.
 */
export async function engineOf(data: string): Promise<Readonly<Record<string, string>>> {
  // The PostgreSQL that gets the books of a test run, or of a part of a benchmark; absent where books are files.
  const address = process.env.TEST_POSTGRES
  if (!address) return {}
  const database = databases.get(data) ?? createDatabase(address, process.env.TEST_READY_DATABASE)
  databases.set(data, database)
  return { DIALBOOK_DATABASE_URL: await database }
}
