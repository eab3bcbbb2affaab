import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'

describe('calls over a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())

  test('one extension calls another, with sound both ways', async () => {
    const [caller, callee] = [await link.registered(), await link.registered()]
    const call = caller.phone.call(callee.extension.number)
    const there = await callee.phone.nextCall()
    assert.equal(await call.answered, 200)
    await eventually('sound both ways', () => caller.phone.heard > 25 && callee.phone.heard > 25)
    await call.hangUp()
    await there.ended
  })

  test('the called phone sees the caller by name and number', async () => {
    const name = `Ann "A" <b> \\ ;^3B ${'é'.repeat(60)}`
    const caller = await link.registered({ name, cid_number: '0218811' })
    const callee = await link.registered()
    const call = caller.phone.call(callee.extension.number)
    const there = await callee.phone.nextCall()
    assert.match(there.invite?.headers.get('from') ?? '', /^"Ann 'A' \(b\) \/?.{0,60}" <sip:0218811@/u)
    await call.hangUp()
  })

  test('an extension that is off or gone calls nobody, and nobody calls it', async () => {
    const [caller, callee] = [await link.registered(), await link.registered()]
    await link.update(callee.extension, { active: 'no' })
    assert.ok((await caller.phone.call(callee.extension.number).answered) >= 400)
    assert.equal(await callee.phone.call(caller.extension.number).answered, 401)
    assert.equal(callee.phone.wasCalled, false)
    await link.update(callee.extension, { active: 'yes' })
    assert.equal(await caller.phone.call(callee.extension.number).answered, 200)
    await link.remove(callee.extension)
    assert.ok((await caller.phone.call(callee.extension.number).answered) >= 400)
    assert.equal(await callee.phone.call(caller.extension.number).answered, 401)
  })

  test('the context says where calls go: one that nobody has written takes none', async () => {
    const [caller, callee] = [await link.registered({ context: 'elsewhere' }), await link.registered()]
    assert.equal(await caller.phone.call(callee.extension.number).answered, 404)
    await link.update(caller.extension, { context: 'main_routing' })
    assert.equal(await caller.phone.call(callee.extension.number).answered, 200)
  })

  test('a caller from an address that is denied is refused', async () => {
    const [caller, callee] = [await link.registered(), await link.registered()]
    await link.update(caller.extension, { deny: '127.0.0.0/8', permit: '' })
    assert.equal(await caller.phone.call(callee.extension.number).answered, 401)
    assert.equal(callee.phone.wasCalled, false)
  })

  test('the mode of DTMF is what the phone is offered', async () => {
    const [caller, callee] = [await link.registered(), await link.registered()]
    const offered = async (dtmfmode: string) => {
      await link.update(callee.extension, { dtmfmode })
      const call = caller.phone.call(callee.extension.number)
      const there = await callee.phone.nextCall()
      assert.equal(await call.answered, 200)
      await call.hangUp()
      await there.ended
      return /telephone-event/.test(there.sdp)
    }
    assert.deepEqual(
      [await offered('rfc2833'), await offered('inband'), await offered('rfc4733'), await offered('info')],
      [true, false, true, false],
    )
    assert.deepEqual(
      [await offered('shortinfo'), await offered('auto'), await offered('auto_info')],
      [false, true, true],
    )
  })

  test('*8 takes the call that rings in one of its pickup groups, and no other', async () => {
    const caller = await link.registered()
    const ringing = await link.registered({ callgroup: '2,7-9' }, { manner: 'ring' })
    const outsider = await link.registered({ pickupgroup: '1,3-6' })
    const neighbour = await link.registered({ pickupgroup: '8' })
    const call = caller.phone.call(ringing.extension.number)
    const there = await ringing.phone.nextCall()
    assert.ok((await outsider.phone.call('*8').answered) >= 400)
    const pickup = neighbour.phone.call('*8')
    assert.equal(await pickup.answered, 200)
    assert.equal(await call.answered, 200)
    assert.equal(await there.answered, 487)
    await eventually('sound both ways', () => caller.phone.heard > 5 && neighbour.phone.heard > 5)
    await call.hangUp()
    await pickup.ended
  })

  test('the echo test gives the sound back', async () => {
    const { phone } = await link.registered()
    const call = phone.call('*43')
    assert.equal(await call.answered, 200)
    await eventually('an echo', () => phone.heard > 25)
    await call.hangUp()
  })

  test('transfer: Asterisk knows who may have a call transferred', async () => {
    const shown = async (transfer: string) => {
      const extension = await link.add({ transfer })
      return /allow_transfer +: (\w+)/.exec(await link.asterisk.cli(`pjsip show endpoint ${extension.number}`))?.[1]
    }
    assert.deepEqual([await shown('yes'), await shown('no'), await shown('mediaonly')], ['true', 'false', 'false'])
  })

  test('NAT: the answer goes where the request came from, and so do calls', async () => {
    const caller = await link.registered()
    const { extension, phone } = await link.registered({ nat: 'force_rport,comedia' }, { contactPort: 9 })
    const call = caller.phone.call(extension.number)
    await phone.nextCall()
    assert.equal(await call.answered, 200)
    await call.hangUp()
    await link.update(extension, { nat: 'no' })
    assert.equal(await phone.register(), 200)
    const lost = caller.phone.call(extension.number)
    await eventually('the call goes to the port that the phone gives', () => lost.statuses.includes(100))
    await lost.hangUp()
    assert.equal(phone.wasCalled, false)
  })

  // Asterisk first asks a phone at a random moment of the phone's first minute: after 36 s in one run.
  test('qualify: the phone is asked every minute whether it is there', async () => {
    const frequency = async (qualify: string) => {
      const { extension } = await link.registered({ qualify })
      const shown = await link.asterisk.cli(`pjsip show aor ${extension.number}`)
      return /qualify_frequency +: (\d+)/.exec(shown)?.[1]
    }
    assert.deepEqual([await frequency('no'), await frequency('yes')], ['0', '60'])
  })

  test('direct media: with both fields on, the phones are told to send to each other', async () => {
    const both = { directmedia: 'yes', canreinvite: 'yes' }
    const talk = async (
      fields: Readonly<Record<string, string>>,
      isOver: (heard: number, asked: boolean) => boolean,
    ) => {
      const [caller, callee] = [await link.registered(both), await link.registered(fields)]
      const call = caller.phone.call(callee.extension.number)
      await callee.phone.nextCall()
      assert.equal(await call.answered, 200)
      const wereAsked = () => caller.phone.reinvites > 0 && callee.phone.reinvites > 0
      await eventually('what the call is for', () => isOver(callee.phone.heard, wereAsked()))
      const asked = wereAsked()
      await call.hangUp()
      return asked
    }
    assert.equal(await talk(both, (_heard, asked) => asked), true)
    assert.equal(await talk({ directmedia: 'yes', canreinvite: 'no' }, (heard) => heard > 50), false)
  })
})
