// Long: servers are started on many folders, and refused.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it, type TestContext } from 'node:test'
import { makeFolder, run, serve } from './support/command.ts'
import { stateOf } from './support/folder-state.ts'

const key = 'secret.key'

describe('a start that is refused changes nothing, and says why', { timeout: 600_000 }, () => {
  let whole = ''
  const endings: (() => unknown)[] = []
  before(async () => {
    const suite = { after: (end: () => unknown) => endings.unshift(end) }
    whole = await makeFolder(suite)
    assert.equal((await (await serve(suite, whole)).stop()).code, 0)
  })
  after(async () => {
    for (const end of endings) await end()
  })

  /** A copy of a book that was served and stopped, changed in one way. */
  const bookWith = async (t: TestContext, change: (data: string) => void): Promise<string> => {
    const folder = await makeFolder(t)
    cpSync(join(whole, 'data'), join(folder, 'data'), { recursive: true })
    change(join(folder, 'data'))
    return folder
  }

  const assertRefused = async (folder: string, args: readonly string[], reason: RegExp, code = 1) => {
    const before = stateOf(folder)
    const ended = await run(folder, args)
    assert.deepEqual([ended.code, ended.stdout], [code, ''], ended.stderr)
    assert.match(ended.stderr, reason)
    assert.deepEqual(stateOf(folder), before, args.join(' '))
  }
  const opening = [
    ['serve', '--port', '0'],
    ['account', 'list'],
    ['account', 'add', 'other'],
  ]

  it('the key is absent', async (t) => {
    const folder = await bookWith(t, (data) => rmSync(join(data, key)))
    for (const args of opening) {
      await assertRefused(
        folder,
        args,
        /secret\.key is absent from the data folder .*server that made the book.*--with-key/,
      )
    }
    copyFileSync(join(whole, 'data', key), join(folder, 'data', key))
    assert.equal((await run(folder, ['account', 'list'])).code, 0)
  })

  it('the key is another one', async (t) => {
    const folder = await bookWith(t, (data) => writeFileSync(join(data, key), `${'ab'.repeat(32)}\n`))
    for (const args of opening) {
      await assertRefused(folder, args, /sealed with another key: copy the file secret\.key .* is of another book/)
    }
  })

  it('the key is damaged', async (t) => {
    const folder = await bookWith(t, (data) => writeFileSync(join(data, key), 'no key\n'))
    for (const args of opening) await assertRefused(folder, args, /secret\.key is damaged: it must hold 64 hex digits/)
  })

  it('the book is of a newer version', async (t) => {
    const folder = await bookWith(t, (data) => {
      const database = new DatabaseSync(join(data, 'book.db'))
      database.exec('pragma user_version = 999')
      database.close()
    })
    for (const args of opening) await assertRefused(folder, args, /has version 999, this dialbook knows versions up to/)
  })

  it('the book is no database', async (t) => {
    const folder = await bookWith(t, (data) => writeFileSync(join(data, 'book.db'), 'x'.repeat(8192)))
    for (const args of opening) await assertRefused(folder, args, /cannot open the book in \.\/data: .*not a database/)
  })

  it('the book is not all there', async (t) => {
    const folder = await bookWith(t, (data) => {
      const database = new DatabaseSync(join(data, 'book.db'))
      database.exec("insert into facts (name, value) values ('unfinished', 'k')")
      database.close()
    })
    for (const args of opening) await assertRefused(folder, args, /copy or restore into it did not finish/)
  })

  it('the port is taken: before a first start, and before a later one', async (t) => {
    const other = createServer().listen(0, '127.0.0.1')
    t.after(() => other.close())
    await once(other, 'listening')
    const args = ['serve', '--port', String((other.address() as AddressInfo).port)]
    const reason = /cannot listen on 127\.0\.0\.1, port \d+: .*EADDRINUSE/
    await assertRefused(await makeFolder(t), args, reason)
    await assertRefused(await bookWith(t, () => undefined), args, reason)
    const empty = await makeFolder(t)
    mkdirSync(join(empty, 'data'))
    await assertRefused(empty, args, reason)
  })

  it('the address is not of this machine', async (t) => {
    await assertRefused(
      await makeFolder(t),
      ['serve', '--port', '0', '--host', '192.0.2.1'],
      /cannot listen on 192\.0\.2\.1/,
    )
  })

  it('another server serves it, also where the port is taken by that one', async (t) => {
    const folder = await bookWith(t, () => undefined)
    const server = await serve(t, folder)
    await (await fetch(`${server.url}/healthz`)).text()
    // The memory that a running server shares with its commands is no part of the book, nor is the mark that it keeps itself.
    const still = () =>
      Object.entries(stateOf(join(folder, 'data')) ?? {}).filter(([path]) => !/book\.(db-shm|mark(\.new)?)$/.test(path))
    const before = still()
    for (const port of ['0', new URL(server.url).port]) {
      const ended = await run(folder, ['serve', '--port', port])
      assert.deepEqual([ended.code, ended.stdout], [1, ''])
      assert.match(ended.stderr, /cannot serve the book in \.\/data: process \d+ serves it: stop that one first/)
      assert.deepEqual(still(), before)
    }
    assert.equal((await server.stop()).code, 0)
  })

  it('the settings are not usable, or name a PBX without a password', async (t) => {
    const folder = await makeFolder(t)
    writeFileSync(join(folder, 'broken.json'), '{ "port": ')
    writeFileSync(join(folder, 'wrong.json'), '{ "hosts": "x" }')
    for (const file of ['broken.json', 'wrong.json', 'none.json']) {
      await assertRefused(folder, ['serve', '--port', '0', '--config', file], /the settings are not usable/, 2)
    }
    const pbx = ['serve', '--port', '0', '--pbx', 'ari:http://127.0.0.1:8088']
    await assertRefused(folder, pbx, /name the file with its password too/)
    await assertRefused(folder, [...pbx, '--pbx-password-file', 'none'], /cannot read the file with the PBX's password/)
  })
})

describe('secret.key with rights for others', { timeout: 600_000 }, () => {
  const loosened = async (t: TestContext, mode: number): Promise<{ folder: string; modeNow(): number }> => {
    const folder = await makeFolder(t)
    assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
    const file = join(folder, 'data', key)
    chmodSync(file, mode)
    return { folder, modeNow: () => statSync(file).mode & 0o777 }
  }
  const warning = /secret\.key had rights for others than its owner \(mode 6[46][04]\): it is mode 600 now/

  for (const args of [
    ['account', 'list'],
    ['account', 'add', 'b'],
    ['backup', 'a.backup'],
    ['copy', '--from', 'data', '--to', 'b'],
  ]) {
    it(`is corrected by ${args.slice(0, 2).join(' ')}, with a warning, once`, async (t) => {
      const { folder, modeNow } = await loosened(t, 0o644)
      const first = await run(folder, args)
      assert.equal(first.code, 0)
      assert.match(first.stderr, new RegExp(`^dialbook: warning: .*${warning.source}.*\\n$`))
      assert.equal(modeNow(), 0o600)
      assert.equal((await run(folder, ['account', 'list'])).stderr, '')
    })
  }

  it('is corrected by serve, with a line in the log', async (t) => {
    const { folder, modeNow } = await loosened(t, 0o664)
    const server = await serve(t, folder)
    await server.stop()
    const line = server
      .stderr()
      .split('\n')
      .find((each) => each.includes(key))
    const { level, msg } = JSON.parse(line ?? assert.fail(server.stderr()))
    assert.equal(level, 'warn')
    assert.match(msg, warning)
    assert.equal(modeNow(), 0o600)
  })
})
