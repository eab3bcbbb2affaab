import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildGroup } from '../../test/builders.ts'
import { type Contact, nobody } from '../core/contact/contact.ts'
import type { Effect } from '../core/effect/effect.ts'
import { defaultSettings, type Extension } from '../core/extension/extension.ts'
import type { Store, Transaction } from '../core/ports.ts'
import type { Webhook } from '../core/webhook/webhook.ts'

const accountId = 1
/** More than one statement takes. */
const many = 603

function buildExtension(id: number, fields: Partial<Extension> = {}): Extension {
  return {
    ...defaultSettings,
    ...{ accountId, id, hexId: id.toString(16).padStart(24, '0'), name: `name ${id}`, number: String(10_000 + id) },
    ...{ sealedSecret: 's', digest: 'd', createdAt: 1, updatedAt: 1 },
    ...fields,
  }
}

function buildContact(id: number, fields: Partial<Contact> = {}): Contact {
  return {
    ...nobody,
    ...{ accountId, id, hexId: id.toString(16).padStart(24, '0'), name: `name ${id}`, number: String(id) },
    ...{ description: '', createdAt: 1, updatedAt: 1 },
    ...fields,
  }
}

const listOf = <T>(make: (id: number) => T): T[] => Array.from({ length: many }, (_, index) => make(index + 1))
const pairs = <T>(before: readonly T[], after: readonly T[]) =>
  before.map((each, at) => ({ before: each, after: after[at] ?? each }))
const everything = { start: 0, count: 100_000 }
const byId = { sort: { by: 'id', descending: false } } as const

/** The rules for every store on many extensions or contacts that are written at once. */
export function describeManyThings(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`many things on ${engine}`, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let store: Store
    before(async () => {
      opened = await open()
      store = opened.store
    })
    after(async () => {
      await store.close()
      await opened.remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write({ accountId, credentialId: null, name: 'tester', origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change: { noun: 'extensions', verb: 'update', subject: 'a', before: null, after: null },
      }))

    it('are extensions that come, change and go', async () => {
      const made = listOf((id) => buildExtension(id, { moreOptions: id % 2 ? 'allow=ulaw' : '' }))
      assert.equal(await write((tx) => tx.extensions.insertMany(made)), true)
      assert.deepEqual(await store.extensions.find(accountId, {}), made)
      const changed = made.map((extension) => ({ ...extension, name: 'other', moreOptions: '' }))
      await write((tx) => tx.extensions.updateMany(pairs(made, changed)))
      const ids = [...made.map(({ id }) => id), 999_999].reverse()
      assert.deepEqual(await write((tx) => tx.extensions.lockMany(accountId, ids)), changed)
      assert.deepEqual(await write((tx) => tx.extensions.lockMany(2, ids)), [])
      await write((tx) => tx.extensions.removeMany(changed.slice(1)))
      assert.deepEqual(await store.extensions.find(accountId, {}), changed.slice(0, 1))
      await write((tx) => tx.extensions.removeMany(changed.slice(0, 1)))
    })

    it('are none where a number is taken', async () => {
      await write((tx) => tx.extensions.insert(buildExtension(1)))
      const again = [buildExtension(3), buildExtension(2, { number: buildExtension(1).number })]
      await assert.rejects(
        write(async (tx) => {
          assert.equal(await tx.extensions.insertMany(again), false)
          throw new Error('as whoever asked does')
        }),
        /as whoever asked does/,
      )
      assert.equal((await store.extensions.find(accountId, {})).length, 1)
    })

    it('ask for drops, and tell of events, as one by one', async () => {
      const webhook: Webhook = {
        ...{ accountId, id: 1, url: 'http://127.0.0.1/', dialect: 'd', format: 'f', method: 'POST' },
        ...{ events: ['extension-added'], username: null, sealedPassword: null, createdAt: 1 },
      }
      const made = listOf((id) => buildExtension(id, { number: String(20_000 + id) }))
      await write(async (tx) => {
        await tx.webhooks.insert(webhook)
        await tx.extensions.removeMany([buildExtension(1)])
        assert.equal(await tx.extensions.insertMany(made), true)
        await tx.effects.dropRegistration({ accountId, id: 5, number: '20005' })
      })
      await write(async (tx) => {
        await tx.effects.dropRegistrationsOfMany(
          accountId,
          made.map(({ id }) => id),
        )
        await tx.effects.tellMany(accountId, [
          ...made.map(({ number }) => ({ kind: 'extension-added', extension: number }) as const),
          { kind: 'extension-removed', extension: '1' },
          { kind: 'extension-added', extension: '20001' },
        ])
      })
      const numbers = made.map(({ number }) => number)
      assert.deepEqual(await store.outbox.staleNumbers(accountId), numbers)
      assert.deepEqual(await claimAll('drop-registration'), [many, many])
      // The second event of 20001 waits behind its first.
      assert.deepEqual(await claimAll('deliver'), [many, many + 1])
    })

    /** Claims until nothing is due. Returns how many were due at first, and how many there were in all. */
    async function claimAll(kind: Effect['kind']): Promise<[number, number]> {
      const counts: number[] = []
      for (;;) {
        const effects = await store.outbox.claim(kind, 10_000, 60_000)
        if (effects.length === 0) return [counts[0] ?? 0, counts.reduce((sum, count) => sum + count, 0)]
        counts.push(effects.length)
        await Promise.all(effects.map((effect) => store.outbox.settle(effect, { retryAt: null })))
      }
    }

    it('are contacts that come, change, join groups and go', async () => {
      const groups = [buildGroup(1), buildGroup(2)] as const
      const made = listOf((id) => buildContact(id))
      const ids = made.map(({ id }) => id)
      const total = async () => (await store.contacts.page(accountId, byId, everything)).total
      await write(async (tx) => {
        for (const group of groups) await tx.groups.insert(group)
        await tx.contacts.insertMany(made)
        await tx.memberships.insertMany(groups[0], ids)
        await tx.memberships.insertMany(groups[1], [3, 2])
      })
      assert.equal(await total(), many)
      assert.deepEqual(await store.memberships.contactIdsIn(accountId, 1), ids)
      const found = await write((tx) => tx.memberships.ofContacts(accountId, [3, 1, 2]))
      assert.deepEqual(
        found.map(({ contactId, groupId }) => [contactId, groupId]),
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [3, 1],
          [3, 2],
        ],
      )
      assert.equal((await store.groups.get(accountId, { id: 1 }))?.contactCount, many)
      const changed = made.map((contact) => ({ ...contact, city: 'Yazd' }))
      await write((tx) => tx.contacts.updateMany(pairs(made, changed)))
      assert.deepEqual(await write((tx) => tx.contacts.lockMany(accountId, ids)), changed)
      const page = { after: 600, limit: 2 }
      const inYazd = { name: { text: 'NAME', alike: true } }
      assert.deepEqual(await store.contacts.slice(accountId, inYazd, page), changed.slice(600, 602))
      await write(async (tx) => {
        await tx.memberships.removeMany(groups[0], ids)
        await tx.memberships.removeMany(groups[1], [2, 3])
        await tx.contacts.removeMany(changed.slice(1))
      })
      assert.equal(await total(), 1)
      assert.equal((await store.groups.get(accountId, { id: 1 }))?.contactCount, 0)
    })
  })
}
