// Long: the package is built, and installed from the registry with three versions of Node.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const system = `${process.platform}-${process.arch}`
const skip = process.platform !== 'linux' && `npm has no Node of every version for ${system}`

/** Nothing of the npm that runs the tests, and none of its programs: what it sets has lower case. */
const environment = (node = '') => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  PATH: [node, ...(process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'))].join(':'),
})

/** Runs a program, as a user at a terminal would. */
async function run(cwd: string, command: string, args: readonly string[], node?: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd, env: environment(node) })
  return stdout
}

/** The links of a document to files beside it. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target))
}

describe('the package, installed in an empty folder', { skip }, () => {
  let folder: string
  let tarball: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-package-'))
    // The build finds its compiler where the tests run.
    const { stdout } = await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: root,
    })
    tarball = join(folder, stdout.trim().split('\n').at(-1) ?? '')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  /** A folder with that Node in it. */
  async function withNode(version: number): Promise<{ readonly place: string; readonly node: string }> {
    const place = await mkdtemp(join(folder, `node-${version}-`))
    const name = `node-${system}`
    await run(folder, 'npm', ['install', '--silent', '--no-save', '--prefix', place, `${name}@${version}`])
    const node = join(place, 'node_modules', name, 'bin')
    assert.match(await run(place, 'node', ['--version'], node), new RegExp(`^v${version}\\.`))
    return { place, node }
  }

  for (const version of [20, 22, 24]) {
    it(`runs with Node ${version}, and its first call is answered`, { timeout: 600_000 }, async () => {
      const { node } = await withNode(version)
      const home = await mkdtemp(join(folder, 'home-'))
      await run(home, 'npm', ['install', '--silent', tarball], node)
      assert.match(await run(home, 'npx', ['dialbook', '--version'], node), /^\d+\.\d+\.\d+\n$/)

      // A book in a test suite: in the process itself, or on an older Node in a child.
      const script = `import { start } from 'dialbook'
        const book = await start({ seed: { groups: [{ id: 7, name: 'G' }] } })
        const headers = { 'x-lox24-auth-token': '1000001:dev' }
        const status = async () => (await fetch(book.url + '/groups/7', { headers })).status
        const told = [await status(), (await book.weather('lox24-funds')).scenario, await status()]
        await book.reset()
        console.log(...told, await status(), (await book.requests()).length)
        await book.stop()`
      const told = await run(home, 'node', ['--input-type=module', '--eval', script], node)
      assert.equal(told, '200 lox24-funds 402 200 1\n')

      // A group of processes of its own, so that one signal ends all of them as Ctrl-C does.
      const options = { cwd: home, env: environment(node), detached: true }
      const server = spawn('npx', ['dialbook', 'serve', '--port', '0'], options)
      const ended = new Promise((closed) => server.once('close', closed))
      try {
        let printed = ''
        const welcomed = Promise.withResolvers<string>()
        server.stdout.setEncoding('utf8').on('data', (text: string) => {
          printed += text
          const call = printed.split(/\n\n/).find((block) => /^# update a group\n/.test(block) && block.endsWith("}'"))
          if (call) welcomed.resolve(call)
        })
        server.once('exit', () => welcomed.reject(new Error(`the server ended: ${printed}`)))
        const answer = await run(home, 'sh', ['-c', await welcomed.promise], node)
        assert.equal(JSON.parse(answer).success, 1, answer)
      } finally {
        process.kill(-(server.pid ?? 0), 'SIGTERM')
        await ended
      }
    })
  }

  it('runs the examples for vitest and jest', { timeout: 600_000 }, async () => {
    const home = await mkdtemp(join(folder, 'runners-'))
    const given = ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball, 'vitest', 'jest']
    await run(home, 'npm', given).catch((error) => {
      throw new Error('vitest and jest cannot be installed: the registry of npm must be within reach', { cause: error })
    })
    await cp(join(home, 'node_modules/dialbook/examples'), join(home, 'examples'), { recursive: true })
    const env = { ...environment(), NO_COLOR: '1', NODE_OPTIONS: '--experimental-vm-modules' }
    for (const [runner, args] of [
      ['vitest', ['run']],
      ['jest', []],
    ] as const) {
      const cwd = join(home, 'examples', runner)
      // Jest tells its results on standard error.
      const { stdout, stderr } = await promisify(execFile)('npx', [runner, ...args], { cwd, env })
      assert.match(stdout + stderr, /Tests: +2 passed|Tests +2 passed/)
    }
  })

  it('has every file that its documents link to', async () => {
    const home = await mkdtemp(join(folder, 'home-'))
    await run(home, 'tar', ['xf', tarball])
    const there = join(home, 'package')
    const documents = (await readdir(there, { recursive: true })).filter((file) => file.endsWith('.md'))
    assert.ok(documents.includes('README.md') && documents.includes('docs/operations.md'))
    for (const document of documents) {
      for (const link of linksOf(await readFile(join(there, document), 'utf8'))) {
        assert.ok(existsSync(join(there, dirname(document), link)), `${document} links to ${link}`)
      }
    }
  })
})
