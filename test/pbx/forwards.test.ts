import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type Calls, noForwards, startCalls } from './support/calls.ts'
import type { Phone } from './support/phone.ts'

/** The Diversion headers of a phone's incoming calls: who diverted each, and why. */
const diversions = ({ invites }: Phone) => invites.map(({ headers }) => headers.get('diversion') ?? '')

describe('forwards by a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
  })
  after(() => calls.stop())

  for (const [condition, manner, reason] of [
    ['Busy', 'busy', 'user-busy'],
    ['Busy', 'decline', 'user-busy'],
    ['No Answer', 'ring', 'no-answer'],
    ['UnAvailable', 'mute', 'unavailable'],
    ['UnAvailable', 'gone', 'unavailable'],
  ] as const) {
    test(`${condition}, of a phone that is ${manner}: the target rings, knows why, and both hear each other`, async () => {
      const [target] = await calls.extensions({})
      const [first] = await calls.extensions({ [condition]: target.number })
      if (manner === 'gone') assert.equal(await first.phone.register({ expires: 0 }), 200)
      else first.phone.manner = manner
      const call = calls.caller.call(first.number)
      assert.equal(await call.answered, 200)
      assert.ok(call.statuses.includes(181), `the caller was told ${call.statuses}`)
      assert.equal(first.phone.invites.length, manner === 'gone' ? 0 : 1)
      const [diversion = ''] = diversions(target.phone)
      assert.match(diversion, new RegExp(`<sip:${first.number}@[^>]+>;reason=${reason}`))
      await calls.hearBoth(target.phone, call)
    })

    test(`${condition}, of a phone that is ${manner}, without a target: the call ends`, async () => {
      const [first] = await calls.extensions({})
      if (manner === 'gone') assert.equal(await first.phone.register({ expires: 0 }), 200)
      else first.phone.manner = manner
      assert.equal(await calls.caller.call(first.number).answered, condition === 'Busy' ? 486 : 480)
    })
  }

  test('All stands in for each target that is empty, and for no other', async () => {
    const [own, all] = await calls.extensions({}, {})
    const [first] = await calls.extensions({ Busy: own.number, All: all.number })
    for (const [manner, taker] of [
      ['busy', own],
      ['ring', all],
      ['mute', all],
    ] as const) {
      first.phone.manner = manner
      const before = taker.phone.invites.length
      const call = calls.caller.call(first.number)
      assert.equal(await call.answered, 200)
      assert.equal(taker.phone.invites.length, before + 1, manner)
      await calls.hearBoth(taker.phone, call)
    }
    first.phone.manner = 'answer'
    const call = calls.caller.call(first.number)
    assert.equal(await call.answered, 200)
    assert.equal(first.phone.invites.length, 4, 'a phone that answers keeps its calls')
    await call.hangUp()
  })

  test('All takes every call when the setting says so, from the next call on', async () => {
    const [all] = await calls.extensions({})
    const [first] = await calls.extensions({ All: all.number })
    await calls.configure('--simotel-forward-all', 'always')
    const call = calls.caller.call(first.number)
    assert.equal(await call.answered, 200)
    await calls.configure()
    assert.deepEqual([first.phone.invites.length, all.phone.invites.length], [0, 1])
    assert.match(diversions(all.phone)[0] ?? '', new RegExp(`<sip:${first.number}@[^>]+>;reason=unconditional`))
    await calls.hearBoth(all.phone, call)
  })

  test('a changed policy holds for the next call, and one that is off is no target', async () => {
    const [one, two] = await calls.extensions({}, {})
    const [first] = await calls.extensions({ Busy: one.number })
    first.phone.manner = 'busy'
    const call = calls.caller.call(first.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    await calls.link.update(first.extension, { forward_policy: { Busy: two.number } })
    const next = calls.caller.call(first.number)
    assert.equal(await next.answered, 200)
    await next.hangUp()
    assert.deepEqual([one.phone.invites.length, two.phone.invites.length], [1, 1])
    await calls.link.update(two.extension, { active: 'no' })
    assert.equal(await calls.caller.call(first.number).answered, 480)
    await calls.link.update(first.extension, { forward_policy: noForwards })
    assert.equal(await calls.caller.call(first.number).answered, 486)
  })

  test('five forwards are made, each under its own condition; the sixth ends with busy', async () => {
    const last = (await calls.extensions({}))[0]
    const chain = [last]
    for (const condition of ['Busy', 'UnAvailable', 'All', 'Busy', 'Busy', 'Busy']) {
      const [next] = await calls.extensions({ [condition]: chain[0]?.number ?? '' })
      next.phone.manner = condition === 'Busy' ? 'busy' : 'decline'
      if (condition === 'UnAvailable') assert.equal(await next.phone.register({ expires: 0 }), 200)
      chain.unshift(next)
    }
    const [seventh, sixth] = chain
    assert.ok(seventh && sixth)
    const call = calls.caller.call(sixth.number)
    assert.equal(await call.answered, 200)
    await calls.hearBoth(last.phone, call)
    assert.equal(await calls.caller.call(seventh.number).answered, 486)
    assert.equal(last.phone.invites.length, 1)
    await calls.logged(`more than 5 forwards: ${[calls.caller, ...chain].map(({ number }) => number).join('-')}`)
  })

  test('a loop ends with busy, whatever its length', async () => {
    for (const length of [1, 2, 4]) {
      const loop = await calls.extensions(...Array.from({ length }, () => ({})))
      for (const [index, each] of loop.entries()) {
        each.phone.manner = 'busy'
        const Busy = loop[(index + 1) % length]?.number
        await calls.link.update(each.extension, { forward_policy: { Busy } })
      }
      assert.equal(await calls.caller.call(loop[0]?.number ?? '').answered, 486)
      assert.deepEqual(
        loop.map(({ phone }) => phone.invites.length),
        loop.map(() => 1),
      )
      await calls.logged(
        `forwards run in a loop: ${[calls.caller, ...loop, loop[0]].map((each) => each?.number).join('-')}`,
      )
    }
  })

  test('a phone that redirects by itself is not followed', async () => {
    const [other] = await calls.extensions({})
    const [first] = await calls.extensions({})
    first.phone.redirectTo = other.number
    first.phone.manner = 'redirect'
    assert.equal(await calls.caller.call(first.number).answered, 480)
    assert.equal(other.phone.invites.length, 0)
  })

  test('a phone that hangs up while the target rings leaves nothing behind', async () => {
    const [target] = await calls.extensions({})
    const [first] = await calls.extensions({ Busy: target.number })
    first.phone.manner = 'busy'
    target.phone.manner = 'ring'
    const call = calls.caller.call(first.number)
    await eventually('the target rings', () => target.phone.invites.length === 1)
    await call.hangUp()
    assert.equal(await call.answered, 487)
    await calls.untilFree(first.number, target.number)
  })

  test('a dialled number is digits for the PBX, whatever else it is', async () => {
    const [first] = await calls.extensions({})
    for (const dialled of [
      '5%27%20or%20%271%27=%271',
      '5%22%5D%24%7BCHANNEL%7D',
      '5%2C%29%7C%26PJSIP%2F',
      'x',
      '%00',
    ]) {
      assert.equal(await calls.caller.call(dialled).answered, 404, dialled)
    }
    const call = calls.caller.call(`${first.number.slice(0, 3)}-%27${first.number.slice(3)}`)
    assert.equal(await call.answered, 200)
    await call.hangUp()
  })

  test('Asterisk prints no error', () => {
    const meant = /forwards run in a loop|more than 5 forwards/
    assert.deepEqual(
      complaintsOf(calls.link.asterisk).filter((line) => !meant.test(line)),
      [],
    )
  })
})
