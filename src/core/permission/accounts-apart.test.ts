import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createContact } from '../contact/create-contact.ts'
import { addCredential } from '../credential/add-credential.ts'
import { findCredentials } from '../credential/find-credentials.ts'
import { removeCredential } from '../credential/remove-credential.ts'
import { setCredentialEnabled } from '../credential/set-credential-enabled.ts'
import { createExtension } from '../extension/create-extension.ts'
import { findExtensionPage } from '../extension/find-extension-page.ts'
import { readSecret } from '../extension/read-secret.ts'
import { findForwardRules } from '../forward-rule/find-forward-rules.ts'
import { removeForwardRule } from '../forward-rule/remove-forward-rule.ts'
import { setForwardRule } from '../forward-rule/set-forward-rule.ts'
import { createGroup } from '../group/create-group.ts'
import { findGroupsOfContact } from '../membership/find-groups-of-contact.ts'
import { findTrunks } from '../trunk/find-trunks.ts'
import { removeTrunk } from '../trunk/remove-trunk.ts'
import { setTrunk } from '../trunk/set-trunk.ts'
import { usualCallerId } from '../trunk/trunk.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addWebhook } from '../webhook/add-webhook.ts'
import { findWebhooks } from '../webhook/find-webhooks.ts'
import { removeWebhook } from '../webhook/remove-webhook.ts'
import { personCaller } from './callers.ts'

const unknown = { code: 'not_found' }

describe('the administrators of two accounts', () => {
  let book: TestBook
  let ada: Caller
  let bob: Caller
  before(async () => {
    book = await buildBook()
    const [one, other] = [await book.buildCaller(), await book.buildCaller()]
    ada = personCaller({ accountId: one.accountId, name: 'Ada', role: 'administrator' }, 'page')
    bob = personCaller({ accountId: other.accountId, name: 'Bob', role: 'administrator' }, 'page')
  })
  after(() => book.close())

  it('never meet: each has webhooks, trunks, rules, credentials and extensions of the own account', async () => {
    const { core } = book
    const hook = {
      url: 'http://127.0.0.1/?key=s3cret',
      dialect: 'd',
      format: 'f',
      method: 'POST',
      events: ['ping'],
    } as const
    const webhook = await addWebhook(core, ada, hook)
    await setTrunk(core, ada, { name: 't', host: 'h', port: 5060, username: 'u', password: 'p', ...usualCallerId })
    await setForwardRule(core, ada, { prefix: '09', allowed: true })
    const credential = await addCredential(core, ada, { dialect: 'd', scheme: 'token', token: 'x' })
    const extension = await createExtension(core, ada, { name: 'e', number: '501', secret: 'a long secret' })
    const contact = await createContact(core, ada, { number: '1' })

    assert.deepEqual(
      await Promise.all([findWebhooks, findTrunks, findForwardRules, findCredentials].map((find) => find(core, bob))),
      [[], [], [], []],
    )
    assert.deepEqual(await findExtensionPage(core, bob, {}), { extensions: [], next: null })
    await assert.rejects(removeWebhook(core, bob, webhook.id), unknown)
    await assert.rejects(removeTrunk(core, bob, { name: 't' }), unknown)
    await assert.rejects(removeForwardRule(core, bob, '09'), unknown)
    await assert.rejects(removeCredential(core, bob, credential.id), unknown)
    await assert.rejects(setCredentialEnabled(core, bob, credential.id, false), unknown)
    await assert.rejects(findGroupsOfContact(core, bob, contact), unknown)

    assert.equal((await findCredentials(core, ada)).length, 1)
    assert.equal((await setCredentialEnabled(core, ada, credential.id, false)).enabled, false)
    assert.deepEqual((await findExtensionPage(core, ada, {})).extensions, [extension])
    assert.equal(readSecret(core, ada, extension), 'a long secret')
    const reader = personCaller({ accountId: ada.accountId, name: 'Rita', role: 'reader' }, 'page')
    assert.notEqual(readSecret(core, reader, extension), 'a long secret')
    await assert.rejects(async () => createGroup(core, reader, { name: 'g' }), { code: 'forbidden' })
  })

  it('undo changes of the own account only; another one is as unknown as one that never was', async () => {
    const { core } = book
    await createGroup(core, ada, { name: 'of Ada' })
    const [change] = await findChanges(core, ada, 1)
    assert.deepEqual([change?.name, change?.credentialId, change?.origin], ['Ada', null, 'page'])
    const number = change?.number as number
    const refusals = await Promise.allSettled([undoChange(core, bob, number), undoChange(core, bob, 99_999)])
    const messages = refusals.map(
      (each) => each.status === 'rejected' && String(each.reason.message).replace(/\d+/, 'N'),
    )
    assert.deepEqual(messages, ['there is no such change as N', 'there is no such change as N'])
    await undoChange(core, ada, number)
    await createGroup(core, bob, { name: 'of Bob' })
    await undoChange(core, owner, (await findChanges(core, bob, 1))[0]?.number as number)
    const [undone] = await findChanges(core, bob, 1)
    assert.deepEqual([undone?.accountId, undone?.name, undone?.origin], [bob.accountId, 'tester', 'cli'])
    // The accounts are the server's: none of them may be undone by an administrator.
    const [made] = await findChanges(core, owner, 1, { noun: 'account' })
    await assert.rejects(undoChange(core, ada, made?.number as number), unknown)
  })

  it('read the history of the own account, by what it is of, by whom and when, and without secrets', async () => {
    const { core } = book
    const history = await findChanges(core, ada, 100)
    assert.ok(history.length > 5 && history.every(({ accountId }) => accountId === ada.accountId))
    assert.doesNotMatch(JSON.stringify(history), /s3cret/)
    const sealed = history.find(({ noun }) => noun === 'extension')?.after
    assert.deepEqual([sealed?.sealedSecret, sealed?.digest], ['******', '******'])
    const find = async (query: Parameters<typeof findChanges>[3], caller: Caller = ada) =>
      (await findChanges(core, caller, 100, query)).map(({ noun, verb }) => `${noun} ${verb}`)
    assert.deepEqual(await find({ noun: 'trunk' }), ['trunk add'])
    assert.deepEqual(await find({ subject: '501' }), ['extension add'])
    assert.equal((await find({ author: { name: 'Ada' } })).length, history.length)
    assert.deepEqual(await find({ author: { name: 'Ada' } }, bob), [])
    assert.deepEqual(await find({ author: { credentialId: 7 } }), [])
    assert.equal((await find({ author: { name: 'cli' } }, bob)).length, 1)
    const now = book.clock.now()
    assert.deepEqual(
      [(await find({ since: now })).length, (await find({ since: now + 1 })).length],
      [history.length, 0],
    )
    assert.deepEqual(
      [(await find({ until: now })).length, (await find({ until: now + 1 })).length],
      [0, history.length],
    )
  })

  it('page through extensions by their ids', async () => {
    const { core } = book
    for (let number = 601; number <= 605; number++) {
      await createExtension(core, bob, { name: `e${number}`, number: String(number), secret: 'a long secret' })
    }
    const pages: string[][] = []
    for (let next: number | null = 0; next !== null; ) {
      const page = await findExtensionPage(core, bob, { name: { text: 'e6', alike: true } }, { after: next, limit: 2 })
      pages.push(page.extensions.map(({ number }) => number))
      next = page.next
    }
    assert.deepEqual(pages, [['601', '602'], ['603', '604'], ['605']])
    await assert.rejects(findExtensionPage(core, bob, {}, { limit: 1001 }), { code: 'invalid_value', field: 'limit' })
  })
})
