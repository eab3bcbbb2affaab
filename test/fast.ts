import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareRun } from './prepare-run.ts'
import { fastTests } from './suites.ts'

// Runs the tests of daily work: node test/fast.ts [OPTION OF node --test…]
const folder = await mkdtemp(join(memory() ?? tmpdir(), 'dialbook-fast-'))
const started = performance.now()
// One test more than cores: each waits for its servers now and then.
const concurrency = `--test-concurrency=${availableParallelism() + 1}`
const child = spawn(process.execPath, ['--test', concurrency, ...process.argv.slice(2), ...fastTests()], {
  // Books in memory wait for no disk. Modules are compiled once for all tests, and a prepared book is made once.
  env: {
    ...process.env,
    ...(await prepareRun()),
    TEST_FAST: '1',
    TMPDIR: folder,
    TEST_BOOKS: join(folder, 'books'),
  },
  stdio: 'inherit',
})
// Ctrl-C reaches the child too. This process waits for the end of the child, so that the folder is removed in any case.
process.on('SIGINT', () => undefined)
const [code] = await once(child, 'exit')
await rm(folder, { recursive: true, force: true })
console.log(`the fast run took ${Math.round((performance.now() - started) / 1000)} s; npm test runs everything`)
process.exitCode = code ?? 1

/** The folder that the system keeps in memory; undefined where it has none. */
function memory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return undefined
  }
}
