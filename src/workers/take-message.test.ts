import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../test/builders.ts'
import type { Caller } from '../core/caller.ts'
import { findIncomingMessages } from '../core/incoming-message/find-incoming-messages.ts'
import type { BroughtMessage } from '../core/incoming-message/incoming-message.ts'
import { mayContact } from '../core/opt-out/may-contact.ts'
import { takeMessages } from './take-message.ts'

describe('messages that carriers bring', () => {
  let book: TestBook
  let caller: Caller
  let name: string
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
    name = (await book.core.store.accounts.byId(caller.accountId))?.name ?? assert.fail('no account')
  })
  after(() => book.close())

  const brought: BroughtMessage = { from: '+4917012345', to: '+4915735999', text: 'hi', carrier: 'c', carrierId: null }
  const take = (numbers: readonly string[], more: Partial<BroughtMessage> = {}) => {
    const faults: string[] = []
    const receivers = numbers.map((number) => ({ number, account: name }))
    const core = { ...book.core, messageRules: { ...book.core.messageRules, receivers } }
    const take = takeMessages(core, (error) => faults.push(String(error)))
    return take({ ...brought, ...more }).then((isKept) => ({ isKept, faults }))
  }
  const all = async () =>
    (await findIncomingMessages(book.core, caller, {}, { start: 0, count: 100 })).items.map(({ text }) => text)

  it('are for the account of the number that they are written to, in any spelling', async () => {
    assert.deepEqual(await take(['4915735999'], { text: 'a' }), { isKept: true, faults: [] })
    assert.deepEqual(await take(['004915735999'], { text: 'b' }), { isKept: true, faults: [] })
    assert.deepEqual(await take(['1', '*'], { text: 'c', to: 'SHORT' }), { isKept: true, faults: [] })
    const lost = await take(['1'])
    assert.equal(lost.isKept, false)
    assert.match(lost.faults.join(), /\+4915735999 is for no account: see message\.receivers/)
    assert.deepEqual(await all(), ['c', 'b', 'a'])
  })

  it('are taken once under the id of their carrier, and not at all where they cannot be', async () => {
    const before = (await all()).length
    for (let time = 0; time < 2; time++) assert.ok((await take(['*'], { carrierId: 'x', text: 'once' })).isKept)
    assert.ok((await take(['*'], { carrierId: 'x', carrier: 'other', text: 'another' })).isKept)
    const bad = [{ text: 'a\u0000' }, { text: '\ud800' }, { from: '' }, { from: 'x'.repeat(51) }, { from: 'a\nb' }]
    for (const more of bad) assert.equal((await take(['*'], more)).isKept, false, JSON.stringify(more))
    assert.equal((await all()).length, before + 2)
  })

  it('without an id are taken once of those that an earlier connection has brought, and each new one', async () => {
    const before = (await all()).length
    const now = book.clock.now()
    const again = (nth: number, until = now) => take(['*'], { text: 'again', alike: { since: now - 1000, until, nth } })
    await take(['*'], { text: 'again' })
    for (const nth of [1, 2, 1]) assert.ok((await again(nth)).isKept)
    assert.equal((await all()).length, before + 2)
    assert.ok((await again(1, now - 1)).isKept)
    assert.equal((await all()).length, before + 3)
  })

  it('close who wants no more, once, and who has no number not at all', async () => {
    const may = (number: string) => mayContact(book.core, caller.accountId, number, 'messages', book.clock.now())
    for (let time = 0; time < 2; time++) assert.ok((await take(['*'], { from: '+4917099', text: ' stop. ' })).isKept)
    assert.equal((await may('+4917099')).may, false)
    assert.equal((await may(brought.from)).may, true)
    assert.ok((await take(['*'], { from: 'MyBank', text: 'STOP' })).isKept)
    const sort = [{ by: 'id', descending: false } as const]
    const { total } = await book.core.store.optOuts.page(caller.accountId, { sort }, { start: 0, count: 10 })
    assert.equal(total, 1)
  })
})
