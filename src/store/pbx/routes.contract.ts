import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Author } from '../../core/author.ts'
import type { Condition } from '../../core/call/route.ts'
import { defaultSettings, type Extension } from '../../core/extension/extension.ts'
import type { Store, Transaction } from '../../core/ports.ts'
import { usualTrunk } from '../../core/trunk/trunk.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'extension', verb: 'update', subject: 'x', before: null, after: null } as const
const noForwards = defaultSettings.forward

/** The contract of every store for the routes of calls. */
const facts = { password: '', digest: '', addresses: [], callingCode: '', trunkPrefix: '', exit: '' }

export function describeRoutes(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`the routes of a store on ${engine}`, () => {
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
    const addAccount = async (): Promise<number> => {
      const account = { name: `account ${++made}`, enabled: true, createdAt: 1 }
      return (await write((tx) => tx.accounts.insert(account)))?.id ?? assert.fail()
    }
    const addExtension = (accountId: number, fields: Partial<Extension> & { number: string }): Promise<boolean> =>
      write((tx) => {
        const id = ++made
        const kept = { hexId: `hex ${id}`, sealedSecret: 's', digest: 'd', createdAt: 1, updatedAt: 1 }
        return tx.extensions.insert({ accountId, id, name: 'n', ...kept, ...defaultSettings, ...fields })
      })
    const allow = (accountId: number, prefix: string, allowed = true): Promise<void> =>
      write((tx) => tx.forwardRules.put({ accountId, prefix, allowed }))
    const addTrunk = (accountId: number, name: string): Promise<void> =>
      write((tx) =>
        tx.trunks.put(
          {
            ...usualTrunk,
            accountId,
            name,
            hexId: name,
            host: 'h',
            sealedPassword: null,
            ...{ createdAt: 1, updatedAt: 1 },
          },
          facts,
        ),
      )
    const decide = async (accountId: number, number: string, condition: Condition): Promise<string> => {
      const { kind, target, source, rule } =
        (await store.routes.get(accountId, number))?.decisions[condition] ?? assert.fail(`no route for ${number}`)
      return [kind, target, source, rule].join(' ')
    }
    const decideAll = async (accountId: number, number: string): Promise<string[]> => [
      await decide(accountId, number, 'always'),
      await decide(accountId, number, 'busy'),
      await decide(accountId, number, 'no_answer'),
      await decide(accountId, number, 'unavailable'),
    ]

    it('are those of the account, while it is enabled', async () => {
      const [one, other] = [await addAccount(), await addAccount()]
      await addExtension(one, { number: '500', callLimit: 2 })
      const { decisions, ...route } = (await store.routes.get(one, '500')) ?? assert.fail()
      const sip = { technology: 'SIP', rings: true }
      assert.deepEqual(route, { number: '500', callable: true, ...sip, ringTime: 20 })
      await addExtension(one, { number: '502', kind: 'user', technology: 'IAX2' })
      const user = (await store.routes.get(one, '502')) ?? assert.fail()
      assert.deepEqual([user.callable, user.technology, user.rings], [false, 'IAX2', false])
      assert.deepEqual(Object.keys(decisions), ['always', 'busy', 'no_answer', 'unavailable'])
      assert.equal(await store.routes.get(one, '501'), undefined)
      assert.equal(await store.routes.get(other, '500'), undefined)
      await write((tx) => tx.accounts.setEnabled(one, false))
      assert.equal(await store.routes.get(one, '500'), undefined)
    })

    it('stand in with the target for all calls where there is none, or take every call by it', async () => {
      const account = await addAccount()
      for (const number of ['500', '571', '572']) await addExtension(account, { number })
      await addExtension(account, { number: '530', forward: { ...noForwards, busy: '571', all: '572' } })
      const inside = 'an extension'
      const fallback = [
        `extension 571 busy ${inside}`,
        `extension 572 all ${inside}`,
        `extension 572 all ${inside}`,
      ] as const
      assert.deepEqual(await decideAll(account, '530'), ['none  all ', ...fallback])
      assert.deepEqual(await decideAll(account, '500'), Array(4).fill('none  all '))
      assert.equal(await store.routes.settings(), undefined)
      const sound = {
        rtpTimeout: 1,
        rtpTimeoutOnHold: 2,
        sessionExpires: 90,
        mediaAddress: '192.0.2.1',
        translatesOpus: true,
      }
      await write((tx) =>
        tx.routes.setSettings({ ringTime: 7, forwardAll: 'always', pushWait: 5, missedMail: true, ...sound }),
      )
      assert.deepEqual(await decideAll(account, '530'), [`extension 572 all ${inside}`, ...fallback])
      assert.equal((await store.routes.get(account, '530'))?.ringTime, 7)
      assert.deepEqual(await decideAll(account, '500'), Array(4).fill('none  all '))
      const usual = { ringTime: 20, forwardAll: 'fallback', pushWait: 0, missedMail: false, ...sound } as const
      await write((tx) => tx.routes.setSettings(usual))
      assert.deepEqual(await store.routes.settings(), usual)
    })

    it('know an extension that is off, which is never an outside number', async () => {
      const account = await addAccount()
      await addTrunk(account, 'out')
      await allow(account, '5')
      await addExtension(account, { number: '530', forward: { ...noForwards, busy: '571', noAnswer: '5710' } })
      await addExtension(account, { number: '571', active: false })
      await addExtension(account, { number: '572', technology: 'IAX2' })
      assert.equal(await decide(account, '530', 'busy'), 'extension 571 busy an extension')
      assert.equal(await decide(account, '530', 'no_answer'), 'outside 5710 no_answer allow 5')
      for (const number of ['571', '572']) assert.equal((await store.routes.get(account, number))?.callable, false)
    })

    it('go outside by the longest rule, and by none without one, another account’s, or a trunk', async () => {
      const [account, other] = [await addAccount(), await addAccount()]
      await addTrunk(other, 'a')
      for (const prefix of ['0', '+', '7']) await allow(other, prefix)
      const targets = ['0912', '0900123', '09001', '+4930', '777', '*43', '09']
      for (const [index, busy] of targets.entries()) {
        await addExtension(account, { number: `50${index}`, forward: { ...noForwards, busy } })
      }
      const all = () => Promise.all(targets.map((_, index) => decide(account, `50${index}`, 'busy')))
      assert.deepEqual(
        await all(),
        targets.map((target) => `refused ${target} busy no trunk`),
      )
      await addTrunk(account, 'second')
      await addTrunk(account, 'first')
      assert.deepEqual(
        await all(),
        targets.map((target) => `refused ${target} busy no rule`),
      )
      await allow(account, '09')
      await allow(account, '0900', false)
      await allow(account, '09001')
      await allow(account, '+49')
      assert.deepEqual(await all(), [
        'outside 0912 busy allow 09',
        'outside 0900123 busy allow 09001',
        'outside 09001 busy allow 09001',
        'outside +4930 busy allow +49',
        'refused 777 busy no rule',
        'refused *43 busy no rule',
        'outside 09 busy allow 09',
      ])
      await allow(account, '09001', false)
      assert.equal(await decide(account, '501', 'busy'), 'refused 0900123 busy deny 09001')
      assert.deepEqual(await store.routes.outside(account, '0900123'), { hasTrunk: true, rule: 'deny 09001' })
      assert.deepEqual(await store.routes.outside(account, '777'), { hasTrunk: true, rule: 'no rule' })
      const rule = await write((tx) => tx.forwardRules.lock(account, '09001'))
      assert.deepEqual(rule, { accountId: account, prefix: '09001', allowed: false })
      await write((tx) => tx.forwardRules.remove(rule ?? assert.fail()))
      assert.equal(await decide(account, '501', 'busy'), 'refused 0900123 busy deny 0900')
      assert.deepEqual(
        (await store.forwardRules.all(account)).map(({ prefix }) => prefix),
        ['+49', '09', '0900'],
      )
    })

    it('end at a trunk that is gone', async () => {
      const account = await addAccount()
      const trunk = {
        accountId: account,
        name: 't',
        hexId: 'hex',
        host: 'h',
        sealedPassword: 'p',
        ...usualTrunk,
        ...{ port: 1, username: 'u', createdAt: 1, updatedAt: 1 },
      }
      await write((tx) => tx.trunks.put(trunk, facts))
      await write((tx) => tx.trunks.put({ ...trunk, port: 2 }, facts))
      assert.deepEqual(await store.trunks.all(account), [{ ...trunk, port: 2 }])
      assert.deepEqual(await write((tx) => tx.trunks.lock(account, { name: 't' })), { ...trunk, port: 2 })
      await write((tx) => tx.trunks.remove(trunk))
      assert.deepEqual(await store.trunks.all(account), [])
      assert.deepEqual(await store.routes.outside(account, '1'), { hasTrunk: false, rule: 'no rule' })
    })
  })
}
