import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { forClient } from '../client-watch.ts'
import { openSqlite } from './open-sqlite.ts'

/** A statement that takes some milliseconds. */
const slow = 'with recursive c(i) as (select 1 union all select i + 1 from c where i < 3e4) select count(*) as n from c'

describe('snapshots of clients on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-turns-'))
  const engine = openSqlite(join(folder, 'book.db'))
  after(async () => {
    await engine.close()
    rmSync(folder, { recursive: true })
  })

  /** Reads for a client, and tells so. */
  const read = (accountId: number, told: () => void, isGone = () => false): Promise<void> =>
    forClient({ accountId, isGone }, () =>
      engine.snapshot(async (session) => {
        await session.one(slow, [])
        told()
      }),
    )

  it('are read one in each turn of the event loop, so that what comes meanwhile is taken', async () => {
    let turn = 0
    let isOver = false
    const nextTurn = (): void => {
      turn++
      if (!isOver) setImmediate(nextTurn)
    }
    setImmediate(nextTurn)
    const turns: number[] = []
    await Promise.all(Array.from({ length: 8 }, () => read(1, () => turns.push(turn))))
    isOver = true
    assert.equal(new Set(turns).size, 8, `read in the turns ${turns}`)
  })

  it('go by turns of accounts, and those of the server itself at once', async () => {
    const order: string[] = []
    const reads = ['a', 'b', 'c'].map((name) => read(1, () => order.push(name)))
    const other = read(2, () => order.push('z'))
    const own = engine.snapshot(async () => void order.push('server'))
    await Promise.all([...reads, other, own])
    assert.deepEqual(order.toSorted(), ['a', 'b', 'c', 'server', 'z'])
    assert.deepEqual(
      order.filter((name) => name !== 'server'),
      ['a', 'z', 'b', 'c'],
    )
    assert.ok(order.indexOf('server') < 2, `the server was read after ${order}`)
  })

  it('are not read for a client that is gone', async () => {
    let isGone = false
    const first = read(1, () => {
      isGone = true
    })
    const second = read(
      1,
      () => assert.fail('was read'),
      () => isGone,
    )
    await first
    await assert.rejects(second, { code: 'unavailable', message: /gone/ })
  })
})
