import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { PersonRecord } from '../core/person/person.ts'
import type { Store, Transaction } from '../core/ports.ts'

const change = { noun: 'person', verb: 'update', subject: 'a', before: null, after: null } as const

/** The rules for every store on people and their sessions. */
export function describePeople(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`people on ${engine}`, () => {
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
      store.write({ accountId: null, credentialId: null, name: 'tester', origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change,
      }))
    const draft = { accountId: null, role: 'owner', passwordHash: null, enabled: true, createdAt: 1 } as const
    const insert = (name: string, invitationHash: string | null = null): Promise<PersonRecord> =>
      write(async (tx) => {
        const invitation = { invitationHash, invitedUntil: invitationHash === null ? null : 9 }
        return (await tx.people.insert({ ...draft, ...invitation, name }, name.toLowerCase())) ?? assert.fail()
      })

    it('are found by name, invitation and id, and have names of their own', async () => {
      const sara = await insert('Sara', 'hash of sara')
      assert.deepEqual(await store.people.byName('sara'), sara)
      assert.deepEqual(await store.people.byInvitation('hash of sara'), sara)
      assert.deepEqual(await store.people.byId(sara.id), sara)
      const again = { ...draft, name: 'SARA', invitationHash: null, invitedUntil: null }
      assert.equal(await write((tx) => tx.people.insert(again, 'sara')), undefined)
      const changed = { ...sara, passwordHash: 'h', invitationHash: null, invitedUntil: null, enabled: false }
      await write((tx) => tx.people.update(changed))
      assert.deepEqual(await store.people.all(), [changed])
      assert.equal(await store.people.byInvitation('hash of sara'), undefined)
    })

    it('have sessions that go when they are over', async () => {
      const reza = await insert('Reza')
      const session = { personId: reza.id, address: '192.0.2.1', agent: 'a browser', createdAt: 10, until: 20 }
      const first = await write((tx) => tx.people.insertSession(session, 'first'))
      const second = await write((tx) => tx.people.insertSession({ ...session, createdAt: 15, until: 40 }, 'second'))
      assert.deepEqual(await store.people.sessionByToken('first'), first)
      assert.deepEqual(await store.people.sessionsOf(reza.id, 16), [second, first])
      assert.deepEqual(await store.people.sessionsOf(reza.id, 20), [second])
      const third = await write((tx) => tx.people.insertSession({ ...session, createdAt: 30, until: 50 }, 'third'))
      assert.equal(await store.people.sessionByToken('first'), undefined)
      assert.equal(await write((tx) => tx.people.removeSessions(reza.id + 1, third.id)), 0)
      assert.equal(await write((tx) => tx.people.removeSessions(reza.id, third.id)), 1)
      assert.equal(await write((tx) => tx.people.removeSessions(reza.id)), 1)
    })
  })
}
