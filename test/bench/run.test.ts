import assert from 'node:assert/strict'
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { parentOf } from '../../bench/processes.ts'

const root = resolve(import.meta.dirname, '../..')

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  readonly folder: string
  readonly output: () => string
}

/** Starts the benchmark with a folder of its own for everything that it leaves in the file system. */
function start(t: TestContext, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'))
  const options = { cwd: root, env: { ...process.env, ...variables, TMPDIR: folder } }
  const child = spawn(process.execPath, ['bench/main.ts', ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  const heard: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => heard.push(String(part)))
  return { child, folder, output: () => heard.join('') }
}

/** A repository whose only commit is the working tree: a checkout for tests may come without one. */
function repositoryOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-git-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['--git-dir', folder, '--work-tree', root, ...args], { cwd: root, stdio: 'pipe' })
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'all')
  return folder
}

function childrenOf(parent: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return all.map(Number).filter((pid) => parentOf(pid) === parent)
}

/** A process that has ended may stand in the list until its parent has asked for it. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
}

describe('the benchmark', () => {
  it('names its cases', async (t) => {
    const { child, output } = start(t, ['--list'])
    assert.deepEqual(await once(child, 'close'), [0, null])
    assert.match(output(), /^update-1 +`groups\/update`[\s\S]*^search-3@1m [\s\S]*^rivals /m)
  })

  it('compares a revision with the working tree', async (t) => {
    const args = ['--quick', '--engine', 'sqlite', '--compare', 'HEAD', 'update-1']
    const { child, folder, output } = start(t, args, { GIT_DIR: repositoryOf(t) })
    assert.deepEqual(await once(child, 'close'), [0, null], output())
    assert.match(output(), /^ {2}here \/ HEAD \(\w+\): cpu [\d.]+ \[.*\]; time [\d.]+ \[.*\]; rate [\d.]+ \[/m)
    assert.deepEqual(readdirSync(folder), [])
  })

  it('leaves no process and no file when it is interrupted', async (t) => {
    const { child, folder, output } = start(t, ['--engine', 'sqlite', '--rounds', '1000', 'update-1'])
    while (!output().includes('update-1 on SQLite')) await once(child.stderr, 'data')
    const children = childrenOf(child.pid as number)
    assert.equal(children.length, 2)
    child.kill('SIGINT')
    assert.deepEqual(await once(child, 'close'), [130, null])
    assert.deepEqual(readdirSync(folder), [])
    while (children.some(isRunning)) await pause(20)
  })
})
