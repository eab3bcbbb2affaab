import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { lockServer } from './server-lock.ts'

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-lock-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('lockServer', () => {
  it('names who holds the lock, and gives it to the next once that one has released it', (t) => {
    const folder = makeFolder(t)
    const first = lockServer(folder, 11)
    assert.throws(() => lockServer(folder, 22), /process 11 serves it/)
    first.release()
    const second = lockServer(folder, 22)
    assert.throws(() => lockServer(folder, 11), /process 22 serves it/)
    second.release()
  })

  it('asks the system, not the number: one that is written down and in use again keeps nobody out', (t) => {
    const folder = makeFolder(t)
    lockServer(folder, 1).release()
    lockServer(folder, 2).release()
  })

  it('makes the folder', (t) => {
    lockServer(join(makeFolder(t), 'new'), 1).release()
  })
})
