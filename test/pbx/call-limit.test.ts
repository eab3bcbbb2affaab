import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'

describe('call_limit at a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
  })
  after(() => calls.stop())

  test('a call above the limit finds the extension busy, until the other one is over', async () => {
    const [limited, target] = await calls.extensions({}, {})
    await calls.link.update(limited.extension, { call_limit: '1' })
    const first = calls.caller.call(limited.number)
    assert.equal(await first.answered, 200)
    assert.equal(await target.phone.call(limited.number).answered, 486)
    assert.equal(limited.phone.invites.length, 1)

    await calls.link.update(limited.extension, { forward_policy: { Busy: target.number } })
    const second = calls.caller.call(limited.number)
    assert.equal(await second.answered, 200)
    assert.equal(target.phone.invites.length, 1)
    await second.hangUp()

    await calls.link.update(limited.extension, { call_limit: '2' })
    const third = calls.caller.call(limited.number)
    assert.equal(await third.answered, 200)
    assert.equal(limited.phone.invites.length, 2)
    await third.hangUp()
    await first.hangUp()
  })

  test('what an extension calls counts like what it is called', async () => {
    const [limited, other] = await calls.extensions({}, {})
    await calls.link.update(limited.extension, { call_limit: '1' })
    const out = limited.phone.call(other.number)
    assert.equal(await out.answered, 200)
    assert.equal(await calls.caller.call(limited.number).answered, 486)
    assert.equal(await limited.phone.call(calls.caller.number).answered, 486)
    await out.hangUp()
    const call = calls.caller.call(limited.number)
    assert.equal(await call.answered, 200)
    assert.equal(await limited.phone.call(other.number).answered, 486)
    await call.hangUp()
  })

  test('0 and nothing are no limit', async () => {
    const [free, other] = await calls.extensions({}, {})
    for (const call_limit of ['0', '']) {
      await calls.link.update(free.extension, { call_limit })
      const both = [calls.caller.call(free.number), other.phone.call(free.number)]
      for (const call of both) assert.equal(await call.answered, 200)
      for (const call of both) await call.hangUp()
    }
  })
})
