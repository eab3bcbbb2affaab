import { createDatabase } from './postgres-server.ts'

/** The PostgreSQL on which the books of a test run are to be; without it they are files. */
const address = process.env.TEST_POSTGRES

const databases = new Map<string, Promise<string>>()

/** The settings that put a book where the test run wants it: beside its data folder there is a database of its own. */
export async function engineOf(data: string): Promise<Readonly<Record<string, string>>> {
  if (!address) return {}
  const database = databases.get(data) ?? createDatabase(address)
  databases.set(data, database)
  return { DIALBOOK_DATABASE_URL: await database }
}
