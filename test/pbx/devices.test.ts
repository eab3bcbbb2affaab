import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import type { Phone } from './support/phone.ts'

describe('several phones of one extension', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
    await calls.configure('--pbx-ring-time', '60')
  })
  after(() => calls.stop())

  const secrets = new Map<string, string>()

  /** Makes an extension with three registered phones. */
  async function three(fields: object = {}): Promise<{ number: string; phones: [Phone, Phone, Phone] }> {
    const extension = await calls.link.add({ more_options: 'max_contacts=3', ...fields })
    secrets.set(extension.number, extension.secret)
    const phones = await Promise.all([1, 2, 3].map(() => calls.link.phone(extension, { manner: 'ring' })))
    for (const phone of phones) assert.equal(await phone.register(), 200)
    return { number: extension.number, phones: phones as [Phone, Phone, Phone] }
  }

  test('all of them ring, and stop when one takes the call', async () => {
    const { number, phones } = await three()
    const call = calls.caller.call(number)
    const [first, second, third] = await Promise.all(phones.map((phone) => phone.nextCall()))
    second?.take()
    assert.equal(await call.answered, 200)
    await Promise.all([first?.ended, third?.ended])
    const [, talking] = phones
    await calls.hearBoth(talking, call)
  })

  test('a fourth phone takes the place of one, and without the line a second one does', async () => {
    const contactsOf = async (number: string) =>
      (await calls.link.asterisk.cli('database show registrar/contact')).split(`/contact/${number};@`).length - 1
    const { number } = await three()
    const fourth = await calls.link.phone({ _id: '', number, secret: secrets.get(number) ?? '' })
    assert.equal(await fourth.register(), 200)
    assert.equal(await contactsOf(number), 3)
    const { extension } = await calls.link.registered()
    assert.equal(await (await calls.link.phone(extension)).register(), 200)
    assert.equal(await contactsOf(extension.number), 1)
  })

  test('a call counts once at the limit, while it rings and when it is taken, by whichever phone', async () => {
    for (const taker of [0, 1, 2]) {
      const { number, phones } = await three({ call_limit: '2' })
      const other = (await calls.link.registered()).phone
      const first = calls.caller.call(number)
      const rings = await Promise.all(phones.map((phone) => phone.nextCall()))
      // Three phones ring, which is one call: a second one gets in, a third one does not.
      const second = other.call(number)
      await Promise.all(phones.map((phone) => phone.nextCall()))
      const third = (await calls.link.registered()).phone
      assert.equal(await third.call(number).answered, 486)
      await second.hangUp()
      rings[taker]?.take()
      assert.equal(await first.answered, 200)
      await Promise.all(rings.filter((_, at) => at !== taker).map(({ ended }) => ended))

      const [again, above] = [other.call(number), third.call(number)]
      const seats = await Promise.race([again.answered, above.answered])
      assert.equal(seats, 486)
      await Promise.all([again, above].map((call) => call.statuses.at(-1) === 486 || call.hangUp()))
      await first.hangUp()
      await calls.untilFree(number)
    }
  })

  test('what a caller is told when one phone is busy, and one says nothing', async () => {
    const { number, phones } = await three({ forward_policy: { Busy: '', 'No Answer': '', UnAvailable: '', All: '' } })
    for (const phone of phones) phone.manner = 'busy'
    assert.equal(await calls.caller.call(number).answered, 486)
    phones[1].manner = 'ring'
    await calls.configure()
    assert.equal(await calls.caller.call(number).answered, 480)
    await calls.configure('--pbx-ring-time', '60')
  })

  for (const [line, wanted] of [
    ['max_contacts=1', true],
    ['max_contacts=10', true],
    ['max_contacts=0', false],
    ['max_contacts=11', false],
    ['max_contacts=', false],
    ['max_contacts=two', false],
  ] as const) {
    test(`more_options ${line}`, async () => {
      const extension = await calls.link.add()
      const write = calls.link.update(extension, { more_options: line })
      if (wanted) await write
      else await assert.rejects(write)
    })
  }

  test('Asterisk complains of nothing', () => {
    const complaints = complaintsOf(calls.link.asterisk).filter((line) => !line.includes('max_contacts'))
    assert.deepEqual(complaints, [])
  })
})
