// Long: a server is killed 50 times.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { until } from './support/cluster.ts'
import { type Lasting, makeFolder, run, type Serving, serve } from './support/command.ts'
import { firstKey } from './support/first-key.ts'

/** Groups that are written one after another: each is a change. */
const groups = 40

interface Told {
  readonly missingChanges?: readonly { readonly first: number; readonly last: number }[]
}

async function healthOf(server: Serving): Promise<Told> {
  return (await (await fetch(`${server.url}/healthz`)).json()) as Told
}

async function countIn(folder: string): Promise<number> {
  const { stdout } = await run(folder, ['changes', 'list', '--limit', '1', '--json'])
  return JSON.parse(stdout)[0].number
}

/** What the log of a server says of changes that are gone. */
function alarmsOf(server: Serving): string[] {
  const lines = server
    .stderr()
    .split('\n')
    .filter((line) => line.includes('acknowledged change'))
    .map((line) => JSON.parse(line))
  for (const { level } of lines) assert.equal(level, 'error')
  return lines.map(({ msg }) => msg)
}

describe('acknowledged changes that are gone', { timeout: 600_000 }, () => {
  let killed = ''
  let stopped = ''
  /** The number of the newest change that was acknowledged. */
  let newest = 0
  const endings: (() => unknown)[] = []
  const suite: Lasting = { after: (end) => endings.unshift(end) }

  /** A folder with `early.db`, the book as it was before its last groups, and a backup of that moment. */
  before(async () => {
    killed = await makeFolder(suite)
    const first = await serve(suite, killed, ['--json'])
    const headers = await firstKey(first)
    await first.stop()
    cpSync(join(killed, 'data', 'book.db'), join(killed, 'early.db'))
    assert.equal((await run(killed, ['backup', 'early.backup'])).code, 0)
    const server = await serve(suite, killed)
    for (let index = 0; index < groups; index++) {
      const answer = await fetch(`${server.url}/api/v4/autodialer/groups/add`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name: `group ${index}`, numbers: ['4711'] }),
      })
      assert.match(await answer.text(), /^\{"success":1,/)
    }
    newest = await countIn(killed)
    const mark = join(killed, 'data', 'book.mark')
    await until('the mark has the last group', async () => JSON.parse(readFileSync(mark, 'utf8')).change === newest)
    await server.stop('SIGKILL')
    stopped = await makeFolder(suite)
    cpSync(killed, stopped, { recursive: true })
    await (await serve(suite, stopped)).stop()
  })
  after(async () => {
    for (const end of endings) await end()
  })

  const copyOf = async (t: TestContext, folder: string, change: (data: string) => void): Promise<string> => {
    const copy = await makeFolder(t)
    cpSync(folder, copy, { recursive: true })
    change(join(copy, 'data'))
    return copy
  }
  const removeBook = (data: string): void => {
    for (const name of ['book.db', 'book.db-wal', 'book.db-shm']) rmSync(join(data, name), { force: true })
  }

  it('are told of by the log, by health, by metrics and by commands, until somebody accepts it', async (t) => {
    const folder = await copyOf(t, killed, (data) => {
      const file = join(data, 'book.db-wal')
      const bytes = readFileSync(file)
      const middle = Math.floor(bytes.length / 2)
      writeFileSync(file, bytes.fill(0xff, middle, middle + 16))
    })
    const server = await serve(t, folder)
    const kept = await countIn(folder)
    assert.ok(kept > 0 && kept < newest, `${kept} of ${newest} changes are kept`)
    const numbers = { first: kept + 1, last: newest }
    assert.deepEqual((await healthOf(server)).missingChanges, [numbers])
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    assert.match(metrics, new RegExp(`^dialbook_missing_changes ${newest - kept}$`, 'm'))
    const words = new RegExp(
      `has lost at least ${newest - kept} acknowledged changes: ${numbers.first} to ${numbers.last}\\..*Restore a backup .*remove book\\.missing`,
    )
    await server.logged(words)
    assert.match((await run(folder, ['account', 'list'])).stderr, words)
    assert.equal((await server.stop()).code, 0)

    const again = await serve(t, folder)
    assert.deepEqual((await healthOf(again)).missingChanges, [numbers])
    rmSync(join(folder, 'data', 'book.missing'))
    assert.equal((await healthOf(again)).missingChanges, undefined)
    await again.stop()
    const accepted = await serve(t, folder)
    assert.equal((await healthOf(accepted)).missingChanges, undefined)
    await accepted.stop()
    assert.deepEqual(alarmsOf(accepted), [])
  })

  it('are told of where the log was removed, by a command too that comes first and writes', async (t) => {
    const folder = await copyOf(t, killed, (data) => {
      for (const name of ['book.db-wal', 'book.db-shm']) rmSync(join(data, name))
    })
    const added = await run(folder, ['account', 'add', 'other'])
    assert.equal(added.code, 0)
    assert.match(added.stderr, /^dialbook: warning: .* has lost at least \d+ acknowledged changes: \d+ to \d+/)
    const server = await serve(t, folder)
    assert.equal((await healthOf(server)).missingChanges?.[0]?.last, newest)
  })

  const quiet: readonly (readonly [name: string, folder: () => string, change: (data: string) => void])[] = [
    ['a server was killed', () => killed, () => undefined],
    ['a server was stopped', () => stopped, () => undefined],
    [
      'an older book is put in the place of one that was closed',
      () => stopped,
      (data) => {
        removeBook(data)
        cpSync(join(data, '..', 'early.db'), join(data, 'book.db'))
      },
    ],
    ['the mark is empty, after a power cut', () => killed, (data) => writeFileSync(join(data, 'book.mark'), '')],
    ['the mark is gone', () => killed, (data) => rmSync(join(data, 'book.mark'))],
  ]
  for (const [name, folder, change] of quiet) {
    it(`are not missed where ${name}`, async (t) => {
      const copy = await copyOf(t, folder(), change)
      assert.equal((await run(copy, ['account', 'list'])).stderr, '')
      const server = await serve(t, copy)
      assert.equal((await healthOf(server)).missingChanges, undefined)
      await server.stop()
      assert.deepEqual(alarmsOf(server), [])
      assert.equal(existsSync(join(copy, 'data', 'book.missing')), false)
    })
  }

  it('are not missed in a backup that is restored beside the mark of the lost book', async (t) => {
    const folder = await copyOf(t, killed, removeBook)
    const restored = await run(folder, ['restore', 'early.backup'])
    assert.equal(restored.code, 0, restored.stderr)
    const server = await serve(t, folder)
    assert.equal((await healthOf(server)).missingChanges, undefined)
    await server.stop()
    assert.deepEqual(alarmsOf(server), [])
  })

  it('are not missed in a copy that goes where another book was', async (t) => {
    const folder = await copyOf(t, killed, () => undefined)
    mkdirSync(join(folder, 'b'))
    cpSync(join(folder, 'data', 'book.mark'), join(folder, 'b', 'book.mark'))
    const early = await copyOf(t, stopped, (data) => {
      removeBook(data)
      cpSync(join(data, '..', 'early.db'), join(data, 'book.db'))
    })
    const copied = await run(early, ['copy', '--from', 'data', '--to', join(folder, 'b')])
    assert.equal(copied.code, 0, copied.stderr)
    const server = await serve(t, folder, ['--data', 'b'])
    assert.equal((await healthOf(server)).missingChanges, undefined)
  })
})
