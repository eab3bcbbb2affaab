import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildCall } from '../../../test/campaign-builders.ts'
import { callIdOf, microsecondsOf } from './call-id.ts'
import { endByCall, endWithoutCall, nextStep, optsOut } from './settle-try.ts'

describe('the end of a try', () => {
  const unanswered = { answeredAt: null, startedAt: 1_000_000, endedAt: 5_500_400 }

  it('is that of its call, with the times in milliseconds and the cause of its line', () => {
    const leg = { channel: 'x', party: '1', trunk: 'out', startedAt: 1, answeredAt: null, endedAt: 2, cause: 17 }
    const inner = { ...leg, trunk: '', cause: 16 }
    const call = buildCall('x', { ...unanswered, disposition: 'BUSY', legs: [leg, inner] })
    assert.deepEqual(endByCall(call), { outcome: 'busy', cause: 17, talk: 0, wait: 4500, digits: '', at: 5500 })
    const answered = buildCall('x', { startedAt: 1e6, answeredAt: 3e6, endedAt: 10e6, digits: '12' })
    const end = { outcome: 'answered', cause: null, talk: 7000, wait: 2000, digits: '12', at: 10_000 }
    assert.deepEqual(endByCall(answered), end)
  })

  it('is lost where the PBX did not live to see the end, unless it was answered before', () => {
    const outcome = (disposition: 'ANSWERED' | 'BUSY' | 'NO ANSWER' | 'FAILED', doubts: readonly ('end' | 'gap')[]) =>
      endByCall(buildCall('x', { ...unanswered, disposition, doubts })).outcome
    assert.deepEqual(
      [outcome('NO ANSWER', []), outcome('FAILED', []), outcome('NO ANSWER', ['end']), outcome('BUSY', ['gap'])],
      ['no-answer', 'failed', 'lost', 'busy'],
    )
    assert.equal(outcome('ANSWERED', ['end']), 'answered')
  })

  it('is followed by another try after the pause, while tries are left and the campaign goes on', () => {
    const campaign = { tries: 2, pause: 60, state: 'running' } as const
    const lost = endWithoutCall('lost', 1000)
    assert.deepEqual(nextStep(lost, 1, campaign), { state: 'waiting', dueAt: 61_000 })
    assert.deepEqual(nextStep(lost, 1, { ...campaign, state: 'paused' }), { state: 'waiting', dueAt: 61_000 })
    assert.deepEqual(nextStep(lost, 2, campaign), { state: 'done' })
    assert.deepEqual(nextStep(lost, 1, { ...campaign, state: 'stopped' }), { state: 'done' })
    assert.deepEqual(nextStep(lost, 1, undefined), { state: 'done' })
    assert.deepEqual(nextStep({ outcome: 'answered', at: 1 }, 1, campaign), { state: 'done' })
  })

  it('opts out by the digit alone', () => {
    assert.deepEqual(
      ['9', '19', '99', ''].map((digits) => optsOut(digits, { optOutDigit: '9' })),
      [true, false, false, false],
    )
    assert.equal(optsOut('9', { optOutDigit: null }), false)
  })

  it('has the id of its call by the microsecond, and back', () => {
    assert.equal(callIdOf(1_703_145_054_787_335), 'orig.call.1703145054.787335')
    assert.equal(callIdOf(1_000_007), 'orig.call.1.000007')
    assert.equal(microsecondsOf('orig.call.1703145054.787335'), 1_703_145_054_787_335)
    for (const text of [
      '',
      '1.2',
      'orig.call.1.2',
      'orig.call.1.0000001',
      'xorig.call.1.000001',
      'orig.call.x.000001',
    ]) {
      assert.equal(microsecondsOf(text), undefined, text)
    }
  })
})
