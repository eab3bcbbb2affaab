// Long: servers and commands are started on disks that are full or take no writes.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { until } from './support/cluster.ts'
import { makeFolder, run, type Serving, serve } from './support/command.ts'
import { firstKey } from './support/first-key.ts'
import { stateOf } from './support/folder-state.ts'
import { mountDisk, noDisk, type SmallDisk } from './support/small-disk.ts'

type Headers = Readonly<Record<string, string>>

interface Obstacle {
  readonly name: string
  obstruct(disk: SmallDisk): void
  free(disk: SmallDisk): void
  readonly reason: RegExp
  /** The ends of the server before. A kill on a full disk is in `disk-full.long.test.ts`: SQLite may find room in its own log. */
  readonly ends: readonly NodeJS.Signals[]
}

const obstacles: readonly Obstacle[] = [
  {
    name: 'a full disk',
    obstruct: (disk) => disk.fill(),
    free: (disk) => disk.makeRoom(),
    reason: /its disk is full|its disk failed/,
    ends: ['SIGTERM'],
  },
  {
    name: 'a read-only disk',
    obstruct: (disk) => disk.allowWrites(false),
    free: (disk) => disk.allowWrites(true),
    reason: /its file system takes no writes/,
    ends: ['SIGTERM', 'SIGKILL'],
  },
]

const reading = [
  ['account', 'list'],
  ['key', 'list'],
  ['changes', 'list'],
  ['extensions', 'list'],
  ['find', '4711'],
  ['prune', '--dry-run'],
]

async function call(server: Serving, headers: Headers, path: string, body: object): Promise<{ success: number }> {
  const answer = await fetch(`${server.url}/api/v4/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await answer.json()) as { success: number }
}

const add = (server: Serving, headers: Headers, name: string) =>
  call(server, headers, 'autodialer/groups/add', { name, numbers: ['4711'] })

async function healthOf(server: Serving): Promise<{ readOnly: boolean; reason?: string }> {
  const answer = await fetch(`${server.url}/healthz`)
  assert.equal(answer.status, 200)
  return (await answer.json()) as { readOnly: boolean; reason?: string }
}

/** A book on a small disk with one group, whose server has ended by the signal. */
async function served(
  t: TestContext,
  signal: NodeJS.Signals,
): Promise<{ disk: SmallDisk; folder: string; headers: Headers } | undefined> {
  const endings: (() => unknown)[] = []
  const disk = mountDisk(t, 24, async () => {
    for (const end of endings) await end()
  })
  if (!disk) return undefined
  const folder = join(disk.folder, 'work')
  mkdirSync(folder)
  const server = await serve({ after: (end) => endings.push(end) }, folder, ['--json'])
  const headers = await firstKey(server)
  assert.equal((await add(server, headers, 'before')).success, 1)
  await server.stop(signal)
  return { disk, folder, headers }
}

describe('a book on a disk that takes no writes', { timeout: 600_000 }, () => {
  for (const { name, obstruct, free, reason, ends } of obstacles) {
    for (const signal of ends) {
      it(`${name}, after ${signal}: is served for reading, and takes writes by itself once it can`, async (t) => {
        const prepared = await served(t, signal)
        if (!prepared) return t.skip(noDisk)
        const { disk, folder, headers } = prepared
        obstruct(disk)
        const elsewhere = await makeFolder(t)

        const server = await serve(t, folder)
        const state = await healthOf(server)
        assert.equal(state.readOnly, true)
        assert.match(String(state.reason), reason)
        assert.match(await (await fetch(`${server.url}/metrics`)).text(), /^dialbook_read_only 1$/m)
        const found = await call(server, headers, 'autodialer/groups/search', {
          alike: false,
          conditions: { name: 'before' },
        })
        assert.equal(found.success, 1, JSON.stringify(found))
        assert.equal((await add(server, headers, 'refused')).success, 0)
        assert.equal((await fetch(`${server.url}/readyz`)).status, 200)

        const data = join(folder, 'data')
        for (const args of reading) {
          const listed = await run(elsewhere, [...args, '--data', data])
          assert.deepEqual([listed.code, listed.stderr], [0, ''], args.join(' '))
        }
        const saved = await run(elsewhere, ['backup', 'a.backup', '--data', data])
        assert.deepEqual([saved.code, saved.stderr], [0, ''])
        const refused = await run(elsewhere, ['account', 'add', 'other', '--data', data])
        assert.equal(refused.code, 1)
        assert.match(refused.stderr, reason)

        free(disk)
        await until('it takes writes', async () => !(await healthOf(server)).readOnly)
        assert.equal((await add(server, headers, 'after')).success, 1)
        const second = await run(folder, ['serve', '--port', '0'])
        assert.match(second.stderr, /process \d+ serves it/)
        const listed = await run(elsewhere, ['account', 'add', 'other', '--data', data])
        assert.deepEqual([listed.code, listed.stderr], [0, ''])
        assert.equal((await server.stop()).code, 0)
      })
    }
  }

  it('is refused where it must be brought to a newer version first, with the remedy, and stays as it is', async (t) => {
    const prepared = await served(t, 'SIGTERM')
    if (!prepared) return t.skip(noDisk)
    const { disk, folder } = prepared
    const database = new DatabaseSync(join(folder, 'data', 'book.db'))
    const version = Number(database.prepare('pragma user_version').get()?.user_version)
    database.exec(`pragma user_version = ${version - 1}`)
    database.close()
    disk.allowWrites(false)
    const before = stateOf(folder)
    for (const args of [
      ['serve', '--port', '0'],
      ['account', 'list'],
    ]) {
      const { code, stdout, stderr } = await run(folder, args)
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(
        stderr,
        new RegExp(
          `has version ${version - 1} and must be brought to ${version} first.* takes no writes. Make room or have`,
        ),
      )
    }
    assert.deepEqual(stateOf(folder), before)
  })

  it('is refused where its last writes cannot be read, with the remedy', async (t) => {
    const prepared = await served(t, 'SIGKILL')
    if (!prepared) return t.skip(noDisk)
    const { disk, folder } = prepared
    rmSync(join(folder, 'data', 'book.db-shm'))
    disk.allowWrites(false)
    for (const args of [
      ['serve', '--port', '0'],
      ['account', 'list'],
    ]) {
      const { code, stdout, stderr } = await run(folder, args)
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(stderr, /book\.db-wal has the last writes of the book, .*copy the folder to another disk/)
    }
    disk.allowWrites(true)
    const listed = await run(folder, ['account', 'list'])
    assert.deepEqual([listed.code, listed.stderr], [0, ''])
  })
})
