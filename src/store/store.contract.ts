import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildGroup, entriesOf } from '../../test/builders.ts'
import type { Author } from '../core/author.ts'
import type { Change } from '../core/change/change.ts'
import { defaultSettings, type Extension } from '../core/extension/extension.ts'
import { type Group, noColumns } from '../core/group/group.ts'
import { entryListOf } from '../core/list/entry-list-builder.ts'
import type { Store, Transaction } from '../core/ports.ts'

const author: Author = { accountId: 1, credentialId: 7, name: null, origin: 'test' }
const change = { noun: 'group', verb: 'add', subject: 'x', before: null, after: { a: 1 } } as const
const everything = { start: 0, count: 100_000 }

/** The contract of every store, whatever its engine. */
export function describeStore(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`a store on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))

    let made = 0
    const nextGroup = (fields: Partial<Group> = {}): Group => buildGroup(++made, fields)
    const insertGroup = async (fields: Partial<Group> = {}): Promise<Group> => {
      const group = nextGroup(fields)
      await write((tx) => tx.groups.insert(group))
      return group
    }

    it('reads one moment, whatever is written meanwhile', async () => {
      const group = await insertGroup()
      const sort = { by: 'id', descending: false } as const
      const queries = [true, false].map((alike) => ({ name: { text: group.name, alike }, sort }))
      await store.moment(async ({ groups }) => {
        const pages = () => Promise.all(queries.map((query) => groups.page(1, query, everything)))
        const then = await pages()
        await write((tx) => tx.groups.remove(group))
        assert.deepEqual(await groups.get(1, { id: group.id }), group)
        assert.deepEqual(await pages(), then)
        assert.equal(await store.groups.get(1, { id: group.id }), undefined)
      })
    })

    describe('write', () => {
      it('is seen by the next read, with its change', async () => {
        const group = await insertGroup({ columns: { ...noColumns, c: 'city' }, description: 'd' })
        assert.deepEqual(await store.groups.get(1, { hexId: group.hexId }), group)
        const [newest] = (await store.changes.newest(null, {}, 1)) as [Change]
        const { number, at, accountName, ...recorded } = newest
        assert.deepEqual(recorded, { ...author, ...change })
        assert.deepEqual(await store.changes.get(number), newest)
      })

      it('keeps nothing of work that rejects, and all of what shares its commit', async () => {
        const groups = Array.from({ length: 20 }, () => nextGroup())
        const [newest] = (await store.changes.newest(null, {}, 1)) as [Change]
        const results = await Promise.allSettled(
          groups.map((group, index) =>
            write(async (tx) => {
              await tx.groups.insert(group)
              if (index % 3 === 0) throw new Error('refused')
            }),
          ),
        )
        for (const [index, group] of groups.entries()) {
          const isRefused = index % 3 === 0
          assert.equal(results[index]?.status, isRefused ? 'rejected' : 'fulfilled')
          assert.equal((await store.groups.get(1, group)) === undefined, isRefused)
        }
        assert.equal((await store.changes.newest(null, {}, 1))[0]?.number, newest.number + 13)
      })

      it('loses no update of many at once', async () => {
        const group = await insertGroup()
        await Promise.all(
          Array.from({ length: 200 }, () =>
            write(async (tx) => {
              const current = (await tx.groups.lock(1, group)) as Group
              await tx.groups.update(current, { ...current, count: current.count + 1 })
            }),
          ),
        )
        assert.equal((await store.groups.get(1, group))?.count, 200)
      })
    })

    describe('lists', () => {
      it('give back what was written, over the borders of chunks', async () => {
        const drafts = Array.from({ length: 9001 }, (_, index) => ({
          phone: index % 1000 === 0 ? `+*${index}` : String(index).padStart(6, '0'),
          ...(index % 500 === 0 && { details: { a: `ä${index}`, callbackData: '' } }),
        }))
        const listId = await write((tx) => tx.lists.insert(1, entryListOf(drafts), 50))
        assert.deepEqual(
          await store.lists.phones(1, listId),
          drafts.map(({ phone }) => phone),
        )
        for (const page of [
          everything,
          { start: 3999, count: 2 },
          { start: 8000, count: 5000 },
          { start: 9001, count: 1 },
        ]) {
          assert.deepEqual(
            await store.lists.entries(1, listId, page),
            drafts
              .map(({ phone, details }, index) => ({ id: 50 + index, phone, details }))
              .slice(page.start, page.start + page.count),
          )
        }
      })

      it('are empty without an id, and of another account are refused as a list that is missing', async () => {
        const listId = await write((tx) => tx.lists.insert(1, entriesOf('1'), 1))
        assert.equal(await write((tx) => tx.lists.insert(1, entriesOf(), 1)), null)
        assert.deepEqual(await store.lists.phones(1, null), [])
        await assert.rejects(store.lists.phones(2, listId), { code: 'damaged' })
      })

      it('copies under entry ids of its own', async () => {
        const listId = await write((tx) => tx.lists.insert(1, entriesOf('1', '2'), 1))
        const copyId = await write((tx) => tx.lists.copy(1, listId, 900))
        const ids = (await store.lists.entries(1, copyId, everything)).map(({ id, phone }) => [id, phone])
        assert.deepEqual(ids, [
          [900, '1'],
          [901, '2'],
        ])
      })
    })

    describe('extensions', () => {
      const buildExtension = (fields: Partial<Extension>): Extension => ({
        ...defaultSettings,
        accountId: 1,
        id: 1,
        hexId: 'f'.repeat(24),
        name: 'n',
        number: '100',
        sealedSecret: 's',
        digest: 'd',
        createdAt: 1,
        updatedAt: 2,
        ...fields,
      })

      it('give back every field', async () => {
        const extension = buildExtension({
          accountId: 30,
          callLimit: 2,
          trunk: true,
          transfer: 'mediaonly',
          active: false,
          qualify: true,
          forward: { busy: '1', noAnswer: '2', unavailable: '3', all: '4' },
        })
        assert.equal(await write((tx) => tx.extensions.insert(extension)), true)
        assert.deepEqual(await store.extensions.get(30, { hexId: extension.hexId }), extension)
        const changed = { ...extension, trunk: null, callLimit: null, name: 'other', number: '101' }
        assert.equal(await write((tx) => tx.extensions.update(extension, changed)), true)
        assert.deepEqual(await store.extensions.find(30, {}), [changed])
        await write((tx) => tx.extensions.remove(changed))
        assert.deepEqual(await store.extensions.find(30, {}), [])
      })

      it('have a number of their own in each account', async () => {
        const one = buildExtension({ accountId: 31, hexId: '1'.repeat(24) })
        const two = buildExtension({ accountId: 31, id: 2, hexId: '2'.repeat(24), number: '200' })
        const foreign = buildExtension({ accountId: 32, hexId: '3'.repeat(24) })
        assert.deepEqual(
          await write(async (tx) => [
            await tx.extensions.insert(one),
            await tx.extensions.insert(two),
            await tx.extensions.insert(foreign),
            await tx.extensions.insert({ ...one, id: 9, hexId: '9'.repeat(24) }),
            await tx.extensions.update(two, { ...two, number: one.number }),
          ]),
          [true, true, true, false, false],
        )
        assert.deepEqual(await store.extensions.find(31, { number: { text: '00', alike: true } }), [one, two])
        assert.deepEqual(await store.extensions.find(31, { number: { text: '00', alike: false } }), [])
      })
    })

    describe('sequences', () => {
      it('start at 1 in every account, and hand out no number twice', async () => {
        const take = (accountId: number, count: number): Promise<number> =>
          write((tx) => tx.allocate(accountId, 'entry', count))
        assert.deepEqual([await take(40, 5), await take(40, 2), await take(41, 1), await take(40, 1)], [1, 6, 1, 8])
      })
    })

    describe('uploads', () => {
      it('are there until they expire, for their account', async () => {
        const upload = {
          accountId: 50,
          filename: 'f',
          listId: null,
          count: 0,
          titles: { a: 'n' },
          createdAt: 0,
          expiresAt: 10,
        }
        await write((tx) => tx.uploads.insert(upload))
        const get = (accountId: number, now: number): Promise<unknown> =>
          write((tx) => tx.uploads.get(accountId, 'f', now))
        assert.deepEqual([await get(50, 9), await get(50, 10), await get(51, 9)], [upload, undefined, undefined])
      })
    })

    describe('accounts and credentials', () => {
      it('refuse a name that is taken, and sign in with their account', async () => {
        const account = await write((tx) => tx.accounts.insert({ name: 'n', enabled: true, createdAt: 1 }))
        assert.ok(account)
        assert.equal(await write((tx) => tx.accounts.insert({ name: 'n', enabled: true, createdAt: 1 })), undefined)
        const wanted = {
          accountId: account.id,
          dialect: 'd',
          scheme: 'both',
          username: 'u',
          passwordHash: 'p',
          tokenHash: 't',
          permissions: ['/a', '/b/*'],
          revealsSecrets: true,
          requiresMatch: true,
          sameBodyWithin: 10_000,
          enabled: true,
          createdAt: 1,
        } as const
        const credential = await write((tx) => tx.credentials.insert(wanted))
        assert.ok(credential)
        const { id } = credential
        assert.deepEqual(credential, { id, ...wanted })
        assert.equal(await write((tx) => tx.credentials.insert({ ...wanted, tokenHash: 'other' })), undefined)
        assert.equal(await write((tx) => tx.credentials.insert({ ...wanted, username: 'other' })), undefined)
        await write((tx) => tx.accounts.setEnabled(account.id, false))
        const expected = { id, ...wanted, accountEnabled: false, masterHash: null, bodiesUntil: 0 }
        assert.deepEqual(await store.credentials.byUsername('d', 'u'), expected)
        assert.deepEqual(await store.credentials.byTokenHash('d', 't'), expected)
        assert.equal(await store.credentials.byUsername('other', 'u'), undefined)
        await write((tx) => tx.credentials.remove(id))
        assert.equal(await store.credentials.byId(id), undefined)
      })
    })
  })
}
