import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { addAccount } from '../src/core/account/add-account.ts'
import type { Caller } from '../src/core/caller.ts'
import { changesAfter } from '../src/core/change/changes-after.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import type { Core } from '../src/core/core.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { updateGroup } from '../src/core/group/update-group.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { makeIds } from '../src/secrets/ids.ts'
import type { BookPlace } from '../src/store/open-engine.ts'
import { openStore } from '../src/store/open-store.ts'
import { coreOn, owner } from './builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from './postgres-server.ts'

const clock = { now: () => Date.now() }
const limits = { connections: 10, queue: 1000, connectTimeout: 20_000, statementTimeout: 20_000, lockTimeout: 20_000 }
const vault: Core['vault'] = { fingerprint: 'f', seal: (secret) => secret, open: (sealed) => sealed, digest: () => 'd' }
const writers = 6
const edits = 40

async function openCore(place: BookPlace): Promise<Core> {
  const ids = makeIds(clock)
  return coreOn({ store: await openStore({ place, keyFingerprint: 'f', ids, clock }), vault, clock, ids })
}

/** Writes by several processes at once, some of which fail, while others follow. Each follower sees every change once, in order. */
async function follow(cores: readonly Core[]): Promise<void> {
  const [core] = cores as [Core]
  const { id: accountId } = await addAccount(core, owner, `account ${clock.now()}`)
  const caller: Caller = { ...onAccount(owner, accountId), origin: 'test' }
  const groups = await Promise.all(Array.from({ length: writers }, () => createGroup(core, caller, { name: 'g' })))
  let isWriting = true
  const following = cores.map(async (each) => {
    const seen: number[] = []
    for (let next = 0; ; ) {
      const wasWriting = isWriting
      const page = await changesAfter(each, caller, next, 7)
      seen.push(...page.changes.map(({ number }) => number))
      if (!wasWriting && page.changes.length === 0 && page.next === next) return seen
      next = page.next
      await pause(1)
    }
  })
  await Promise.all(
    groups.map(async ({ id }, writer) => {
      for (let edit = 0; edit < edits; edit++) {
        const by = cores[(writer + edit) % cores.length] as Core
        const fails = edit % 5 === 0
        const wanted = { description: `${writer} ${edit}`, ...(fails && { folderId: 99 }) }
        await updateGroup(by, caller, { id }, wanted).catch((error) => assert.ok(fails, String(error)))
      }
    }),
  )
  isWriting = false
  const all = (await findChanges(core, caller, 10_000)).map(({ number }) => number).reverse()
  assert.ok(all.length >= writers * edits * 0.8)
  for (const seen of await Promise.all(following)) assert.deepEqual(seen, all)
}

describe('followers on SQLite', () => {
  it('miss nothing and see nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-follow-'))
    const cores = [await openCore({ folder }), await openCore({ folder })]
    await follow(cores)
    for (const { store } of cores) await store.close()
    await rm(folder, { recursive: true })
  })
})

describe('followers on PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  let url: string
  const cores: Core[] = []
  before(async () => {
    server = await startPostgres()
    url = await server.makeDatabase()
    for (let process = 0; process < 3; process++) cores.push(await openCore({ postgres: { ...limits, url } }))
  })
  after(async () => {
    for (const { store } of cores) await store.close()
    await server.stop()
  })

  it('miss nothing and see nothing twice', () => follow(cores))

  it('are told of no change while one with a lower number may come to light', async () => {
    const [core] = cores as [Core]
    const { id: accountId } = await addAccount(core, owner, 'in order')
    const caller: Caller = { ...onAccount(owner, accountId), origin: 'test' }
    const { next } = await changesAfter(core, caller, 0, 1000)
    const slow = new Client(url)
    await slow.connect()
    await slow.query('begin')
    const copied = `insert into changes (at, account_id, origin, noun, verb, subject, checksum)
      select at, account_id, origin, 'group', 'add', 'slow', 0 from changes order by number desc limit 1 returning number`
    const low = Number((await slow.query(copied)).rows[0].number)
    await createGroup(core, caller, { name: 'fast' })
    const [fast] = await findChanges(core, caller, 1)
    assert.ok(fast && fast.number > low)
    const early = await changesAfter(core, caller, next, 1000)
    assert.deepEqual([early.changes, early.next], [[], next])
    const waiting = changesAfter(core, caller, next, 1000)
    await slow.query('rollback')
    await slow.end()
    const late = await waiting
    assert.deepEqual(
      late.changes.map(({ number }) => number),
      [fast.number],
    )
    assert.equal(late.next, fast.number)
  })
})
