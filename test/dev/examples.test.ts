import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const dialbook = `${process.execPath} ${join(root, 'bin/dialbook.js')}`

/** Whether a program is there. */
const has = (program: string, ...args: string[]) =>
  promisify(execFile)(program, args).then(
    () => true,
    () => false,
  )

// Those of vitest and jest are run by test/acceptance/package.long.test.ts, which installs them.
describe('the examples of test suites', { concurrency: true }, () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dialbook-examples-'))
    cpSync(join(root, 'examples'), folder, { recursive: true })
    // The package as it would be installed, but for its build.
    const place = join(folder, 'node_modules/dialbook')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'package.json'), '{"name":"dialbook","type":"module","exports":"./index.js"}')
    const source = pathToFileURL(join(root, 'src/dialbook.ts')).href
    writeFileSync(join(place, 'index.js'), `export * from ${JSON.stringify(source)}\n`)
  })
  after(() => rmSync(folder, { recursive: true }))

  const ran = async (cwd: string, program: string, ...args: string[]): Promise<string> => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const done = promisify(execFile)(program, args, { cwd: join(folder, cwd), env: { ...env, DIALBOOK: dialbook } })
    const { stdout, stderr } = await done.catch((error) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`)
    })
    return stdout + stderr
  }

  it('run in node:test', async () => {
    assert.match(await ran('node-test', process.execPath, '--test'), /pass 3\n/)
  })

  it('run in Python: by pytest where it is there, else by unittest', async () => {
    const byPytest = await has('python3', '-m', 'pytest', '--version')
    const told = await ran('pytest', 'python3', '-m', byPytest ? 'pytest' : 'unittest', 'test_groups.py')
    assert.match(told, /2 passed|Ran 2 tests[\s\S]*OK/)
  })

  it('run in PHP: by PHPUnit where it is there, else by themselves', async () => {
    if (await has('phpunit', '--version'))
      assert.match(await ran('phpunit', 'phpunit', 'GroupsTest.php'), /OK \(2 tests/)
    else if (await has('php', '--version')) assert.match(await ran('phpunit', 'php', 'plain.php'), /^ok\n/)
  })
})
