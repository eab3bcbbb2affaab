import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import { buildClock, entriesOf } from '../../test/builders.ts'
import type { Effect } from '../core/effect/effect.ts'
import { makeIds } from '../secrets/ids.ts'
import { checksumOf } from './checks/checksum.ts'
import { migrationsFor } from './engine/migrations.ts'
import { encodeChunk } from './lists/chunk.ts'
import { openStore } from './open-store.ts'

describe('migrations', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dialbook-migrate-'))
  const clock = { now: () => 0 }
  after(() => rmSync(dataDir, { recursive: true }))

  it('0002 finds the group of every entry that was written before it, also in versions that an undo may bring back', async () => {
    const database = new DatabaseSync(join(dataDir, 'book.db'))
    database.exec(readFileSync(new URL('./migrations/0001-book.sql', import.meta.url), 'utf8'))
    database.exec('pragma user_version = 1')
    const group = database.prepare(
      `insert into groups (account_id, id, hex_id, name, list_id, count, next_entry_id, end_entry_id, created_at, updated_at)
       values (1, ?, ?, 'g', ?, 2, ?, ?, 0, 0)`,
    )
    const list = database.prepare('insert into lists (account_id, id, count, chunks) values (1, ?, 2, ?)')
    group.run(1, 'a'.repeat(24), 'new', 103, 257)
    group.run(2, 'b'.repeat(24), null, 0, 0)
    list.run(
      'old',
      JSON.stringify([
        ['c1', 1, 1],
        ['c2', 1, 2],
      ]),
    )
    list.run('new', JSON.stringify([['c3', 2, 101]]))
    const chunk = encodeChunk({ codes: Float64Array.of(11, 12), phones: new Map(), details: new Map(), runs: [[0, 0]] })
    database.prepare(`insert into chunks values (1, 'c3', ?)`).run(chunk)
    const change = database.prepare(
      `insert into changes (at, account_id, origin, noun, verb, subject, before, after)
       values (0, 1, 'test', 'group', 'update', 'g', ?, ?)`,
    )
    change.run('{"id":1,"listId":"old","count":2}', '{"id":1,"listId":"new"}')
    change.run('{"id":1,"name":"a"}', '{"id":1,"name":"b"}')
    database.close()

    const store = await openStore({ place: { folder: dataDir }, keyFingerprint: 'test', ids: makeIds(clock), clock })
    const groupOf = async (entryId: number): Promise<number | undefined> => (await store.groups.get(1, { entryId }))?.id
    assert.deepEqual(await Promise.all([0, 1, 2, 3, 100, 101, 102, 103, 256, 257].map(groupOf)), [
      undefined,
      1,
      1,
      undefined,
      undefined,
      1,
      1,
      1,
      1,
      undefined,
    ])
    assert.equal(await store.groups.get(2, { entryId: 1 }), undefined)
    await store.close()
  })

  it('0021 leaves lists from before as they are, and their next versions have no chunk of their own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialbook-migrate-'))
    const file = join(folder, 'book.db')
    const database = new DatabaseSync(file)
    for (const { sql } of migrationsFor('sqlite', 19)) database.exec(sql)
    database.exec('pragma user_version = 19')
    const bytes = encodeChunk({ codes: Float64Array.of(11, 12), phones: new Map(), details: new Map(), runs: [[0, 0]] })
    const chunk = { account_id: 1, id: 'c1', bytes }
    const list = { account_id: 1, id: 'l1', count: 2, chunks: '[["c1",2,1]]', phone_index: null }
    database.prepare('insert into chunks values (1, ?, ?, ?)').run('c1', bytes, checksumOf('chunk', chunk))
    database
      .prepare('insert into lists (account_id, id, count, chunks, checksum, index_checksum) values (1, ?, 2, ?, ?, ?)')
      .run('l1', list.chunks, checksumOf('list', list), checksumOf('index', list))
    database.close()

    const store = await openStore({ place: { folder }, keyFingerprint: 'k', ids: makeIds(clock), clock })
    const phones = await store.lists.phones(1, 'l1')
    const edit = { changed: [], removed: [1], added: entriesOf('13'), firstEntryId: 3 }
    const author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
    const change = { noun: 'group', verb: 'update', subject: 'g', before: null, after: null } as const
    const [edited, copied] = await store.write(author, async (tx) => ({
      answer: [await tx.lists.edit(1, 'l1', edit), await tx.lists.copy(1, 'l1', 10)],
      change,
    }))
    assert.deepEqual(await store.lists.phones(1, edited as string), [phones[1], '13'])
    assert.deepEqual(await store.lists.phones(1, copied as string), phones)
    await store.close()
    const after = new DatabaseSync(file)
    const lists = after.prepare('select id, chunks, checksum, entries is null as has_chunks from lists').all()
    assert.deepEqual(
      lists.map((row) => ({ ...row })).find(({ id }) => id === 'l1'),
      { id: 'l1', chunks: list.chunks, checksum: checksumOf('list', list), has_chunks: 1 },
    )
    assert.deepEqual(
      lists.map((row) => row.has_chunks),
      [1, 0, 1],
    )
    assert.equal(after.prepare('select count(*) as count from chunks').get()?.count, 1)
    after.close()
    rmSync(folder, { recursive: true })
  })

  it('0011 has only the first of each lane due, in an outbox that was written before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialbook-migrate-'))
    const database = new DatabaseSync(join(folder, 'book.db'))
    for (const { sql } of migrationsFor('sqlite', 10)) database.exec(sql)
    database.exec('pragma user_version = 10')
    database.exec("insert into sequences (account_id, noun, next) values (1, 'effect', 5)")
    const effect = database.prepare("insert into effects values (1, ?, 'drop-registration', ?, ?, 0, 0, 0, 0, 0)")
    for (const [id, number, lane] of [
      [1, '501', 'extension 1'],
      [2, '502', 'extension 2'],
      [3, '503', 'extension 1'],
      [4, '504', 'extension 1'],
    ] as const) {
      effect.run(id, number, lane)
    }
    database.close()

    const moving = buildClock()
    const ids = makeIds(moving)
    const store = await openStore({ place: { folder }, keyFingerprint: 'test', ids, clock: moving })
    const claim = () => store.outbox.claim('drop-registration', 100, 1000)
    const numbers = (effects: readonly Effect[]) => effects.map(({ subject }) => subject)
    const first = await claim()
    assert.deepEqual(numbers(first).sort(), ['501', '502'])
    const seen = new DatabaseSync(join(folder, 'book.db'), { readOnly: true })
    const due = seen.prepare('select id from effects where due_at <= ? order by id').all(moving.now())
    assert.deepEqual(
      due.map(({ id }) => id),
      [1, 2],
    )
    seen.close()
    for (const each of first) await store.outbox.settle(each, { retryAt: null })
    const second = await claim()
    assert.deepEqual(numbers(second), ['503'])
    await store.outbox.settle(second[0] as Effect, { retryAt: null })
    assert.deepEqual(numbers(await claim()), ['504'])
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('0012 and 0013 keep what an older book has of changes and accounts, also names that would not be taken now', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialbook-migrate-'))
    const database = new DatabaseSync(join(folder, 'book.db'))
    for (const { sql } of migrationsFor('sqlite', 11)) database.exec(sql)
    database.exec('pragma user_version = 11')
    const account = database.prepare('insert into accounts (id, name, enabled, created_at) values (?, ?, 1, 0)')
    for (const [id, name] of [
      [1, 'Acme'],
      [2, 'acme'],
      [3, ''],
      [4, 'two\nlines'],
    ] as const)
      account.run(id, name)
    database.exec(`insert into changes (at, account_id, origin, noun, verb, subject, before, after)
      values (0, 1, 'cli', 'group', 'add', 'g', null, '{"id":1}'), (0, 0, 'cli', 'account', 'add', 'Acme', null, '{"id":1}')`)
    database.close()

    const open = () => openStore({ place: { folder }, keyFingerprint: 'test', ids: makeIds(clock), clock })
    const store = await open()
    const changes = await store.changes.newest(null, {}, 9)
    assert.deepEqual(
      changes.map(({ origin, name, accountName }) => [origin, name, accountName]),
      [
        ['cli', null, null],
        ['cli', null, 'Acme'],
      ],
    )
    assert.equal((await store.changes.newest(1, { author: { name: 'cli' } }, 9)).length, 1)
    const idOf = async (name: string): Promise<number | undefined> => (await store.accounts.byName(name))?.id
    assert.deepEqual(await Promise.all(['Acme', 'acme', 'ACME', '', 'two\nlines', 'none'].map(idOf)), [
      1,
      2,
      1,
      3,
      4,
      undefined,
    ])
    await store.close()
    const again = await open()
    assert.deepEqual(
      (await again.accounts.all()).map(({ id, enabled }) => [id, enabled]),
      [
        [1, true],
        [2, true],
        [3, true],
        [4, true],
      ],
    )
    await again.close()
    rmSync(folder, { recursive: true })
  })
})
