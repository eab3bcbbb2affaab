import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { removeAccount } from '../account/remove-account.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import { traceCall } from '../call/trace-call.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addIncomingRule } from './add-incoming-rule.ts'
import { findIncomingRulePage } from './find-incoming-rule-page.ts'
import { findIncomingRules } from './find-incoming-rules.ts'
import { findRuleOfCaller } from './find-rule-of-caller.ts'
import { removeIncomingRule } from './remove-incoming-rule.ts'
import { updateIncomingRule } from './update-incoming-rule.ts'

describe('incoming rules', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const newest = async (): Promise<number> => (await findChanges(book.core, owner, 1))[0]?.number ?? 0
  /** An account in a country, with the rules of its own. */
  const build = async (country: string | null = null) => {
    const { core } = book
    const caller: Caller = await book.buildCaller()
    const { name } = (await core.store.accounts.byId(caller.accountId)) ?? assert.fail()
    const move = (to: string | null) => setAccountCountry(core, owner, name, to)
    if (country !== null) await move(country)
    return {
      ...{ core, caller, name, move },
      block: (number: string) => addIncomingRule(core, caller, { verdict: 'block', number }),
      allow: (number: string) => addIncomingRule(core, caller, { verdict: 'allow', number }),
      verdict: async (number: string) => (await findRuleOfCaller(core, caller, number))?.verdict,
    }
  }

  it('are for every spelling of a number in the country of the account', async () => {
    const { block, allow, verdict, caller, core } = await build('IR')
    const rule = await block('00989121112233')
    assert.deepEqual(
      await Promise.all(['+989121112233', '09121112233', '9121112233', '+499121112233', '2233'].map(verdict)),
      ['block', 'block', 'block', undefined, undefined],
    )
    await assert.rejects(block('09121112233'), { code: 'number_taken', message: /as 00989121112233$/ })
    await allow('09121112233')
    assert.equal(await verdict('+989121112233'), 'allow')
    const found = await findIncomingRules(core, caller, {
      verdict: 'block',
      number: { text: '۰۹۱۲ 111 2233', alike: false },
    })
    assert.deepEqual(found, [rule])
    assert.deepEqual(await findIncomingRules(core, caller, { number: { text: 'x', alike: false } }), [])
    assert.equal((await findIncomingRules(core, caller, { number: { text: '۹۱۲', alike: true } })).length, 2)
  })

  it('change, go and come back as one change each, and never to a number that has another rule by then', async () => {
    const { block, verdict, caller, core } = await build('IR')
    const { id } = await block('02112345678')
    await updateIncomingRule(core, caller, { id }, { number: '02187654321', comment: 'c' })
    assert.deepEqual([await verdict('+982112345678'), await verdict('+982187654321')], [undefined, 'block'])
    const update = await newest()
    await removeIncomingRule(core, caller, { id })
    const removal = await newest()
    assert.equal(await verdict('02187654321'), undefined)
    const other = await block('+982187654321')
    await assert.rejects(undoChange(core, owner, removal), { code: 'number_taken' })
    await removeIncomingRule(core, caller, { id: other.id })
    await undoChange(core, owner, removal)
    assert.equal(await verdict('02187654321'), 'block')
    await undoChange(core, owner, update)
    assert.deepEqual([await verdict('+982112345678'), await verdict('+982187654321')], ['block', undefined])
    const second = await block('02187654321')
    await assert.rejects(updateIncomingRule(core, caller, { id: second.id }, { number: '2112345678' }), {
      code: 'number_taken',
    })
    await updateIncomingRule(core, caller, { id }, { number: '+982112345678' })
    assert.equal(await verdict('02112345678'), 'block')
  })

  it('follow the country, also where two rules become one number by it', async () => {
    const { block, verdict, move, caller, core } = await build()
    const [first, second] = [await block('09121112233'), await block('+989121112233')]
    assert.equal(await verdict('00989121112233'), undefined)
    await move('IR')
    const moved = await newest()
    assert.equal(await verdict('00989121112233'), 'block')
    await removeIncomingRule(core, caller, { id: first.id })
    assert.equal(await verdict('09121112233'), 'block')
    await updateIncomingRule(core, caller, { id: second.id }, { comment: 'the only one' })
    await undoChange(core, owner, moved)
    assert.deepEqual([await verdict('09121112233'), await verdict('+989121112233')], [undefined, 'block'])
    await removeIncomingRule(core, caller, { id: second.id })
    assert.equal(await verdict('+989121112233'), undefined)
  })

  it('of a removed account come back with it', async () => {
    const { block, verdict, name, core } = await build('IR')
    await block('110')
    await assert.rejects(removeAccount(core, owner, name), { code: 'not_empty', message: /incoming rules: 1/ })
    await removeAccount(core, owner, name, { force: true })
    await undoChange(core, owner, await newest())
    assert.equal(await verdict('110'), 'block')
  })

  it('are found in pages, and have bounded texts', async () => {
    const { block, caller, core } = await build()
    for (const number of ['1', '2', '3']) await block(number)
    const first = await findIncomingRulePage(core, caller, { after: 0, limit: 2 })
    assert.deepEqual(
      first.rules.map(({ number }) => number),
      ['1', '2'],
    )
    const rest = await findIncomingRulePage(core, caller, { after: first.next ?? 0, limit: 2 })
    assert.deepEqual([rest.rules.length, rest.next], [1, null])
    await assert.rejects(findIncomingRulePage(core, caller, { after: 0, limit: 1001 }), { field: 'limit' })
    const add = (fields: object) => addIncomingRule(core, caller, { verdict: 'allow', number: '9', ...fields })
    for (const comment of ['x'.repeat(1001), 'a\nb', '\u0000'])
      await assert.rejects(add({ comment }), { field: 'comment' })
    for (const labels of [[''], ['x'.repeat(65)], ['a\tb'], Array(21).fill('a')]) {
      await assert.rejects(add({ labels }), { field: 'labels' })
    }
    await add({ comment: '😀'.repeat(1000), labels: Array(20).fill('😀'.repeat(64)) })
  })

  it('refuse, whatever spelling is blocked, every spelling of the number, and nobody else', async () => {
    const countries = ['IR', 'DE', 'US', 'IT', 'BR', 'RU', null]
    const accounts = new Map<string | null, Awaited<ReturnType<typeof build>>>()
    for (const country of countries) accounts.set(country, await build(country))
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 10 })
    const start = fc.constantFrom('', '+98', '0912', '98912', '0098912', '+4930', '0', '8', '011')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...countries),
        start,
        digits,
        fc.nat(),
        digits,
        async (country, prefix, rest, pick, other) => {
          const { block, verdict, caller, core } = accounts.get(country) ?? assert.fail()
          const plan = await core.numberPlans.of(country)
          const spellings = plan.spellingsOf(prefix + rest)
          const { id } = await block(spellings[pick % spellings.length] ?? '')
          for (const spelling of spellings) {
            assert.equal(await verdict(spelling), 'block')
            const { end } = await traceCall(core, caller, '1', () => 'answer', spelling)
            assert.equal(end, 'blocked')
          }
          const stranger = prefix + other
          if (plan.keyOf(stranger) !== plan.keyOf(prefix + rest)) assert.equal(await verdict(stranger), undefined)
          await removeIncomingRule(core, caller, { id })
          for (const spelling of spellings) assert.equal(await verdict(spelling), undefined)
        },
      ),
      { numRuns: 150 },
    )
  })
})
