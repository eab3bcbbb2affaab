import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { addAccount } from '../../core/account/add-account.ts'
import type { Caller } from '../../core/caller.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import type { Core } from '../../core/core.ts'
import { addEntries } from '../../core/entry/add-entries.ts'
import { Refusal } from '../../core/errors.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { findGroupsOfPhone } from '../../core/group/find-groups-of-phone.ts'
import type { Group } from '../../core/group/group.ts'
import { listPhones } from '../../core/group/list-phones.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { pruneLeftovers } from '../../core/leftover/prune-leftovers.ts'
import { onAccount } from '../../core/permission/callers.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openStore } from '../open-store.ts'

const day = 24 * 60 * 60 * 1000
const usual = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }

describe('pruning on PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  it('loses nothing beside writers, and beside undos of the changes that it forgets', async () => {
    const book = await buildBook()
    const url = await server.makeDatabase()
    const open = async (): Promise<Core> => {
      const ids = makeIds(book.clock)
      const place = { postgres: { ...usual, url } }
      return { ...book.core, ids, store: await openStore({ place, keyFingerprint: 'x', ids, clock: book.clock }) }
    }
    const cores = [await open(), await open()] as const
    const [core, other] = cores
    const { id: accountId } = await addAccount(core, owner, 'a')
    const caller: Caller = onAccount(owner, accountId)
    const phonesOf = async (group: Group): Promise<string[]> => {
      const now = (await core.store.groups.get(accountId, { id: group.id })) as Group
      const phones = await listPhones(core, caller, now)
      assert.equal(phones.length, now.count)
      return phones
    }
    const range = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => `0${from + at}`)

    // Groups that are written to, and groups of which a change is undone while it is being forgotten.
    const written: Group[] = []
    const undone: { group: Group; change: number }[] = []
    for (let made = 0; made < 4; made++) {
      const group = await createGroup(core, caller, { name: 'w', entries: entriesOf(...range(made * 10_000, 5000)) })
      for (let round = 0; round < 10; round++) {
        await updateGroup(core, caller, group, { entries: entriesOf(...range(made * 10_000 + round, 4500)) })
      }
      written.push(group)
    }
    for (let made = 0; made < 12; made++) {
      const group = await createGroup(core, caller, { name: 'u', entries: entriesOf(...range(90_000 + made, 4200)) })
      await updateGroup(core, caller, group, { entries: entriesOf(`7${made}`) })
      undone.push({ group, change: (await findChanges(core, owner, 1))[0]?.number as number })
    }
    book.clock.advance(100 * day)

    let isPruned = false
    const pruning = pruneLeftovers(other, owner, { keepDays: 1 }).finally(() => {
      isPruned = true
    })
    const write = async (group: Group): Promise<void> => {
      for (let round = 0; !isPruned || round < 10; round++) {
        await addEntries(core, caller, group, [{ phone: `*${round}${randomBytes(3).toString('hex')}` }])
        await phonesOf(group)
      }
    }
    let put = 0
    const undo = async ({ group, change }: (typeof undone)[number], turn: number): Promise<void> => {
      // Each undo reads longer than the one before, so that some come before their change is forgotten and some after.
      for (let read = 0; read < 4 * turn; read++) await core.store.accounts.all()
      try {
        await undoChange(core, owner, change)
        put++
        assert.equal((await phonesOf(group)).length, 4200)
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'not_found')) throw error
        assert.equal((await phonesOf(group)).length, 1)
      }
    }
    const [report] = await Promise.all([pruning, ...written.map(write), ...undone.map(undo)])
    assert.ok(report.list.count >= 4 * 10 && report.list.count <= 4 * 10 + undone.length, JSON.stringify(report))
    for (const group of [...written, ...undone.map((each) => each.group)]) await phonesOf(group)
    assert.equal((await findGroupsOfPhone(core, caller, '090100')).groups.length, put)

    book.clock.advance(3 * day)
    await pruneLeftovers(other, owner, { keepDays: 1 })
    for (const group of [...written, ...undone.map((each) => each.group)]) await phonesOf(group)
    for (const each of cores) await each.store.close()
    await book.close()
  })
})
