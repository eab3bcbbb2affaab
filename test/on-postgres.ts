import { Client } from 'pg'
import { migratePostgres } from '../src/store/postgres/migrate.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from './postgres-server.ts'
import { prepareRun } from './prepare-run.ts'
import { runFiles, wanted } from './run-files.ts'
import { postgresTests } from './suites.ts'

// Runs test files with all their books on a PostgreSQL: node test/on-postgres.ts [FILE…]. Without FILE it runs all that
// `postgresTests` names.
if (postgresIsMissing) {
  console.log(`ℹ ${postgresIsMissing}\nℹ skipped 1`)
} else {
  const server = await startPostgres()
  const env = {
    ...(await prepareRun()),
    TEST_POSTGRES: server.address,
    TEST_READY_DATABASE: await readyDatabase(server),
  }
  await runFiles(wanted(postgresTests), env)
  await server.stop()
}

/** Makes a database with a book without accounts, of which every book of the run is a copy, and returns its name. */
async function readyDatabase(server: PostgresServer): Promise<string> {
  const url = await server.makeDatabase()
  const client = new Client(url)
  await client.connect()
  await migratePostgres(client, url)
  await client.end()
  return new URL(url).pathname.slice(1)
}
