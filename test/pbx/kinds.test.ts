import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { uniqueNumber } from '../acceptance/support/simotel.ts'
import { complaintsOf, noAsterisk } from './support/asterisk.ts'
import { type Calls, noForwards, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

describe('the kinds of extensions at a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
  })
  after(() => calls.stop())
  const trace = async (...args: string[]) =>
    JSON.parse(await calls.link.client.server.cli('trace', ...args, '--json')).paths[0]

  test('type user: it calls, and is unavailable to calls, by its forward policy', async () => {
    const [user, target] = await calls.extensions({}, {})
    await calls.link.update(user.extension, { type: 'user' })
    assert.equal(await user.phone.register(), 200)
    const out = user.phone.call(target.number)
    assert.equal(await out.answered, 200)
    await out.hangUp()
    target.phone.invites.length = 0

    assert.equal(await calls.caller.call(user.number).answered, 480)
    const { end, steps } = await trace(user.number)
    assert.deepEqual([end, steps[0].state], ['unavailable', 'unavailable'])

    await calls.link.update(user.extension, { forward_policy: { ...noForwards, UnAvailable: target.number } })
    const call = calls.caller.call(user.number)
    assert.equal(await call.answered, 200)
    assert.match(target.phone.invites[0]?.headers.get('diversion') ?? '', /reason="?unavailable/)
    assert.equal(user.phone.invites.length, 0)
    await call.hangUp()
  })

  test('type peer: it is called, and calls nobody, whatever its context', async () => {
    const [peer] = await calls.extensions({})
    await calls.link.update(peer.extension, { type: 'peer' })
    for (const context of ['main_routing', 'elsewhere']) {
      await calls.link.update(peer.extension, { context })
      for (const number of [calls.caller.number, '*43', '*43000', '+98912']) {
        assert.equal(await peer.phone.call(number).answered, 403, `${context} ${number}`)
      }
    }
    const call = calls.caller.call(peer.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
  })

  test('type friend: it does both', async () => {
    const [friend] = await calls.extensions({})
    for (const type of ['peer', 'User', 'Friend']) await calls.link.update(friend.extension, { type })
    for (const call of [friend.phone.call(calls.caller.number), calls.caller.call(friend.number)]) {
      assert.equal(await call.answered, 200)
      await call.hangUp()
    }
  })

  test('callcounter no: the limit counts nothing; a limit by itself brings the counter along', async () => {
    const [limited, other] = await calls.extensions({}, {})
    const shown = async () => {
      const rows = await calls.link.client.data<{ callcounter: string }[]>('pbx/users/search', {
        alike: false,
        conditions: { number: limited.number },
      })
      return rows[0]?.callcounter
    }
    await calls.link.update(limited.extension, { callcounter: 'no', call_limit: '1' })
    assert.equal(await shown(), 'no')
    const first = calls.caller.call(limited.number)
    assert.equal(await first.answered, 200)
    const second = other.phone.call(limited.number)
    assert.equal(await second.answered, 200)
    await second.hangUp()
    await calls.untilFree(other.number)

    await calls.link.update(limited.extension, { callcounter: 'yes' })
    assert.equal(await other.phone.call(limited.number).answered, 486)
    await calls.link.update(limited.extension, { callcounter: 'no' })
    await calls.link.update(limited.extension, { call_limit: '1' })
    assert.equal(await shown(), 'yes')
    assert.equal(await other.phone.call(limited.number).answered, 486)
    await first.hangUp()
  })

  test('user_type IAX2: it is stored, said to be without effect, and is not on the PBX', async () => {
    const extension = await calls.link.add({ user_type: 'IAX2' })
    const phone = await calls.link.phone(extension)
    assert.equal(await phone.register(), 401)
    assert.equal(await calls.caller.call(extension.number).answered, 480)
    assert.match((await trace(extension.number)).why, /IAX2/)
    const number = uniqueNumber()
    const user = { name: 'n', number, secret: 'a-Secret-of-mine', user_type: 'IAX2' }
    const answer = await calls.link.client.call('pbx/users/add', user)
    assert.match(String(answer.headers['dialbook-reason']), /IAX2/)
  })

  test('a forward back to the caller is a loop', async () => {
    const [caller, called] = await calls.extensions({}, {})
    called.phone.manner = 'busy'
    await calls.link.update(called.extension, { forward_policy: { ...noForwards, Busy: caller.number } })
    assert.equal(await caller.phone.call(called.number).answered, 486)
    await calls.logged(`forwards run in a loop: ${caller.number}-${called.number}-${caller.number}`)
    assert.equal(caller.phone.invites.length, 0)
    const busy = ['--state', `${called.number}=busy`]
    const { end, why } = await trace(called.number, ...busy, '--caller', caller.number)
    assert.deepEqual([end, why], ['busy', `a loop: ${caller.number} > ${called.number} > ${caller.number}`])
    // Of another caller it is none.
    const call = calls.caller.call(called.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    assert.equal((await trace(called.number, ...busy, '--caller', calls.caller.number)).end, 'answer')
    // Whoever calls himself is rung.
    const own = caller.phone.call(caller.number)
    assert.equal(await own.answered, 200)
    await own.hangUp()
    assert.equal((await trace(caller.number, '--caller', caller.number)).end, 'answer')
  })

  describe('a gateway: trunk yes, and an address', () => {
    const address = '127.0.0.9'
    const open = (number: string, at: string) =>
      Phone.open({ number, secret: '', pbx: calls.link.asterisk.sipPort, address: at })

    /** Makes a gateway, and calls from an address in its name, without a secret. Returns the final status. */
    async function callBy(fields: object, from = address): Promise<number> {
      const phone = await open('0', from)
      const gateway = await calls.link.add({
        ...{ host: address, port: String(phone.port), trunk: 'yes', deny: '0.0.0.0/0.0.0.0', permit: address },
        ...fields,
      })
      const named = await Phone.open({
        ...{ number: gateway.number, secret: 'wrong', pbx: calls.link.asterisk.sipPort, address: from },
      })
      try {
        const call = named.call(calls.caller.number)
        const status = await call.answered
        if (status === 200) await call.hangUp()
        return status
      } finally {
        await calls.link.remove(gateway)
        phone.close()
        named.close()
      }
    }

    test('it calls in without a secret when its permit names its address', async () => {
      for (const permit of [address, `${address}/32`, `10.0.0.0/8,${address}/255.255.255.255`]) {
        assert.equal(await callBy({ permit }), 200, permit)
      }
    })

    test('never otherwise', async () => {
      for (const [what, fields] of [
        ['everybody is permitted', { permit: '0.0.0.0/0.0.0.0' }],
        ['its network is permitted', { permit: '127.0.0.0/8' }],
        ['nobody is permitted', { deny: '', permit: '' }],
        ['it is no trunk', { trunk: 'no' }],
        ['it is off', { active: 'no' }],
        ['it has no address', { host: 'dynamic' }],
      ] as const) {
        assert.notEqual(await callBy(fields), 200, what)
      }
    })

    test('nobody else calls in by its name', async () => {
      assert.notEqual(await callBy({}, '127.0.0.10'), 200)
      assert.notEqual(await callBy({ permit: `127.0.0.0/8,${address}` }, '127.0.0.10'), 200)
    })

    test('it is called at its address', async () => {
      const phone = await open('0', address)
      const gateway = await calls.link.add({ host: address, port: String(phone.port), trunk: 'yes', permit: address })
      const call = calls.caller.call(gateway.number)
      assert.equal(await call.answered, 200)
      await call.hangUp()
      phone.close()
    })
  })

  test('Asterisk complains of nothing but the loop', () => {
    const complaints = complaintsOf(calls.link.asterisk).filter(
      (line) => !/in a loop|No matching endpoint|extension '[^']*' rejected|max_contacts/.test(line),
    )
    assert.deepEqual(complaints, [])
  })
})
