import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'
import type { Call, Phone } from './support/phone.ts'

const none = { Busy: '', 'No Answer': '', UnAvailable: '', All: '' }

describe('forwards by a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let caller: Phone
  before(async () => {
    link = await startLink({ args: ['--pbx-ring-time', '1'] })
    caller = (await link.registered()).phone
  })
  after(() => link.stop())

  /** An extension with a phone for each policy. */
  const extensions = (...policies: Partial<typeof none>[]) =>
    Promise.all(policies.map((policy) => link.registered({ forward_policy: { ...none, ...policy } })))

  const diversions = ({ invites }: Phone) => invites.map(({ headers }) => headers.get('diversion') ?? null)
  const logged = (pattern: RegExp) => eventually(`the log has ${pattern}`, () => pattern.test(link.asterisk.output()))

  async function hearBoth(callee: Phone, call: Call): Promise<void> {
    const heard = [caller.heard, callee.heard]
    await eventually('sound in both directions', () =>
      [caller, callee].every(({ heard: now }, i) => now > 10 + (heard[i] ?? 0)),
    )
    await call.hangUp()
  }

  for (const [condition, manner, reason] of [
    ['Busy', 'busy', 'user-busy'],
    ['No Answer', 'ring', 'no-answer'],
    ['UnAvailable', 'mute', 'unavailable'],
    ['UnAvailable', 'gone', 'unavailable'],
    ['Busy', 'decline', 'user-busy'],
  ] as const) {
    test(`${condition}, of a phone that says ${manner}: the target rings, knows why, and both hear each other`, async () => {
      const [target] = await extensions({})
      const [first] = await extensions({ [condition]: target?.extension.number })
      assert.ok(target && first)
      if (manner === 'gone') assert.equal(await first.phone.register({ expires: 0 }), 200)
      else first.phone.manner = manner
      const call = caller.call(first.extension.number)
      assert.equal(await call.answered, 200, link.asterisk.output())
      assert.ok(call.statuses.includes(181), String(call.statuses))
      assert.equal(first.phone.invites.length, manner === 'gone' ? 0 : 1)
      const [diversion] = diversions(target.phone)
      assert.match(diversion ?? '', new RegExp(`<sip:${first.extension.number}@.*reason="?${reason}`))
      await hearBoth(target.phone, call)
    })
  }
})
