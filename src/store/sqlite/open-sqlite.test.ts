import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import { buildClock } from '../../../test/builders.ts'
import type { Store } from '../../core/ports.ts'
import { makeIds } from '../../secrets/ids.ts'
import { describeAccounts } from '../accounts.contract.ts'
import { describeCampaigns } from '../campaigns/campaigns.contract.ts'
import { describeDialLog } from '../campaigns/dial-log.contract.ts'
import { describePages } from '../engine/pages.contract.ts'
import { describeLedger } from '../ledger/ledger.contract.ts'
import { describeGroupsOfPhone } from '../lists/groups-of-phones.contract.ts'
import { describeListMerge } from '../lists/list-merge.contract.ts'
import { describeStage } from '../lists/stage.contract.ts'
import { describeManyThings } from '../many-things.contract.ts'
import { openStore } from '../open-store.ts'
import { describeOptOuts } from '../opt-outs.contract.ts'
import { describeLanes } from '../outbox/lanes.contract.ts'
import { describeOutbox } from '../outbox/outbox.contract.ts'
import { describeIncomingRules } from '../pbx/incoming-rules.contract.ts'
import { describeRoutes } from '../pbx/routes.contract.ts'
import { describePreviews } from '../previews.contract.ts'
import { describeStore } from '../store.contract.ts'
import { describeTextSearch } from '../text/search.contract.ts'
import { openSqlite } from './open-sqlite.ts'

const clock = { now: () => 1_000 }

async function openTemporary(): Promise<{ store: Store; dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-store-'))
  const store = await openStore({ place: { folder: dataDir }, keyFingerprint: 'test', ids: makeIds(clock), clock })
  return { store, dataDir, remove: () => rm(dataDir, { recursive: true }) }
}

describeStore('SQLite', openTemporary)
describeStage('SQLite', openTemporary)
describePages('SQLite', openTemporary)
describeTextSearch('SQLite', openTemporary)
describeListMerge('SQLite', openTemporary)
describeAccounts('SQLite', openTemporary)
describePreviews('SQLite', openTemporary)
describeManyThings('SQLite', openTemporary)
describeOptOuts('SQLite', openTemporary)
describeLedger('SQLite', openTemporary)
describeCampaigns('SQLite', openTemporary)
describeDialLog('SQLite', openTemporary)
describeGroupsOfPhone('SQLite', openTemporary)

describeRoutes('SQLite', openTemporary)
describeIncomingRules('SQLite', openTemporary)

const openWithClock = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-outbox-'))
  const moving = buildClock()
  const store = await openStore({
    place: { folder: dataDir },
    keyFingerprint: 'k',
    ids: makeIds(moving),
    clock: moving,
  })
  return { store, clock: moving, remove: () => rm(dataDir, { recursive: true }) }
}
describeOutbox('SQLite', openWithClock)
describeLanes('SQLite', openWithClock)

describe('openSqlite', () => {
  it('waits for a writer of another process before it turns the log on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-log-'))
    const file = join(folder, 'book.db')
    // The thread writes without a log, and goes on for a while after it has said so.
    const writer = new Worker(
      `const { DatabaseSync } = require('node:sqlite')
       const { parentPort } = require('node:worker_threads')
       const database = new DatabaseSync(${JSON.stringify(file)})
       database.exec('create table t (a); begin immediate; insert into t values (1)')
       parentPort.postMessage('writes')
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
       database.exec('commit')
       database.close()`,
      { eval: true },
    )
    await once(writer, 'message')
    const engine = openSqlite(file)
    assert.deepEqual(await engine.reader.one('select a from t', []), { a: 1 })
    await engine.close()
    await rm(folder, { recursive: true })
  })
})

describe('openStore', () => {
  it('opens a book that it has made before', async () => {
    const { store, dataDir, remove } = await openTemporary()
    const change = { noun: 'account', verb: 'add', subject: 'n', before: null, after: null } as const
    await store.write({ accountId: null, credentialId: null, name: null, origin: 'test' }, async (tx) => ({
      answer: await tx.accounts.insert({ name: 'n', enabled: true, createdAt: 1 }),
      change,
    }))
    await store.close()
    const again = await openStore({ place: { folder: dataDir }, keyFingerprint: 'test', ids: makeIds(clock), clock })
    assert.equal((await again.accounts.byName('n'))?.enabled, true)
    await again.close()
    await remove()
  })

  it('keeps nobody waiting but the writes while another process writes', async () => {
    const { store, dataDir, remove } = await openTemporary()
    const other = new DatabaseSync(join(dataDir, 'book.db'))
    other.exec('begin immediate')
    const written = store.write({ accountId: null, credentialId: null, name: null, origin: 'test' }, async (tx) => ({
      answer: await tx.accounts.insert({ name: 'n', enabled: true, createdAt: 1 }),
      change: { noun: 'account', verb: 'add', subject: 'n', before: null, after: null },
    }))
    // The lock goes by a timer of this process, which a write that held up its event loop would never let fire.
    setTimeout(() => other.exec('rollback'), 1)
    await written
    assert.equal((await store.accounts.byName('n'))?.enabled, true)
    other.close()
    await store.close()
    await remove()
  })

  it('refuses a book of a newer version, and leaves it untouched', async () => {
    const { store, dataDir, remove } = await openTemporary()
    await store.close()
    const file = join(dataDir, 'book.db')
    const database = new DatabaseSync(file)
    database.exec('pragma user_version = 999')
    database.close()
    const bytes = await readFile(file)
    await assert.rejects(
      openStore({ place: { folder: dataDir }, keyFingerprint: 'test', ids: makeIds(clock), clock }),
      /has version 999, this dialbook knows/,
    )
    assert.deepEqual(await readFile(file), bytes)
    await remove()
  })
})
