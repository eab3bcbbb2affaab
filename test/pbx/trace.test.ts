import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, noForwards, type Party, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'
import type { SipMessage } from './support/sip-message.ts'

/**
 * Rounds of 20 policies with 8 extensions each. The calls of a round run at the same time and do not disturb each
 * other.
 */
const rounds = 10
const blocks = 20
const phonesInBlock = 8

const address = '127.0.0.4'
const states = ['answer', 'busy', 'noanswer', 'unavailable'] as const
type State = (typeof states)[number]
const manners = { answer: 'answer', busy: 'busy', noanswer: 'ring', unavailable: 'answer' } as const
const reasons: Readonly<Record<string, string>> = {
  always: 'unconditional',
  busy: 'user-busy',
  no_answer: 'no-answer',
  unavailable: 'unavailable',
}
const finals: Readonly<Record<string, number>> = {
  answer: 200,
  outside: 200,
  busy: 486,
  noanswer: 480,
  unavailable: 480,
}

interface Path {
  readonly number: string
  readonly steps: readonly { number: string; state: State | null; condition: string | null }[]
  readonly end: string
  readonly at: string
}

/** A call as a phone, or the trunk, sees it: who passed it on, and why. */
type Seen = readonly [number: string, diversion: string]

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

function seenBy(number: string, invite: SipMessage): Seen {
  const [, from, reason] = /<sip:(\d+)@[^>]*>.*reason="?([\w-]+)/.exec(invite.headers.get('diversion') ?? '') ?? []
  return [number, from === undefined ? '' : `${from} ${reason}`]
}

/** The sights of the phones of a call that goes that way. */
function foretold({ steps, end, at }: Path): Seen[] {
  const diverted = (index: number) => {
    const before = steps[index - 1]
    return before ? `${before.number} ${reasons[before.condition ?? '']}` : ''
  }
  const seen = steps.map((step, index): [State | null, Seen] => [step.state, [step.number, diverted(index)]])
  const rung = seen.filter(([state]) => state !== null && state !== 'unavailable').map(([, what]) => what)
  return end === 'outside' ? [...rung, [at, diverted(steps.length)]] : rung
}

describe('trace foretells what a real Asterisk does', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let parties: Party[][]
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    provider = await Phone.open({ number: '02100', secret: '', pbx: calls.link.asterisk.sipPort, address })
    await cli('trunk', 'set', 'provider', '--host', address, '--port', String(provider.port))
    await cli('forward-rules', 'allow', '09')
    await cli('forward-rules', 'deny', '0900')
    await calls.configure()
    await calls.link.asterisk.cli('core reload')
    parties = []
    for (let block = 0; block < blocks; block++) {
      parties.push(await calls.extensions(...Array.from({ length: phonesInBlock }, () => ({}))))
    }
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })

  test(`${rounds * blocks} random policies over ${phonesInBlock} extensions`, async (t) => {
    const seed = Number(process.env.DIALBOOK_TEST_SEED ?? Date.now() % 1e9)
    const random = randomOf(seed)
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    const isRegistered = new Map<Party, boolean>()
    const ends = new Map<string, number>()
    let longest = 0

    const prepare = async (party: Party, block: readonly Party[], index: number): Promise<[string, State]> => {
      const target = () =>
        one([...['', '', '', '', '', `0912${index}`, '0900123', '0777'], ...block.map(({ number }) => number)])
      const policy = Object.keys(noForwards).map((key) => [key, target()])
      const state = one(states)
      await calls.link.update(party.extension, { forward_policy: Object.fromEntries(policy) })
      const shallRegister = state !== 'unavailable'
      if ((isRegistered.get(party) ?? true) !== shallRegister) {
        assert.equal(await party.phone.register({ expires: shallRegister ? 600 : 0 }), 200)
        isRegistered.set(party, shallRegister)
      }
      party.phone.manner = manners[state]
      party.phone.invites.length = 0
      return [party.number, state]
    }

    for (let round = 0; round < rounds; round++) {
      if (round === rounds / 2) await calls.configure('--simotel-forward-all', 'always')
      provider.invites.length = 0
      const given = (
        await Promise.all(
          parties.map((block, index) => Promise.all(block.map((party) => prepare(party, block, index)))),
        )
      ).flat()
      const numbers = parties.map(([first]) => first?.number ?? '')
      const options = given.flatMap(([number, state]) => ['--state', `${number}=${state}`])
      const { paths } = JSON.parse(await cli('trace', ...numbers, ...options, '--json')) as { paths: Path[] }
      await Promise.all(
        paths.map(async (path, index) => {
          const call = calls.caller.call(path.number)
          const status = await call.answered
          if (status === 200) await call.hangUp()
          const outside = provider.invites
            .filter(({ first }) => first.startsWith(`INVITE sip:0912${index}@`))
            .map((invite) => seenBy(`0912${index}`, invite))
          const inside = (parties[index] ?? []).flatMap(({ number, phone }) =>
            phone.invites.map((invite) => seenBy(number, invite)),
          )
          const what = `seed ${seed}, round ${round}, ${JSON.stringify(path)}`
          assert.equal(status, finals[path.end], what)
          assert.deepEqual([...inside, ...outside].sort(), foretold(path).sort(), what)
          ends.set(path.end, (ends.get(path.end) ?? 0) + 1)
          longest = Math.max(longest, path.steps.length)
        }),
      )
    }
    t.diagnostic(`seed ${seed}; ends ${JSON.stringify([...ends])}; the longest way had ${longest} extensions`)
    assert.equal(
      [...ends.values()].reduce((sum, count) => sum + count),
      rounds * blocks,
    )
    assert.ok(ends.size >= 4 && longest >= 4, 'the policies were too plain to prove much')
  })
})
