import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, type Party, startCalls } from './support/calls.ts'

const rounds = 6
const blocks = 6
const phonesInBlock = 5
const finals: Readonly<Record<string, number>> = { answer: 200, busy: 486, noanswer: 480, unavailable: 480 }
const manners = { answer: 'answer', busy: 'busy', noanswer: 'ring' } as const

/** A source of random numbers that a seed determines (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Path {
  readonly end: string
  readonly steps: readonly { readonly number: string; readonly state: string | null }[]
}

describe('trace foretells what the fields of a user do', { skip: noAsterisk }, () => {
  let calls: Calls
  let parties: Party[][]
  before(async () => {
    calls = await startCalls()
    parties = []
    for (let block = 0; block < blocks; block++) {
      parties.push(await calls.extensions(...Array.from({ length: phonesInBlock }, () => ({}))))
    }
  })
  after(() => calls.stop())

  test(`${rounds * blocks} calls between extensions of random fields`, async (t) => {
    const seed = Number(process.env.DIALBOOK_TEST_SEED ?? Date.now() % 1e9)
    const random = randomOf(seed)
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    const ends = new Set<string>()
    const prepare = async (party: Party, block: readonly Party[], isCaller: boolean): Promise<string> => {
      const target = () => one(['', '', ...block.map(({ number }) => number)])
      const state = one(['answer', 'busy', 'noanswer'] as const)
      await calls.link.update(party.extension, {
        type: isCaller ? one(['user', 'friend']) : one(['user', 'peer', 'friend', 'friend']),
        active: isCaller ? 'yes' : one(['yes', 'yes', 'yes', 'no']),
        callcounter: one(['yes', 'no']),
        call_limit: isCaller ? '' : one(['', '3']),
        qualify: one(['yes', 'no']),
        push_notification: one(['no', 'no', 'yes']),
        email: one(['', 'a@example.com']),
        more_options: one(['', 'max_contacts=2']),
        forward_policy: { Busy: target(), 'No Answer': target(), UnAvailable: target(), All: target() },
      })
      assert.ok([200, 401].includes(await party.phone.register()))
      party.phone.manner = manners[state]
      party.phone.invites.length = 0
      return `${party.number}=${state}`
    }
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        parties.map(async (block) => {
          const states = await Promise.all(block.map((party, at) => prepare(party, block, at === 0)))
          const [caller, called] = block as [Party, Party]
          const options = states.flatMap((state) => ['--state', state])
          const args = ['trace', called.number, ...options, '--caller', caller.number, '--json']
          const [path] = JSON.parse(await calls.link.client.server.cli(...args)).paths as [Path]
          const call = caller.phone.call(called.number)
          const status = await call.answered
          if (status === 200) await call.hangUp()
          const what = `seed ${seed}, round ${round}, ${JSON.stringify(path)}`
          assert.equal(status, finals[path.end], what)
          const rung = block.filter(({ phone }) => phone.invites.length > 0).map(({ number }) => number)
          const foretold = path.steps.filter(({ state }) => state !== null && state !== 'unavailable')
          assert.deepEqual(rung.sort(), foretold.map(({ number }) => number).sort(), what)
          ends.add(path.end)
        }),
      )
    }
    t.diagnostic(`seed ${seed}; ends ${[...ends]}`)
    assert.ok(ends.size >= 3, 'the fields were too plain to prove much')
  })
})
