import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it, type TestContext } from 'node:test'
import { Client as Database } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../postgres-server.ts'
import { makeFolder, type Ran, run } from './support/command.ts'
import { type Server, startServer } from './support/server.ts'
import { addKey, Client, type Key, startSimotel } from './support/simotel.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')
const patience = 60_000
const secret = 'Sip-Secret-Move-7'

interface Group {
  readonly _id: string
  readonly numbers: string[]
  readonly count: number
}

interface MovedJson {
  readonly tables: readonly { name: string; rows: number; checksum: string }[]
  readonly keyFile: string | null
}

/** A command that ended before the test could interrupt it. */
class EndedBefore extends Error {}

/** A place for a book: the value of `--to`, and the settings of a server there. */
interface Place {
  readonly name: string
  /** The settings of a command or a server that works on the book. */
  readonly env: Readonly<Record<string, string>>
  /** The data folder of servers of the book. */
  readonly data: string
}

describe('moving a book', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: PostgresServer
  let server: Server
  let client: Client
  let key: Key
  before(async () => {
    postgres = await startPostgres()
    server = await startSimotel()
    server.audit.hide(secret)
    key = await addKey(server, 'acme', { revealSecrets: true })
    client = new Client(server)
    await client.data('pbx/users/add', { name: 'u', number: '100', secret })
  })
  after(async () => {
    await server.stop()
    await postgres.stop()
  })

  const inFolder = async (t: TestContext): Promise<Place> => {
    const data = join(await makeFolder(t), 'book')
    return { name: data, env: {}, data }
  }
  const inDatabase = async (t: TestContext): Promise<Place> => {
    const name = await postgres.makeDatabase()
    const data = join(await makeFolder(t), 'data')
    return { name, env: { DIALBOOK_DATABASE_URL: name }, data }
  }
  const bringKey = async (place: Place) => {
    await mkdir(place.data, { recursive: true })
    await copyFile(join(server.data, 'secret.key'), join(place.data, 'secret.key'))
  }
  const command = (...args: string[]): Promise<Ran> => run(server.data, [...args, '--data', server.data])
  const commandOn = (place: Place, ...args: string[]): Promise<Ran> =>
    run(server.data, [...args, '--data', place.data], place.env)
  const succeeds = async (ran: Promise<Ran>): Promise<MovedJson> => {
    const { code, stdout, stderr } = await ran
    // A busy machine is slow enough to be told how far the command has come.
    const told = stderr.replace(/^(?:copying|verifying) \w+: .* rows, .*\n/gm, '')
    assert.deepEqual({ code, told }, { code: 0, told: '' })
    return JSON.parse(stdout)
  }
  const fails = async (ran: Promise<Ran>, why: RegExp) => {
    const { code, stdout, stderr } = await ran
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' })
    assert.match(stderr, why)
    assert.doesNotMatch(stderr, /^ +at /m)
  }
  const serve = async (t: TestContext, place: Place): Promise<Client> => {
    const started = await startServer({ data: place.data, env: place.env })
    t.after(() => started.kill())
    return new Client(started, key)
  }

  /** Writes version after version of a group until `stop`. Each number of a list tells its version. */
  const write = async (): Promise<{ id: string; acknowledged: () => number; stop(): Promise<void> }> => {
    const listOf = (version: number) =>
      Array.from({ length: 50 + (version % 7) * 900 }, (_, at) => `9${version + 1000}${at + 10_000}`)
    const { _id } = (await client.data('autodialer/groups/add', { name: 'written', numbers: listOf(0) })) as Group
    let isStopped = false
    let version = 0
    const writing = (async () => {
      while (!isStopped) await client.data('autodialer/groups/update', { _id, numbers: listOf(++version) })
    })()
    // Some writes must be acknowledged, or none could be lost.
    while (version < 4) await new Promise((resolve) => setTimeout(resolve, 5))
    return {
      id: _id,
      acknowledged: () => version - 1,
      async stop() {
        isStopped = true
        await writing
      },
    }
  }
  /** Checks that the group is one of its versions, whole, and not older than the version acknowledged before. */
  const assertWhole = async (moved: Client, id: string, atLeast: number) => {
    const { numbers, count } = (await moved.data('autodialer/groups/update', { _id: id })) as Group
    assert.equal(count, numbers.length)
    const versions = new Set(numbers.map((number) => Number(number.slice(1, 5)) - 1000))
    assert.equal(versions.size, 1)
    const [version = -1] = versions
    assert.ok(version >= atLeast, `version ${version} is older than ${atLeast}`)
    assert.equal(count, 50 + (version % 7) * 900)
  }
  const assertHasSecret = async (moved: Client) => {
    const users = await moved.data<{ secret: string }[]>('pbx/users/search', { alike: true })
    assert.equal(users[0]?.secret, secret)
  }

  it('copies a book that a server goes on writing, to a database and back, and the key opens its secrets there', async (t) => {
    const [database, folder] = [await inDatabase(t), await inFolder(t)]
    const writer = await write()
    const before = writer.acknowledged()
    const there = await succeeds(command('copy', '--from', server.data, '--to', database.name, '--json'))
    await writer.stop()
    assert.equal(there.keyFile, join(server.data, 'secret.key'))
    await bringKey(database)
    const back = await succeeds(commandOn(database, 'copy', '--from', database.name, '--to', folder.name, '--json'))
    assert.deepEqual(back.tables, there.tables)
    assert.equal((await stat(join(folder.data, 'secret.key'))).mode & 0o777, 0o600)
    for (const place of [database, folder]) {
      const moved = await serve(t, place)
      await assertWhole(moved, writer.id, before)
      await assertHasSecret(moved)
      await moved.data('autodialer/groups/add', { name: 'after', numbers: ['1'] })
    }
  })

  it('backs up a book that a server goes on writing, and restores it to the other engine', async (t) => {
    const [folder, database] = [await inFolder(t), await inDatabase(t)]
    const file = join(await makeFolder(t), 'a.backup')
    const writer = await write()
    const before = writer.acknowledged()
    const made = await succeeds(command('backup', file, '--with-key', '--json'))
    await writer.stop()
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    await fails(command('backup', file), /the file is there already: name another one, or give --force/)

    const restored = await succeeds(commandOn(database, 'restore', file, '--json'))
    assert.deepEqual(restored.tables, made.tables)
    const moved = await serve(t, database)
    await assertWhole(moved, writer.id, before)
    await assertHasSecret(moved)
    await fails(
      commandOn(database, 'restore', file),
      /it holds a book already \(there are rows in accounts\): take an empty/,
    )

    const again = await succeeds(commandOn(database, 'backup', file, '--force', '--json'))
    assert.ok(again.tables.length > 0)
    await fails(
      commandOn(folder, 'restore', file),
      /the key .* is not here: put secret\.key of that book into \S+ first/,
    )
    await bringKey(folder)
    assert.deepEqual((await succeeds(commandOn(folder, 'restore', file, '--json'))).tables, again.tables)
    await assertHasSecret(await serve(t, folder))

    const withKey = join(await makeFolder(t), 'with.backup')
    await succeeds(command('backup', withKey, '--with-key', '--json'))
    const elsewhere = { ...database, data: join(await makeFolder(t), 'data') }
    await fails(commandOn(elsewhere, 'restore', withKey), /it holds a book already/)
    assert.equal(existsSync(join(elsewhere.data, 'secret.key')), false, 'who is refused gets no key')
  })

  it('refuses, with the remedy, what it must not do', async (t) => {
    const [folder, file] = [await inFolder(t), join(await makeFolder(t), 'no.backup')]
    await fails(command('copy', '--from', folder.name, '--to', `${folder.name}2`), /there is no book in \S+book\n$/)
    await assert.rejects(stat(folder.name), /ENOENT/, 'a mistyped source is not made')
    await fails(command('copy', '--from', server.data, '--to', server.data), /process \d+ serves it/)
    await fails(
      command('copy', '--from', server.data, '--to', 'postgres://u:hush@127.0.0.1'),
      /it must be a folder or an address/,
    )
    for (const scheme of ['mysql', 'POSTGRES+x']) {
      const { code, stderr } = await command('copy', '--from', server.data, '--to', `${scheme}://u:hush@127.0.0.1/db`)
      assert.equal(code, 1)
      assert.match(stderr, /it must be a folder or an address/)
      assert.doesNotMatch(stderr, /hush/)
    }
    const away = await command('copy', '--from', server.data, '--to', 'postgres://u:hush@127.0.0.1:1/db')
    assert.equal(away.code, 1)
    assert.doesNotMatch(away.stderr, /hush/)
    await fails(commandOn(folder, 'backup', file), /there is no book in/)
    await fails(commandOn(folder, 'restore', file), /ENOENT|no such file/)
    await writeFile(file, 'something else')
    await fails(commandOn(folder, 'restore', file), /it is not a backup that dialbook made/)
    await fails(command('backup', dirname(file), '--force'), /it is there already and no file/)
    const other = await inFolder(t)
    await succeeds(commandOn(other, 'account', 'add', 'x', '--json'))
    await fails(command('copy', '--from', server.data, '--to', other.name), /secret\.key is the key of another book/)
  })

  it('tells people too what it moved', async (t) => {
    const folder = await inFolder(t)
    const { code, stdout } = await command('copy', '--from', server.data, '--to', folder.name)
    assert.equal(code, 0)
    assert.match(stdout, /^TABLE +ROWS +CHECKSUM\naccounts +1 +[0-9a-f]{16}\n/)
    assert.match(stdout, /is in \S+book too, .* its servers need \S+secret\.key in their --data\n$/)
    assert.ok(!stdout.includes((await readFile(join(server.data, 'secret.key'), 'utf8')).trim()))
  })

  describe('of half a million numbers', () => {
    const many = Array.from({ length: 500_000 }, (_, at) => String(20_000_000_000 + at * 7))
    let big: Pick<Group, '_id'>
    before(async () => {
      big = await client.data('autodialer/groups/add', { name: 'big', numbers: many })
    })

    const start = (args: readonly string[]): { child: ChildProcess; ended: Promise<unknown[]> } => {
      const child = spawn(process.execPath, [bin, ...args, '--data', server.data], {
        stdio: 'ignore',
        env: { PATH: process.env.PATH },
      })
      return { child, ended: once(child, 'exit') }
    }
    /** Runs a command and interrupts it as soon as it has begun. */
    const interrupt = async (
      args: readonly string[],
      hasBegun: () => Promise<boolean>,
      act: (child: ChildProcess) => unknown,
    ) => {
      const { child, ended } = start(args)
      const deadline = Date.now() + patience
      while (!(await hasBegun().catch(() => false))) {
        if (child.exitCode !== null) throw new EndedBefore()
        assert.ok(Date.now() < deadline)
        await new Promise((done) => setImmediate(done))
      }
      await act(child)
      await ended
      return child.exitCode
    }
    const assertFinishes = async (t: TestContext, place: Place, args: readonly string[]) => {
      await bringKey(place)
      await fails(commandOn(place, 'account', 'list'), /it is not all there: .* run the same command again/)
      await fails(commandOn(place, 'serve', '--port', '0'), /it is not all there/)
      await succeeds(command(...args, '--json'))
      const { numbers, count } = (await (
        await serve(t, place)
      ).data('autodialer/groups/update', { _id: big._id })) as Group
      assert.equal(count, 500_000)
      assert.ok(numbers.join() === many.join())
    }

    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      it(`goes on after ${signal} when it is run again, into a database`, async (t) => {
        const place = await inDatabase(t)
        const args = ['copy', '--from', server.data, '--to', place.name]
        const database = new Database(place.name)
        await database.connect()
        await interrupt(
          args,
          async () => (await database.query('select 1 from chunks limit 1')).rows.length > 0,
          (child) => child.kill(signal),
        )
        await database.end()
        await client.data('autodialer/groups/add', { name: 'meanwhile', numbers: ['1'] })
        await assertFinishes(t, place, args)
      })
    }

    it('goes on when it is run again after its database was away', async (t) => {
      const place = await inDatabase(t)
      const args = ['copy', '--from', server.data, '--to', place.name]
      const database = new Database(place.name)
      database.on('error', () => undefined)
      await database.connect()
      const hasBegun = async () => (await database.query('select 1 from chunks limit 1')).rows.length > 0
      assert.equal(await interrupt(args, hasBegun, () => postgres.halt('immediate')), 1)
      await fails(command(...args), /cannot copy the book in \S+ to postgres:\S+:/)
      await postgres.resume()
      await assertFinishes(t, place, args)
    })

    it('goes on after SIGKILL when it is run again, into a folder', async (t) => {
      const place = await inFolder(t)
      const args = ['copy', '--from', server.data, '--to', place.name]
      const hasBegun = async () => {
        const database = new DatabaseSync(join(place.data, 'book.db'), { readOnly: true })
        try {
          return database.prepare('select 1 from chunks limit 1').get() !== undefined
        } finally {
          database.close()
        }
      }
      await interrupt(args, hasBegun, (child) => child.kill('SIGKILL'))
      await assertFinishes(t, place, args)
    })

    /** Stops a backup that has begun to write. A machine faster than the signal takes another try. */
    const stopBackup = async (t: TestContext, signal: NodeJS.Signals): Promise<string> => {
      const folder = await makeFolder(t)
      const hasBegun = async () => (await readdir(folder)).length > 0
      for (let tries = 1; ; tries++) {
        try {
          await interrupt(['backup', join(folder, 'x.backup'), '--force'], hasBegun, (child) => child.kill(signal))
          if (!existsSync(join(folder, 'x.backup'))) return folder
        } catch (error) {
          if (!(error instanceof EndedBefore)) throw error
        }
        assert.ok(tries < 20, 'it always ended before it could be interrupted')
        for (const name of await readdir(folder)) await rm(join(folder, name))
      }
    }

    it('leaves no backup behind when it is stopped', async (t) => {
      assert.deepEqual(await readdir(await stopBackup(t, 'SIGTERM')), [])
    })

    it('can be backed up again after it was killed', async (t) => {
      const file = join(await stopBackup(t, 'SIGKILL'), 'x.backup')
      await succeeds(command('backup', file, '--json'))
    })

    it('is backed up whole by each of two at a time, and nothing else is touched', async (t) => {
      const folder = await makeFolder(t)
      const file = join(folder, 'x.backup')
      await writeFile(`${file}.tmp`, 'of somebody else')
      const made = await Promise.all([1, 2].map(() => succeeds(command('backup', file, '--force', '--json'))))
      assert.deepEqual((await readdir(folder)).sort(), ['x.backup', 'x.backup.tmp'])
      assert.equal(await readFile(`${file}.tmp`, 'utf8'), 'of somebody else')
      const place = await inFolder(t)
      await bringKey(place)
      assert.deepEqual((await succeeds(commandOn(place, 'restore', file, '--json'))).tables, made[1]?.tables)
    })
  })
})
