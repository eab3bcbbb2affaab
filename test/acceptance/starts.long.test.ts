// Long: servers and commands are started on many folders.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { makeFolder, run, type Serving, serve } from './support/command.ts'
import { firstKey } from './support/first-key.ts'
import { stateOf } from './support/folder-state.ts'
import { mountDisk, noDisk, type SmallDisk } from './support/small-disk.ts'

/** The states of a folder, and what a start on it does. */
interface Start {
  readonly folder: string
  /** Whether a whole book is there before `change`; else there is no folder `data`. */
  readonly hasBook?: boolean
  change?(data: string): void
  /** What is done to the disk before the start. */
  disk?(disk: SmallDisk): void
  readonly serve: RegExp | 'a new book' | 'the book' | 'the book, for reading'
  /** What `account list` says: the refusal, or the accounts. */
  readonly list: RegExp | 'the accounts'
}

const begun = (data: string) => mkdirSync(data)
const full = (disk: SmallDisk) => disk.fill()
const readOnly = (disk: SmallDisk) => disk.allowWrites(false)
const bookIn = (data: string) => join(data, 'book.db')

function overwrite(file: string, at: number, bytes: Buffer): void {
  const all = readFileSync(file)
  bytes.copy(all, at)
  writeFileSync(file, all)
}

/** The first byte of a page on which SQLite keeps rows of the table. */
function pageOf(file: string, table: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  const row = database.prepare('select pgoffset, pgsize from dbstat where name = ? order by path desc').get(table)
  database.close()
  return Number(row?.pgoffset)
}

function makeForeign(file: string, version: number): void {
  const database = new DatabaseSync(file)
  database.exec(`create table bookmarks (url text); pragma user_version = ${version}`)
  database.close()
}

const garbage = Buffer.alloc(64, 0xa5)
const none = /there is no book in .*name its place by --data or --database-url, or begin one/
const damaged = /book\.db is damaged, or something else \(.*\): put the right file in its place, or restore a backup/
const foreign = /book\.db is a database of another program: put the book in its place, or give another folder by --data/
const lost =
  /book\.db is missing, but secret\.key and server\.db of a book are there: put book\.db back or restore a backup/
const noBegin = /no book can be begun there: .*Make room, have the disk take writes, or give another folder by --data/

const starts: readonly Start[] = [
  { folder: 'an absent folder', serve: 'a new book', list: none },
  { folder: 'an empty folder', change: begun, serve: 'a new book', list: none },
  {
    folder: 'a folder with other files',
    change(data) {
      mkdirSync(data)
      writeFileSync(join(data, 'notes.txt'), 'x')
    },
    serve: 'a new book',
    list: none,
  },
  { folder: 'a folder with a book', hasBook: true, serve: 'the book', list: 'the accounts' },
  {
    folder: 'a folder whose book is gone',
    hasBook: true,
    change: (data) => rmSync(bookIn(data)),
    serve: lost,
    list: lost,
  },
  { folder: 'an absent folder on a full disk', disk: full, serve: noBegin, list: none },
  { folder: 'an empty folder on a full disk', change: begun, disk: full, serve: noBegin, list: none },
  {
    folder: 'a book on a full disk',
    hasBook: true,
    disk: full,
    serve: 'the book, for reading',
    list: 'the accounts',
  },
  { folder: 'an absent folder on a read-only disk', disk: readOnly, serve: noBegin, list: none },
  { folder: 'an empty folder on a read-only disk', change: begun, disk: readOnly, serve: noBegin, list: none },
  {
    folder: 'a book on a read-only disk',
    hasBook: true,
    disk: readOnly,
    serve: 'the book, for reading',
    list: 'the accounts',
  },
  ...[0, 7].map((version) => ({
    folder: `a database of another program, of version ${version}`,
    change(data: string) {
      mkdirSync(data)
      makeForeign(bookIn(data), version)
    },
    serve: foreign,
    list: foreign,
  })),
  {
    folder: 'a database of another program in the place of the book',
    hasBook: true,
    change(data) {
      rmSync(bookIn(data))
      makeForeign(bookIn(data), 3)
    },
    serve: foreign,
    list: foreign,
  },
  {
    folder: 'random bytes as book.db',
    hasBook: true,
    change: (data) => writeFileSync(bookIn(data), Buffer.alloc(8192, 'no book ')),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a short text as book.db',
    hasBook: true,
    change: (data) => writeFileSync(bookIn(data), 'no book'),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a book whose first bytes are damaged',
    hasBook: true,
    change: (data) => overwrite(bookIn(data), 0, garbage),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a book whose list of tables is damaged',
    hasBook: true,
    change: (data) => overwrite(bookIn(data), 100, garbage),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a book that was cut off behind its first page',
    hasBook: true,
    change: (data) => truncateSync(bookIn(data), 4096),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a book whose facts are damaged',
    hasBook: true,
    change: (data) => overwrite(bookIn(data), pageOf(bookIn(data), 'facts'), garbage),
    serve: damaged,
    list: damaged,
  },
  {
    folder: 'a book with damage in a chunk',
    hasBook: true,
    change: (data) => overwrite(bookIn(data), pageOf(bookIn(data), 'chunks') + 200, garbage),
    serve: 'the book',
    list: 'the accounts',
  },
  {
    folder: 'a book with a page of chunks that cannot be read at all',
    hasBook: true,
    change: (data) => overwrite(bookIn(data), pageOf(bookIn(data), 'chunks'), garbage),
    serve: 'the book',
    list: 'the accounts',
  },
]

