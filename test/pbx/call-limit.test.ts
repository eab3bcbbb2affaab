import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
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
    await calls.untilFree(target.number)

    await calls.link.update(limited.extension, { call_limit: '2' })
    const third = calls.caller.call(limited.number)
    assert.equal(await third.answered, 200)
    assert.equal(limited.phone.invites.length, 2)
    await third.hangUp()
    await first.hangUp()
  })

  test('calls that an extension makes count like those that it gets', async () => {
    const [limited, other] = await calls.extensions({}, {})
    await calls.link.update(limited.extension, { call_limit: '1' })
    const out = limited.phone.call(other.number)
    assert.equal(await out.answered, 200)
    assert.equal(await calls.caller.call(limited.number).answered, 486)
    assert.equal(await limited.phone.call(calls.caller.number).answered, 486)
    await out.hangUp()
    await calls.untilFree(limited.number)
    const call = calls.caller.call(limited.number)
    assert.equal(await call.answered, 200)
    assert.equal(await limited.phone.call(other.number).answered, 486)
    await call.hangUp()
  })

  test('of many calls at once exactly as many as the limit get in, to an extension and from it', async () => {
    for (const limit of [1, 2, 1, 3]) {
      for (const isOut of [false, true]) {
        const [limited, other] = await calls.extensions({}, {})
        await calls.link.update(limited.extension, { call_limit: String(limit) })
        const [from, to] = isOut ? [limited, other] : [other, limited]
        const begin = () => from.phone.call(to.number)
        const began = Array.from({ length: 10 }, begin)
        const statuses = await Promise.all(began.map(({ answered }) => answered))
        assert.deepEqual(
          statuses.toSorted((a, b) => a - b),
          [...Array(limit).fill(200), ...Array(10 - limit).fill(486)],
        )
        await Promise.all(began.filter((_, index) => statuses[index] === 200).map((call) => call.hangUp()))
        await eventually('no channel is left', async () =>
          (await calls.link.asterisk.cli('core show channels count')).includes('0 active channels'),
        ).catch(async (error) => {
          throw new Error(`${error.message}\n${await calls.link.asterisk.cli('core show channels verbose')}`)
        })
      }
    }
  })

  test('a call that another phone picks up leaves the seat of the one that rang', async () => {
    const group = { callgroup: '1', pickupgroup: '1' }
    const [limited, picker] = await calls.extensions({}, {})
    await calls.link.update(limited.extension, { ...group, call_limit: '1' })
    await calls.link.update(picker.extension, group)
    await calls.configure('--pbx-ring-time', '20')
    limited.phone.manner = 'ring'
    const first = calls.caller.call(limited.number)
    await limited.phone.nextCall()
    const picked = picker.phone.call('*8')
    assert.equal(await picked.answered, 200)
    assert.equal(await first.answered, 200)
    await calls.untilFree(limited.number)
    limited.phone.manner = 'answer'
    const second = calls.caller.call(limited.number)
    assert.equal(await second.answered, 200)
    await second.hangUp()
    await first.hangUp()
    await calls.configure()
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
