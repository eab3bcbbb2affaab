import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AmiMessage } from './ami-messages.ts'
import { liveCallsIn } from './live-calls.ts'

const channel = (Channel: string, Uniqueid: string, Linkedid: string, more: AmiMessage = {}): AmiMessage => ({
  ...{ Channel, Uniqueid, Linkedid, ChannelStateDesc: 'Ringing', Exten: 's', BridgeId: '' },
  ...more,
})
const talking = { ChannelStateDesc: 'Up', BridgeId: 'b' }

test('a call rings at phones before one of them takes it', () => {
  const caller = channel('PJSIP/530-0000001a', '1790000000.1', '1790000000.1', {
    Exten: '531',
    ChannelStateDesc: 'Ring',
  })
  const rings = [...['531', '532']].map((number, at) =>
    channel(`PJSIP/${number}-0000001b`, `179000000${at}.2`, '1790000000.1'),
  )
  const call = { id: '1790000000.1', from: '530', trunks: [], startedAt: 1_790_000_000_000 }
  assert.deepEqual(liveCallsIn([caller]), [{ ...call, to: ['531'], state: 'ringing' }])
  assert.deepEqual(liveCallsIn([...rings, caller]), [{ ...call, to: ['531', '532'], state: 'ringing' }])
})

test('a number outside is that of its line, and a trunk is named', () => {
  const caller = channel('PJSIP/cisco-0000001a', '1790000000.1', '1790000000.1', {
    CallerIDNum: '+989121112233',
    ...talking,
  })
  const taker = channel('PJSIP/530-0000001b', '1790000001.2', '1790000000.1', talking)
  assert.deepEqual(liveCallsIn([taker, caller]), [
    {
      ...{ id: '1790000000.1', from: '+989121112233', to: ['530'], trunks: ['cisco'] },
      ...{ state: 'talking', startedAt: 1_790_000_000_000 },
    },
  ])
  const hidden = { ...caller, CallerIDNum: '<unknown>', BridgeId: '' }
  assert.deepEqual(
    liveCallsIn([hidden]).map(({ from, to, state }) => [from, to, state]),
    [['', [], 'listening']],
  )
})

test("a campaign's call has the number that it calls and the extension that it goes on to, and nobody who calls", () => {
  const id = 'orig.call.1790000000.000001'
  const halves = [';1', ';2'].map((half, at) =>
    channel(`Local/09120000000@campaign-0000000${half}`, at === 0 ? id : '1790000000.3', id),
  )
  const line = channel('PJSIP/cisco-0000001c', '1790000001.4', id, { CallerIDNum: '<unknown>' })
  assert.deepEqual(liveCallsIn(halves), [
    { id, from: '', to: ['09120000000'], trunks: [], state: 'ringing', startedAt: 1_790_000_000_000 },
  ])
  assert.deepEqual(liveCallsIn([...halves, line])[0]?.to, ['09120000000'])
  const taken = [
    { ...line, CallerIDNum: '09120000000', ...talking },
    channel('PJSIP/530-0000001d', '1790000009.5', id, talking),
  ]
  assert.deepEqual(liveCallsIn(taken), [
    { id, from: '', to: ['09120000000', '530'], trunks: ['cisco'], state: 'talking', startedAt: 1_790_000_001_000 },
  ])
})

test('calls are apart, and a channel that tells of no call is none', () => {
  const one = channel('PJSIP/530-0000001a', '1790000000.1', '1790000000.1')
  const other = channel('PJSIP/531-0000001b', '1790000000.2', '1790000000.2')
  assert.deepEqual(
    liveCallsIn([one, other, { Channel: 'PJSIP/532-0000001c' }]).map(({ from }) => from),
    ['530', '531'],
  )
})
