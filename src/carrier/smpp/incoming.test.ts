import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { startSmsc } from '../../../test/messages/support/smsc.ts'
import type { BroughtMessage } from '../../core/incoming-message/incoming-message.ts'
import { smppCarrier } from './smpp.ts'

const addresses = {
  ...{ source_addr: '491701234567', source_addr_ton: 1, source_addr_npi: 1 },
  ...{ destination_addr: '4930123456', dest_addr_ton: 1, dest_addr_npi: 1 },
}
const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16()

async function open(t: TestContext) {
  const smsc = await startSmsc()
  const brought: BroughtMessage[] = []
  const state = { now: 1_000_000, isBroken: false }
  const carrier = smppCarrier({
    ...{ name: 'second', host: '127.0.0.1', port: smsc.port, secure: false, systemId: 'me', password: '' },
    ...{ systemType: '', window: 5, idForm: 'alike', clock: { now: () => state.now } },
    onReceipts: async (_carrier, receipts) => receipts.map(() => true),
    async onMessage(message) {
      if (state.isBroken) throw new Error('the disk is full')
      brought.push(message)
      return true
    },
    onFault: () => undefined,
    times: { firstPauseMs: 20, longestPauseMs: 40 },
  })
  t.after(async () => {
    await carrier.close()
    await smsc.close()
  })
  const bound = async (binds: number) => {
    while (smsc.binds < binds || !carrier.state().isUp) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await bound(1)
  return { smsc, carrier, brought, state, bound }
}

describe('what an SMSC brings', { timeout: 60_000 }, () => {
  it('comes by data_sm as well, whole and in parts', async (t) => {
    const { smsc, brought } = await open(t)
    const write = (fields: object) => smsc.deliver({ ...addresses, ...fields }, 'data_sm')
    assert.equal(await write({ data_coding: 0, message_payload: Buffer.from('hello') }), 0)
    assert.equal(await write({ data_coding: 8, message_payload: ucs2('سلام 😀') }), 0)
    const header = (number: number) => Buffer.from([5, 0, 3, 9, 2, number])
    for (const number of [2, 1]) {
      const payload = Buffer.concat([header(number), ucs2(`part ${number}. `)])
      assert.equal(await write({ esm_class: 0x40, data_coding: 8, message_payload: payload }), 0)
    }
    assert.equal(await write({ data_coding: 0 }), 0)
    assert.deepEqual(
      brought.map(({ text }) => text),
      ['hello', 'سلام 😀', 'part 1. part 2. ', ''],
    )
    const [first] = brought
    assert.deepEqual(
      [first?.from, first?.to, first?.carrier, first?.carrierId],
      ['+491701234567', '+4930123456', 'second', null],
    )
  })

  it('may be again what the bind before has brought, each once, for ten minutes', async (t) => {
    const { smsc, brought, state, bound } = await open(t)
    const alike = async (text: string) => {
      assert.equal(await smsc.deliver({ ...addresses, short_message: text }), 0)
      return brought.at(-1)?.alike
    }
    state.now += 1000
    await alike('a')
    state.now += 1000
    smsc.cut()
    await bound(2)
    const boundAt = state.now
    state.now += 500
    const since = state.now - 600_000
    assert.deepEqual(await alike('a'), { since, until: boundAt, nth: 1 })
    assert.deepEqual(await alike('a'), { since, until: boundAt, nth: 2 })
    assert.deepEqual(await alike('b'), { since, until: boundAt, nth: 1 })
    // What was not kept does not count.
    state.isBroken = true
    assert.equal(await smsc.deliver({ ...addresses, short_message: 'b' }), 0x64)
    state.isBroken = false
    assert.equal((await alike('b'))?.nth, 2)
    state.now = boundAt + 600_001
    assert.equal(await alike('a'), undefined)
  })

  it('comes by a carrier that says whether its SMSC can be reached', async (t) => {
    const { smsc, carrier, state, bound } = await open(t)
    assert.deepEqual(carrier.state(), { isUp: true, since: 1_000_000, problem: null })
    state.now += 5000
    await smsc.close()
    while (carrier.state().isUp) await new Promise((resolve) => setTimeout(resolve, 5))
    const { since, problem } = carrier.state()
    assert.equal(since, 1_005_000)
    assert.ok(problem)
    state.now += 5000
    const again = await startSmsc({ port: smsc.port })
    t.after(() => again.close())
    while (again.binds === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await bound(1)
    assert.deepEqual(carrier.state(), { isUp: true, since: 1_010_000, problem: null })
  })
})
