import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { migratePostgres } from '../src/store/postgres/migrate.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from './postgres-server.ts'
import { prepareRun } from './prepare-run.ts'
import { postgresTests } from './suites.ts'

// Runs test files with all their books on a PostgreSQL: node test/on-postgres.ts [FILE…]. Without FILE it runs all that
// `postgresTests` names.
if (postgresIsMissing) {
  console.log(`ℹ ${postgresIsMissing}\nℹ skipped 1`)
} else {
  const server = await startPostgres()
  const env = {
    ...process.env,
    ...(await prepareRun()),
    TEST_POSTGRES: server.address,
    TEST_READY_DATABASE: await readyDatabase(server),
  }
  const files = process.argv.length > 2 ? process.argv.slice(2) : postgresTests()
  const [code] = await once(
    spawn(process.execPath, ['--test', '--test-concurrency=3', '--test-timeout=900000', ...files], {
      env,
      stdio: 'inherit',
    }),
    'exit',
  )
  await server.stop()
  process.exitCode = code ?? 1
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
