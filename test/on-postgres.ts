import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundledProgram } from './bundled-program.ts'
import { postgresIsMissing, startPostgres } from './postgres-server.ts'
import { postgresTests } from './suites.ts'

// Runs test files with all their books on a PostgreSQL: node test/on-postgres.ts [FILE…]. Without FILE it runs all that
// `postgresTests` names.
if (postgresIsMissing) {
  console.log(`ℹ ${postgresIsMissing}\nℹ skipped 1`)
} else {
  const server = await startPostgres()
  const env = { ...process.env, ...(await bundledProgram()), TEST_POSTGRES: server.address }
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