describe('a start', { timeout: 600_000 }, () => {
  let whole = ''
  const endings: (() => unknown)[] = []
  before(async () => {
    const suite = { after: (end: () => unknown) => endings.unshift(end) }
    whole = await makeFolder(suite)
    const server = await serve(suite, whole, ['--json'])
    const headers = await firstKey(server)
    const numbers = Array.from({ length: 20_000 }, (_, index) => `${4_000_000 + index}`)
    const answer = await fetch(`${server.url}/api/v4/autodialer/groups/add`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'long', numbers }),
    })
    assert.match(await answer.text(), /^\{"success":1,/)
    assert.equal((await server.stop()).code, 0)
  })
  after(async () => {
    for (const end of endings) await end()
  })

  for (const row of starts) {
    const words = row.serve instanceof RegExp ? 'is refused' : `serves ${row.serve}`
    it(`on ${row.folder} ${words}`, async (t) => {
      const serving: (() => unknown)[] = []
      const disk =
        row.disk &&
        mountDisk(t, 24, async () => {
          for (const end of serving) await end()
        })
      if (row.disk && !disk) return t.skip(noDisk)
      const folder = disk?.folder ?? (await makeFolder(t))
      const data = join(folder, 'data')
      if (row.hasBook) cpSync(join(whole, 'data'), data, { recursive: true })
      row.change?.(data)
      if (disk) row.disk?.(disk)

      const before = stateOf(data)
      const listed = await run(folder, ['account', 'list'])
      if (row.list === 'the accounts') assert.deepEqual([listed.code, listed.stderr], [0, ''])
      else assert.match(listed.stderr, row.list)
      if (row.list !== 'the accounts') assert.deepEqual([listed.code, listed.stdout, stateOf(data)], [1, '', before])

      if (row.serve instanceof RegExp) {
        const refused = await run(folder, ['serve', '--port', '0'])
        assert.deepEqual([refused.code, refused.stdout], [1, ''])
        assert.match(refused.stderr, row.serve)
        assert.deepEqual(stateOf(data), before)
        return
      }
      const lasting = { after: (end: () => unknown) => (disk ? serving.push(end) : t.after(end)) }
      const server = await serve(lasting, folder)
      if (row.serve === 'a new book') await server.printed(/the book is new/)
      assert.equal(await isReadOnly(server), row.serve === 'the book, for reading')
      assert.equal((await server.stop()).code, 0)
      assert.equal(/the book is new/.test(server.stdout()), row.serve === 'a new book')
    })
  }
})

async function isReadOnly(server: Serving): Promise<boolean> {
  const answer = await fetch(`${server.url}/healthz`)
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { readOnly: boolean }).readOnly
}
