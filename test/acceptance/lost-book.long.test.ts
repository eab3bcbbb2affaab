// Long: servers and commands are started on many folders.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { type Lasting, makeFolder, run, serve } from './support/command.ts'
import { stateOf } from './support/folder-state.ts'

const commands = [
  ['serve', '--port', '0'],
  ['account', 'add', 'other'],
  ['account', 'list'],
  ['key', 'list'],
  ['changes', 'list'],
  ['prune', '--dry-run'],
  ['backup', 'new.backup'],
  ['copy', '--from', 'data', '--to', 'elsewhere'],
]

/** A folder whose `data` has a book that was served and killed, so that its last writes are in the WAL; and a backup of it. */
async function makeServed(t: Lasting): Promise<string> {
  const folder = await makeFolder(t)
  const server = await serve(t, folder)
  const made = await run(folder, ['account', 'add', 'acme'])
  assert.equal(made.code, 0, made.stderr)
  const saved = await run(folder, ['backup', 'whole.backup', '--with-key'])
  assert.equal(saved.code, 0, saved.stderr)
  await server.stop('SIGKILL')
  return folder
}

describe('a book that is lost', { timeout: 600_000 }, () => {
  let served = ''
  const endings: (() => unknown)[] = []
  before(async () => {
    served = await makeServed({ after: (end) => endings.unshift(end) })
  })
  after(async () => {
    for (const end of endings) await end()
  })
  const lose = async (t: TestContext, ...keep: string[]): Promise<string> => {
    const folder = await makeFolder(t)
    mkdirSync(join(folder, 'data'))
    for (const name of keep) cpSync(join(served, 'data', name), join(folder, 'data', name))
    return folder
  }

  for (const name of ['secret.key', 'server.db', 'book.db-wal']) {
    it(`is not begun anew beside ${name}, by no command, and nothing changes`, async (t) => {
      const folder = await lose(t, name)
      const before = stateOf(folder)
      for (const command of commands) {
        const { code, stdout, stderr } = await run(folder, command)
        assert.deepEqual([code, stdout], [1, ''], command.join(' '))
        assert.match(stderr, new RegExp(`: book\\.db is missing, but ${name} of a book is there: .*restore a backup`))
        assert.match(stderr, new RegExp(`for a new book remove ${name} first`))
        assert.deepEqual(stateOf(folder), before, command.join(' '))
      }
    })
  }

  it('is not begun anew where book.db has 0 bytes, and all that is there is named', async (t) => {
    const folder = await lose(t, 'secret.key', 'server.db', 'server.lock', 'book.db', 'book.db-wal', 'book.db-shm')
    truncateSync(join(folder, 'data', 'book.db'))
    const before = stateOf(folder)
    for (const command of commands) {
      const { code, stderr } = await run(folder, command)
      assert.equal(code, 1)
      assert.match(
        stderr,
        /book\.db is empty \(0 bytes\), but secret\.key, server\.db and book\.db-wal of a book are there/,
      )
      assert.deepEqual(stateOf(folder), before, command.join(' '))
    }
  })

  it('is found again once book.db is back: nothing of the WAL was thrown away', async (t) => {
    const folder = await lose(t, 'secret.key', 'server.db', 'book.db-wal')
    assert.equal((await run(folder, ['serve', '--port', '0'])).code, 1)
    cpSync(join(served, 'data', 'book.db'), join(folder, 'data', 'book.db'))
    assert.match((await run(folder, ['account', 'list'])).stdout, /acme/)
  })

  it('is made anew when the leftovers that the message names are removed', async (t) => {
    const folder = await lose(t, 'secret.key', 'server.db', 'server.lock', 'book.db-wal', 'book.db-shm')
    for (const name of ['secret.key', 'server.db', 'book.db-wal']) rmSync(join(folder, 'data', name))
    const server = await serve(t, folder)
    assert.equal((await server.stop()).code, 0)
  })

  it('is restored beside its key and its lock, and not over its last writes', async (t) => {
    const folder = await lose(t, 'secret.key', 'server.db', 'server.lock', 'book.db-wal')
    const before = stateOf(folder)
    const restore = ['restore', join(served, 'whole.backup')]
    const refused = await run(folder, restore)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /book\.db is missing, but book\.db-wal is there, .*: move it to a safe place first/)
    assert.deepEqual(stateOf(folder), before)
    rmSync(join(folder, 'data', 'book.db-wal'))
    const restored = await run(folder, restore)
    assert.equal(restored.code, 0, restored.stderr)
    assert.match((await run(folder, ['account', 'list'])).stdout, /acme/)
    assert.equal((await (await serve(t, folder)).stop()).code, 0)
  })

  it('is restored and copied into empty and absent folders', async (t) => {
    const folder = await makeFolder(t)
    mkdirSync(join(folder, 'empty'))
    for (const data of ['empty', 'absent']) {
      const restored = await run(folder, ['restore', join(served, 'whole.backup'), '--data', data])
      assert.equal(restored.code, 0, restored.stderr)
      const copied = await run(folder, ['copy', '--from', data, '--to', `copy-of-${data}`])
      assert.equal(copied.code, 0, copied.stderr)
      assert.match((await run(folder, ['account', 'list', '--data', `copy-of-${data}`])).stdout, /acme/)
    }
  })
})

describe('a new book', { timeout: 600_000 }, () => {
  it('is begun in an absent folder, in an empty one, and beside files that are none of a book', async (t) => {
    for (const files of [undefined, [], ['notes.txt', 'old.backup', 'server.lock', 'secret.key.bak']]) {
      const folder = await makeFolder(t)
      if (files) mkdirSync(join(folder, 'data'))
      for (const name of files ?? []) writeFileSync(join(folder, 'data', name), '')
      const listed = await run(folder, ['account', 'list'])
      assert.match(listed.stderr, /there is no book in/)
      const server = await serve(t, folder)
      await server.printed(/the book is new/)
      assert.equal((await server.stop()).code, 0)
      const again = await serve(t, folder)
      assert.equal((await again.stop()).code, 0)
      assert.doesNotMatch(again.stdout(), /the book is new/)
    }
  })

  it('that several processes begin at once is one book', async (t) => {
    const folder = await makeFolder(t)
    const names = ['a', 'b', 'c', 'd']
    const ran = await Promise.all(names.map((name) => run(folder, ['account', 'add', name])))
    assert.deepEqual(
      ran.map(({ code, stderr }) => [code, stderr]),
      names.map(() => [0, '']),
    )
    const listed = await run(folder, ['account', 'list', '--json'])
    assert.deepEqual(
      JSON.parse(listed.stdout)
        .map(({ name }: { name: string }) => name)
        .sort(),
      names,
    )
    assert.equal(existsSync(join(folder, 'data', 'secret.key')), true)
    assert.match(readFileSync(join(folder, 'data', 'secret.key'), 'utf8'), /^[0-9a-f]{64}\n$/)
  })
})
