import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import { buildClock } from '../../test/builders.ts'
import type { Effect } from '../core/effect/effect.ts'
import { makeIds } from '../secrets/ids.ts'
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
