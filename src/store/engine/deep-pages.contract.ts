import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { buildClock, buildGroup, coreOn, owner } from '../../../test/builders.ts'
import { addAccount } from '../../core/account/add-account.ts'
import type { Caller } from '../../core/caller.ts'
import { createContact } from '../../core/contact/create-contact.ts'
import { removeContact } from '../../core/contact/remove-contact.ts'
import { updateContact } from '../../core/contact/update-contact.ts'
import type { Core } from '../../core/core.ts'
import { addEntries } from '../../core/entry/add-entries.ts'
import { createGroup } from '../../core/group/create-group.ts'
import type { Group, GroupSortField } from '../../core/group/group.ts'
import { removeGroup } from '../../core/group/remove-group.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { linkContact } from '../../core/membership/link-contact.ts'
import type { PageRequest } from '../../core/page.ts'
import { onAccount } from '../../core/permission/callers.ts'
import type { Store } from '../../core/ports.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openVault } from '../../secrets/vault.ts'

/** A book of the contract. */
export interface DeepBook {
  /** A folder for its key. */
  readonly folder: string
  /** Opens the book, as another server would. */
  open(): Promise<Store>
  remove(): Promise<void>
}

/** Rows of more than four stretches. */
const manyGroups = 2300

/** Rows before a page, and behind it, with which it is read by what is remembered. */
const nearEnd = 513

const orders: readonly GroupSortField[] = ['id', 'hexId', 'name', 'description', 'count', 'contactCount', 'updatedAt']

/** Names in which the order of bytes is not that of UTF-16 units, and with neighbours that are equal. */
const names = ['', 'a', 'b', 'B', 'é', 'ﬀ', '𝄞', '\u{10ffff}', 'گروه', 'zz']

