import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundledProgram } from './bundled-program.ts'
import { allTests } from './suites.ts'

// Runs every test: node test/full.ts [OPTION OF node --test…]
// A test that hangs fails by its name, long before a run of a quarter of an hour does.
const options = ['--test', '--test-concurrency=3', '--test-timeout=900000', ...process.argv.slice(2)]
const env = { ...process.env, ...(await bundledProgram()) }
const child = spawn(process.execPath, [...options, ...allTests()], { env, stdio: 'inherit' })
// Ctrl-C reaches the child too, and this process waits for its end.
process.on('SIGINT', () => undefined)
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
