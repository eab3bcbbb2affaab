import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { startChild } from '../../src/dev/start-child.ts'
import { run } from '../acceptance/support/command.ts'
import { call } from './support.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'dialbook-dev-command-'))
after(() => rmSync(folder, { recursive: true }))

describe('dialbook dev', () => {
  it('runs a book with a seed, keys and a clock, says where, and ends with a signal', async (t) => {
    writeFileSync(join(folder, 'book.yaml'), 'groups: [{id: 7, name: Team}]\n')
    const flags = [
      '--seed',
      'book.yaml',
      '--key',
      'lox24:clientId=1234567,token=a\\,b',
      '--clock',
      '2026-03-20T08:00:00+03:30',
    ]
    const child = spawn(process.execPath, [join(root, 'bin/dialbook.js'), 'dev', '--port', '0', '--json', ...flags], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))
    const ended = once(child, 'close')
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    const book = JSON.parse(line)
    assert.deepEqual(book.keys.lox24, [
      { clientId: '1234567', token: 'a,b', header: 'X-LOX24-AUTH-TOKEN: 1234567:a,b' },
    ])
    const group = await call(book, 'lox24', 'GET /groups/7', undefined, { 'x-lox24-auth-token': '1234567:a,b' })
    assert.equal(group.body.name, 'Team')
    const clock = await (await fetch(`${book.url}/book/api/v1/dev/clock`)).json()
    assert.deepEqual(clock, { now: '2026-03-20T04:30:00.000Z' })
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })

  it('refuses what it cannot do, with a reason and no stack', async () => {
    for (const [args, reason] of [
      [['--seed', 'gone.yaml'], /^dialbook: the seed gone\.yaml cannot be read: ENOENT/],
      [['--key', 'lox24:hunter2'], /^dialbook: --key lox24:… must be flags such as token=abc\n$/],
      [['--port', 'x'], /^dialbook: --port x is no port\n$/],
      [['--clock', 'now'], /^dialbook: the clock must be a time/],
    ] as const) {
      const ran = await run(folder, ['dev', ...args])
      assert.match(ran.stderr, reason)
      assert.equal(ran.code, 1)
    }
    writeFileSync(join(folder, 'bad.yaml'), 'groups: 7\n')
    const ran = await run(folder, ['dev', '--seed', 'bad.yaml'])
    assert.equal(ran.stderr, 'dialbook: the seed bad.yaml cannot be planted:\n  line 1: groups must be a list\n')
  })
})

describe('a book in a child, as on an older Node', () => {
  const program = { node: process.execPath, main: join(root, 'src/main.ts') }

  it('is the same object', async (t) => {
    const keys = { lox24: { clientId: '7', token: 'secret-of-the-test' } }
    const book = await startChild(
      { seed: { groups: [{ id: 7, name: 'G' }] }, clock: '2026-03-20T08:00:00Z', keys },
      program,
    )
    t.after(() => book.stop())
    const headers = { 'x-lox24-auth-token': '7:secret-of-the-test' }
    assert.equal((await call(book, 'lox24', 'DELETE /groups/7', undefined, headers)).status, 204)
    assert.deepEqual(
      (await book.requests()).map(({ method, url, status }) => [method, url, status]),
      [['DELETE', '/groups/7', 204]],
    )
    await book.reset()
    assert.equal((await call(book, 'lox24', 'GET /groups/7', undefined, headers)).status, 200)
    assert.equal(await book.clock.advance('1h'), '2026-03-20T09:00:00.000Z')
    assert.equal(await book.clock.now(), '2026-03-20T09:00:00.000Z')
    await assert.rejects(book.clock.advance('x'), /is not a duration/)
    const commands = await commandLines()
    assert.ok(!commands.some((line) => line.includes('secret-of-the-test')), 'no process shows a key')
    await book.stop()
    await assert.rejects(fetch(book.url))
  })

  it('refuses as the other does', async () => {
    await assert.rejects(
      startChild({ seed: { groups: 7 } }, program),
      /the seed of the options cannot be planted:\n {2}groups must be a list/,
    )
  })

  it('ends when its parent is killed', async () => {
    const script = `
      import { startChild } from ${JSON.stringify(join(root, 'src/dev/start-child.ts'))}
      const book = await startChild({}, ${JSON.stringify(program)})
      console.log(book.url)
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = await once(createInterface({ input: parent.stdout }), 'line')
    assert.equal((await fetch(`${url}/livez`)).status, 200)
    parent.kill('SIGKILL')
    await once(parent, 'close')
    for (;;) {
      const gone = await fetch(`${url}/livez`).then(
        () => false,
        () => true,
      )
      if (gone) break
    }
  })
})

/** The command lines of all processes that can be seen. */
async function commandLines(): Promise<string[]> {
  const { readdirSync } = await import('node:fs')
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
}