/** The contract of pages far from both ends of a list: they are as exact as any, whoever writes. */
export function describeDeepPages(engine: string, make: () => Promise<DeepBook>): void {
  describe(`deep pages on ${engine}`, () => {
    const clock = buildClock()
    let book: DeepBook
    /** Two servers on one book. */
    let servers: Core[]
    let caller: Caller
    let ids: number[]
    before(async () => {
      book = await make()
      servers = [await open(), await open()]
      const [core] = servers as [Core]
      const { id } = await addAccount(core, owner, 'deep')
      caller = onAccount(owner, id)
      ids = []
      for (let made = 0; made < manyGroups; ) {
        const groups = Array.from({ length: 100 }, (): Group => {
          made++
          return buildGroup(made, { ...fields(), accountId: id, count: randomInt(4), updatedAt: randomInt(90) })
        })
        // These changes tell of no group, so that the places are read behind them.
        await core.store.write({ accountId: id, credentialId: null, name: null, origin: 'test' }, async (tx) => {
          for (const group of groups) await tx.groups.insert(group)
          await tx.allocate(id, 'group', groups.length)
          return { answer: undefined, change: { noun: 'group', verb: 'add', subject: '', before: null, after: null } }
        })
        ids.push(...groups.map((group) => group.id))
      }
    })
    after(async () => {
      for (const { store } of servers) await store.close()
      await book.remove()
    })

    const open = async (): Promise<Core> => {
      const store = await book.open()
      return coreOn({ store, clock, ids: makeIds(clock), vault: openVault({ dataDir: book.folder, realm: 'test' }) })
    }
    const fields = () => ({
      name: `${names[randomInt(names.length)]}${randomInt(3) === 0 ? randomInt(9) : ''}`,
      description: randomInt(3) === 0 ? null : `${names[randomInt(names.length)]}`,
    })
    const anyId = (): number => ids[randomInt(ids.length)] as number

    /** All groups in an order, by pages that no memory helps with. */
    const all = async ({ store }: Core): Promise<Group[]> =>
      store.moment(async ({ groups }) => {
        const found: Group[] = []
        for (let after = 0; ; after = found.at(-1)?.id as number) {
          const filter = { kind: 'compare', field: 'id', by: 'gt', value: after } as const
          const query = { filter, sort: { by: 'id', descending: false } } as const
          const { items } = await groups.page(caller.accountId, query, { start: 0, count: 1000 })
          found.push(...items)
          if (items.length < 1000) return found
        }
      })

    const inOrder = (groups: readonly Group[], by: GroupSortField): number[] => {
      const bytes = new Map(groups.map((group) => [group.id, Buffer.from(String(group[by] ?? ''))]))
      const compare = (one: Group, other: Group): number => {
        const [left, right] = [one[by], other[by]]
        if (left === right) return 0
        if (left === null || right === null) return left === null ? -1 : 1
        if (typeof left === 'number') return left - (right as number)
        return Buffer.compare(bytes.get(one.id) as Buffer, bytes.get(other.id) as Buffer)
      }
      return groups.toSorted((one, other) => compare(one, other) || one.id - other.id).map(({ id }) => id)
    }

    const page = async (core: Core, by: GroupSortField, descending: boolean, request: PageRequest) => {
      const { items, total } = await core.store.groups.page(caller.accountId, { sort: { by, descending } }, request)
      return { ids: items.map(({ id }) => id), total }
    }

    /** Compares pages at random places, in every order and both ways, from each server. */
    const check = async (rounds = 3, cores: readonly Core[] = servers): Promise<void> => {
      const groups = await all(cores[0] as Core)
      for (const by of orders) {
        const ascending = inOrder(groups, by === 'hexId' ? 'id' : by)
        for (const core of cores) {
          for (let round = 0; round < rounds; round++) {
            const descending = round % 2 === 1
            const expected = descending ? ascending.toReversed() : ascending
            const count = [1, 20, 300][randomInt(3)] as number
            const start = randomInt(nearEnd, groups.length - nearEnd - count)
            const found = await page(core, by, descending, { start, count })
            const told = `${by} ${descending} ${start} ${count}`
            assert.deepEqual(found, { ids: expected.slice(start, start + count), total: groups.length }, told)
          }
        }
      }
    }

    /** Writes something by a use case, through either server. */
    const write = async (): Promise<void> => {
      const core = servers[randomInt(servers.length)] as Core
      clock.advance(randomInt(2))
      switch (randomInt(8)) {
        case 0:
        case 1:
          ids.push((await createGroup(core, caller, fields())).id)
          return
        case 2: {
          const [id] = ids.splice(randomInt(ids.length), 1)
          return removeGroup(core, caller, { id: id as number })
        }
        case 3:
        case 4:
          await updateGroup(core, caller, { id: anyId() }, fields())
          return
        case 5:
          await addEntries(core, caller, { id: anyId() }, [{ phone: String(randomInt(1e9)) }])
          return
        case 6:
          await createContact(core, caller, { number: '1', groupId: anyId() })
          return
        case 7: {
          const [newest] = await core.store.changes.newest(caller.accountId, {}, 1)
          if (newest?.noun !== 'group' || !(newest.before ?? newest.after)) return
          if (newest.before === null) ids = ids.filter((id) => id !== newest.after?.id)
          if (newest.after === null) ids.push(newest.before?.id as number)
          await undoChange(core, caller, newest.number)
        }
      }
    }

    it('are those of a sorted list, after any writes of two servers', async () => {
      await check()
      for (let round = 0; round < 12; round++) {
        for (let count = randomInt(1, 12); count > 0; count--) await write()
        await check()
      }
    })

    it('are right after more writes than are read one by one', async () => {
      for (let made = 0; made < 1010; made += 10) {
        const id = anyId()
        await Promise.all(
          Array.from({ length: 10 }, (_, at) => updateGroup(servers[at % 2] as Core, caller, { id }, fields())),
        )
      }
      await check()
    })

    it('are right while others write', async () => {
      const [core, other] = servers as [Core, Core]
      const moving = [ids[3], ids[5], ids[1500]] as number[]
      const resting = (await all(core)).filter(({ id }) => !moving.includes(id))
      let isWriting = true
      const writing = (async () => {
        while (isWriting) {
          await Promise.all(moving.map((id, at) => updateGroup(servers[at % 2] as Core, caller, { id }, fields())))
        }
      })()
      for (let round = 0; round < 60; round++) {
        const by = (['name', 'description', 'updatedAt'] as const)[round % 3] as GroupSortField
        const sorted = inOrder(resting, by)
        const start = randomInt(nearEnd, 1700)
        const found = await page(round % 2 === 0 ? core : other, by, false, { start, count: 40 })
        const rest = found.ids.filter((id) => !moving.includes(id))
        const from = sorted.indexOf(rest[0] as number)
        assert.deepEqual(rest, sorted.slice(from, from + rest.length), by)
        // As many of the moving groups stand before the page as are not in it and not behind it.
        assert.ok(from <= start && from >= start - moving.length, `${by} ${start} ${from}`)
        assert.deepEqual([found.ids.length, found.total], [40, resting.length + moving.length])
      }
      isWriting = false
      await writing
      await check()
    })

    it('are those of its moment for who reads one moment', async () => {
      const [core, other] = servers as [Core, Core]
      const request = { start: 1100, count: 9 }
      const query = { sort: { by: 'name', descending: false } } as const
      await core.store.moment(async ({ groups }) => {
        const then = await groups.page(caller.accountId, query, request)
        for (let count = 0; count < 5; count++) await write()
        await check(2, [other])
        assert.deepEqual(await groups.page(caller.accountId, query, request), then)
      })
    })

    it('of a search by a text are those of a sorted list, after updates of two servers', async () => {
      const [core] = servers as [Core, Core]
      const found: number[] = []
      for (let made = 0; made < 140; made++)
        found.push((await createGroup(core, caller, { name: `needle ${made}` })).id)
      ids.push(...found)
      for (let round = 0; round < 8; round++) {
        const passing = (await all(core)).filter(({ name }) => name.startsWith('needle'))
        const text = round % 2 === 0 ? 'nee' : 'needle'
        for (const by of ['updatedAt', 'count', 'contactCount'] as const) {
          for (const [at, { store }] of [...servers, ...servers].entries()) {
            const [descending, start] = [at < 2, randomInt(150)]
            const query = { name: { text, alike: true }, sort: { by, descending } }
            const { items, total } = await store.groups.page(caller.accountId, query, { start, count: 20 })
            const expected = descending ? inOrder(passing, by).toReversed() : inOrder(passing, by)
            assert.deepEqual([items.map(({ id }) => id), total], [expected.slice(start, start + 20), 140])
          }
        }
        for (let count = randomInt(1, 6); count > 0; count--) {
          clock.advance(randomInt(2))
          const [id, other] = [found[randomInt(140)] as number, servers[randomInt(2)] as Core]
          await addEntries(other, caller, { id }, [{ phone: String(randomInt(1e9)) }])
          await addEntries(other, caller, { id: anyId() }, [{ phone: String(randomInt(1e9)) }])
          if (count === 1 && round % 3 === 2) await createContact(other, caller, { number: '2', groupId: id })
        }
      }
    })

    it('are right after a restart', async () => {
      for (const { store } of servers) await store.close()
      servers = [await open(), await open()]
      await check()
      await write()
      await check()
    })

    it('of contacts are those of a sorted list', async () => {
      const [core, other] = servers as [Core, Core]
      const contactIds: number[] = []
      for (let made = 0; made < manyGroups; made += 50) {
        const made50 = Array.from({ length: 50 }, () =>
          createContact(core, caller, {
            number: String(randomInt(1e6)),
            firstName: names[randomInt(names.length)] || 'x',
          }),
        )
        contactIds.push(...(await Promise.all(made50)).map(({ id }) => id))
      }
      for (let round = 0; round < 4; round++) {
        for (const by of ['id', 'name', 'number', 'updatedAt', 'firstName', 'lastName', 'email'] as const) {
          const query = { sort: { by, descending: round % 2 === 1 } } as const
          const whole = await core.store.moment(({ contacts }) =>
            contacts.page(caller.accountId, query, { start: 0, count: 10_000 }),
          )
          for (const { store } of servers) {
            const start = randomInt(nearEnd, whole.total - nearEnd - 25)
            const found = await store.contacts.page(caller.accountId, query, { start, count: 25 })
            assert.deepEqual(
              found.items.map(({ id }) => id),
              whole.items.slice(start, start + 25).map(({ id }) => id),
              by,
            )
          }
        }
        const [removed, updated, linked] = [contactIds.pop(), contactIds[7], contactIds[9]] as [number, number, number]
        await removeContact(core, caller, { id: removed })
        await updateContact(other, caller, { id: updated }, { email: `${round}@a.example`, lastName: 'ﬀ' })
        await linkContact(other, caller, { groupId: anyId(), contactId: linked })
      }
    })
  })
}
