import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Engine } from '../engine/engine.ts'
import { openSqlite, openSqliteForReading } from './open-sqlite.ts'
import { openUntilWritable } from './open-until-writable.ts'

const full = 'the disk is full'

/** A database file with one row and nothing beside it. */
function makeFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-until-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'book.db')
  write(
    file,
    "pragma journal_mode = wal; create table facts (name text, value integer); insert into facts values ('key', 1)",
  )
  return file
}

/** Writes as another process does, which leaves nothing beside the file. */
function write(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

const valueIn = async (engine: Engine) => (await engine.reader.one('select value from facts', []))?.value

describe('a book that is opened for reading', () => {
  it('shows what another process writes, and moves its mark', async (t) => {
    const file = makeFile(t)
    const refuse = (): never => {
      throw new Error(full)
    }
    const engine = openUntilWritable(file, {
      check: refuse,
      write: refuse,
      read: () => openSqliteForReading(file, full),
    })
    assert.equal(await valueIn(engine), 1)
    const mark = engine.foreignMark()
    assert.equal(engine.foreignMark(), mark)
    write(file, 'update facts set value = 2')
    assert.equal(await valueIn(engine), 2)
    assert.notEqual(engine.foreignMark(), mark)
    assert.equal(engine.refusesWrites(), full)
    await assert.rejects(
      engine.transaction(async () => undefined),
      new RegExp(full),
    )
    await engine.close()
  })

  it('is opened for writing once it can be, and reads go on until then', async (t) => {
    const file = makeFile(t)
    // A log that another connection keeps open: the reading connections share its index.
    const other = new DatabaseSync(file)
    other.exec('update facts set value = 3')
    let tries = 0
    const engine = openUntilWritable(file, {
      check: () => undefined,
      write() {
        if (++tries < 2) throw new Error(full)
        return openSqlite(file)
      },
      read: () => openSqliteForReading(file, full),
    })
    while (engine.refusesWrites() !== null) {
      assert.equal(await valueIn(engine), 3)
      await pause(10)
    }
    assert.equal(tries, 2)
    await engine.transaction((session) => session.run('update facts set value = 4', []))
    assert.equal(await valueIn(engine), 4)
    other.close()
    await engine.close()
  })
})
