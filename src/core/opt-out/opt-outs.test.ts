import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import { removeAccount } from '../account/remove-account.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createGroup } from '../group/create-group.ts'
import { personCaller } from '../permission/callers.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addOptOut } from './add-opt-out.ts'
import { contactChecks } from './contact-checks.ts'
import { explainContact } from './explain-contact.ts'
import { findOptOutPage } from './find-opt-out-page.ts'
import { findOptOuts } from './find-opt-outs.ts'
import { getOptOut } from './get-opt-out.ts'
import { mayContact } from './may-contact.ts'
import { channels } from './opt-out.ts'
import { removeOptOuts } from './remove-opt-outs.ts'

const iran = '09121112233'

describe('opt-outs', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const build = async (country: string | null = 'IR') => {
    const { core } = book
    const caller = await book.buildCaller()
    const account = (await core.store.accounts.byId(caller.accountId)) ?? assert.fail()
    const setCountry = (to: string | null) => setAccountCountry(core, owner, account.name, to)
    if (country) await setCountry(country)
    const answer = (given: string, channel: (typeof channels)[number] = 'calls') =>
      mayContact(core, caller.accountId, given, channel, core.clock.now())
    const codeOf = async (given: string, channel: (typeof channels)[number] = 'calls') => {
      const said = await answer(given, channel)
      return said.may ? 'yes' : said.reason.code
    }
    return { core, caller, account, setCountry, answer, codeOf }
  }
  const newest = async (caller: Caller): Promise<number> => (await findChanges(book.core, caller, 1))[0]?.number ?? 0

  it('closes a number in all its spellings, for all channels or for one', async () => {
    const { core, caller, answer, codeOf } = await build()
    const optOut = await addOptOut(core, caller, { number: '0912 111-22 33', channel: 'all', reason: ' by phone ' })
    assert.deepEqual(optOut, {
      ...{ accountId: caller.accountId, id: 1, number: iran, international: '+989121112233', email: null },
      ...{ channel: 'all', since: core.clock.now(), reason: 'by phone', unsubscribeReason: null, source: 'test' },
      ...{ credentialId: null, author: 'tester' },
    })
    for (const given of [iran, '+98 912 111 2233', '00989121112233', '۰۹۱۲۱۱۱۲۲۳۳', 'tel:+98-912-111-2233']) {
      for (const channel of channels) assert.equal(await codeOf(given, channel), 'opted_out', given)
    }
    assert.deepEqual(await answer(iran), { may: false, reason: { code: 'opted_out', optOut } })
    assert.equal(await codeOf('09121112234'), 'yes')
    await addOptOut(core, caller, { number: '201', channel: 'messages' })
    assert.deepEqual(await Promise.all(channels.map((channel) => codeOf('201', channel))), ['yes', 'opted_out', 'yes'])
  })

  it('says of what is no number that it is none, whatever else there is', async () => {
    const { codeOf, answer } = await build()
    for (const given of ['', 'abc', '0912 1112233 / 0912 1112234', '1'.repeat(16)]) {
      assert.equal(await codeOf(given), 'not_a_number', given)
    }
    assert.deepEqual(await answer(''), { may: false, reason: { code: 'not_a_number', problem: 'is empty' } })
  })

  it('tells of the oldest of several, each time the same', async () => {
    const { core, caller, answer } = await build()
    await addOptOut(core, caller, { number: iran, channel: 'calls', since: core.clock.now() - 5 })
    const oldest = await addOptOut(core, caller, { number: iran, channel: 'all', since: core.clock.now() - 9 })
    assert.deepEqual(await answer(iran), { may: false, reason: { code: 'opted_out', optOut: oldest } })
  })

  it('closes a person by an e-mail address too, whatever its case', async () => {
    const { core, caller, codeOf } = await build()
    await addOptOut(core, caller, { email: 'Ada@Example.com', number: iran, channel: 'surveys' })
    assert.equal(await codeOf('ada@example.COM', 'surveys'), 'opted_out')
    assert.equal(await codeOf('+989121112233', 'surveys'), 'opted_out')
    assert.equal(await codeOf('ada@example.com', 'calls'), 'yes')
    // One address is new: the person is closed by it as well.
    await addOptOut(core, caller, { email: 'ada@example.com', number: '0912 555 5555', channel: 'surveys' })
    assert.equal(await codeOf('09125555555', 'surveys'), 'opted_out')
  })

  it('refuses what is closed already, what has no address, and what cannot be', async () => {
    const { core, caller } = await build()
    await addOptOut(core, caller, { number: iran, channel: 'all' })
    const add = (fields: object) => addOptOut(core, caller, { channel: 'calls', ...fields })
    await assert.rejects(add({ number: '+989121112233' }), { code: 'number_taken', message: /closed for all already/ })
    await assert.rejects(add({}), { code: 'missing_value' })
    await assert.rejects(add({ number: 'abc' }), { code: 'invalid_value', field: 'number' })
    await assert.rejects(add({ email: 'a b@c' }), { code: 'invalid_value', field: 'email' })
    await assert.rejects(add({ number: '5', unsubscribeReason: 7 }), { field: 'unsubscribeReason' })
    await assert.rejects(add({ number: '5', since: core.clock.now() + 1 }), { field: 'since' })
    await assert.rejects(add({ number: '5', reason: 'x'.repeat(501) }), { field: 'reason' })
    assert.equal((await findOptOuts(core, caller)).total, 1)
  })

  it('closes once what many close at the same time', async () => {
    const { core, caller } = await build()
    const spellings = [iran, '+989121112233', '00989121112233', iran]
    const results = await Promise.allSettled(
      spellings.map((number) => addOptOut(core, caller, { number, channel: 'all' })),
    )
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await findOptOuts(core, caller)).total, 1)
  })

  it('stays closed when the account gets another country or none', async () => {
    const { core, caller, codeOf, setCountry } = await build()
    await addOptOut(core, caller, { number: iran, channel: 'all' })
    for (const country of [null, 'DE', 'IR']) {
      await setCountry(country)
      assert.equal(await codeOf(iran), 'opted_out')
      assert.equal(await codeOf('+989121112233'), 'opted_out')
    }
  })

  it('goes by a consent and by nothing else, and says what was lifted', async () => {
    const { core, caller, codeOf } = await build()
    const all = await addOptOut(core, caller, { number: iran, channel: 'all' })
    const ref = { address: '+989121112233' }
    await assert.rejects(removeOptOuts(core, caller, ref, ' '), { code: 'missing_value', field: 'consent' })
    await assert.rejects(removeOptOuts(core, caller, { ...ref, channel: 'calls' }, 'x'), {
      code: 'not_found',
      message: 'there is no opt-out for calls alone: it is closed for all',
    })
    assert.equal(await codeOf(iran), 'opted_out')
    assert.deepEqual(await removeOptOuts(core, caller, ref, ' he wrote on 3 May '), [all])
    assert.equal(await codeOf(iran), 'yes')
    const [change] = await findChanges(core, caller, 1)
    assert.deepEqual(change?.before, { consent: 'he wrote on 3 May', optOuts: [all] })
    await assert.rejects(removeOptOuts(core, caller, ref, 'x'), { code: 'not_found' })
  })

  it('is put back by the undo of its removal, and lifted by no undo', async () => {
    const { core, caller, codeOf } = await build()
    const all = await addOptOut(core, caller, { number: iran, channel: 'all' })
    const remedy = { code: 'invalid_value', message: /optout remove NUMBER --consent/ }
    await assert.rejects(undoChange(core, caller, await newest(caller)), remedy)
    await removeOptOuts(core, caller, { id: all.id }, 'agreed')
    const removal = await newest(caller)
    await undoChange(core, caller, removal)
    assert.equal(await codeOf(iran), 'opted_out')
    assert.deepEqual(await getOptOut(core, caller, all.id), all)
    assert.equal(await core.store.optOuts.count(caller.accountId), 1)
    await assert.rejects(undoChange(core, caller, await newest(caller)), remedy)
    await assert.rejects(undoChange(core, caller, removal), { code: 'conflict' })
    assert.equal(await codeOf(iran), 'opted_out')
  })

  it('is found by parts and by pages', async () => {
    const { core, caller } = await build()
    for (let at = 0; at < 5; at++)
      await addOptOut(core, caller, { number: `50${at}`, channel: at % 2 ? 'calls' : 'all' })
    const first = await findOptOuts(core, caller, {}, { limit: 2 })
    assert.deepEqual([first.optOuts.map(({ id }) => id), first.next, first.total], [[1, 2], 2, 5])
    const last = await findOptOuts(core, caller, {}, { limit: 3, after: 2 })
    assert.deepEqual([last.optOuts.map(({ id }) => id), last.next], [[3, 4, 5], null])
    assert.equal((await findOptOuts(core, caller, { channel: 'calls' })).total, 2)
    assert.equal((await findOptOuts(core, caller, { address: '5-0-3' })).optOuts[0]?.id, 4)
    assert.equal((await findOptOuts(core, caller, { source: 'elsewhere' })).total, 0)
    await assert.rejects(findOptOuts(core, caller, {}, { limit: 0 }), { field: 'limit' })
    const page = await findOptOutPage(core, caller, { closing: 'messages' }, { start: 1, count: 1 })
    assert.deepEqual([page.items.map(({ id }) => id), page.total], [[3], 3])
  })

  it('answers for many at once as for each by itself', async () => {
    const { core, caller, answer } = await build()
    await addOptOut(core, caller, { number: iran, channel: 'all' })
    await addOptOut(core, caller, { email: 'a@b.c', channel: 'calls' })
    const given = ['+989121112233', 'A@B.C', 'abc', ...Array.from({ length: 1500 }, (_, at) => String(9120000000 + at))]
    const { accountId } = caller
    const checks = await contactChecks(core, accountId, { channel: 'calls', at: core.clock.now() })
    const answers = await checks.of(given)
    for (const at of [0, 1, 2, 3, 1000, 1502]) assert.deepEqual(answers[at], await answer(given[at] ?? ''))
    assert.equal(answers.filter(({ may }) => may).length, 1500)
    assert.deepEqual(await checks.of(given.slice(0, 2)), answers.slice(0, 2))
  })

  it('explains: for each channel the one reason, and all opt-outs', async () => {
    const { core, caller } = await build()
    const optOut = await addOptOut(core, caller, { number: iran, channel: 'calls' })
    const { answers, optOuts, number } = await explainContact(core, caller, '+98 912 111 22 33')
    assert.deepEqual(
      answers.map(({ channel, answer }) => [channel, answer.may]),
      [
        ['calls', false],
        ['messages', true],
        ['surveys', true],
      ],
    )
    assert.deepEqual(optOuts, [optOut])
    assert.equal(number, '+989121112233')
    const none = await explainContact(core, caller, 'abc')
    assert.deepEqual([none.answers.every(({ answer }) => !answer.may), none.optOuts], [true, []])
  })

  it('belongs to its account, needs its permission, and counts as something that an account has', async () => {
    const { core, caller, account, codeOf } = await build()
    const other = await build()
    const optOut = await addOptOut(core, caller, { number: iran, channel: 'all' })
    assert.equal(await other.codeOf(iran), 'yes')
    await assert.rejects(getOptOut(core, other.caller, optOut.id), { code: 'not_found' })
    await assert.rejects(removeOptOuts(core, other.caller, { id: optOut.id }, 'x'), { code: 'not_found' })
    const reader = personCaller({ accountId: caller.accountId, name: 'Rita', role: 'reader' }, 'page')
    assert.equal((await findOptOuts(core, reader)).total, 1)
    await assert.rejects(addOptOut(core, reader, { number: '5', channel: 'all' }), { code: 'forbidden' })
    await assert.rejects(removeOptOuts(core, reader, { id: optOut.id }, 'x'), { code: 'forbidden' })
    await createGroup(core, caller, { name: 'g', entries: entriesOf(iran) })
    await undoChange(core, owner, await newest(caller))
    assert.equal(await codeOf(iran), 'opted_out')
    await assert.rejects(removeAccount(core, owner, account.name), { code: 'not_empty', message: /opt-outs: 1/ })
  })
})
