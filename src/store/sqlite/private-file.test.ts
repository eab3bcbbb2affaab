import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { openEngine } from '../open-engine.ts'

it('a book is for its owner only: a new one, and one that was made otherwise, with the files beside it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-private-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const modes = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]))
  const expected = { 'book.db': 0o600, 'book.db-shm': 0o600, 'book.db-wal': 0o600 }
  const first = await openEngine({ folder })
  try {
    assert.deepEqual(modes(), expected)
    for (const name of Object.keys(expected)) chmodSync(join(folder, name), 0o644)
    await (await openEngine({ folder })).close()
    assert.deepEqual(modes(), expected)
    await first.transaction((session) => session.run("insert into facts (name, value) values ('n', 'v')", []))
  } finally {
    await first.close()
  }
})
