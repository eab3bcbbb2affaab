import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { prepareRun } from './prepare-run.ts'
import { allTests } from './suites.ts'

// Runs test files, with what a full run prepares for them: node test/full.ts [FILE…]. Without FILE it runs every test.
const files = process.argv.length > 2 ? process.argv.slice(2) : allTests()
// A test that hangs fails by its name, long before the whole run would be given up.
const options = ['--test', '--test-concurrency=3', '--test-timeout=900000']
const env = { ...process.env, ...(await prepareRun()) }
const child = spawn(process.execPath, [...options, ...files], { env, stdio: 'inherit' })
// Ctrl-C reaches the child too, and this process waits for its end.
process.on('SIGINT', () => undefined)
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
