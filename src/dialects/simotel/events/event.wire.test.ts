import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CallEnded } from '../../../core/event/event.ts'
import { eventPayload } from './event.wire.ts'

const call: CallEnded = {
  kind: 'call-ended',
  extension: '500',
  callId: '1.2',
  from: '500',
  to: '0912',
  way: 'outgoing',
  trunk: 'gate',
  disposition: 'ANSWERED',
  startedAt: 1e6,
  answeredAt: null,
  endedAt: 5e6,
}

describe('eventPayload', () => {
  for (const [disposition, told] of [
    ['ANSWERED', 'ANSWERED'],
    ['BUSY', 'BUSY'],
    ['NO ANSWER', 'NO ANSWER'],
    ['FAILED', 'NO ANSWER'],
    ['CONGESTION', 'NO ANSWER'],
  ] as const) {
    it(`tells ${disposition} as ${told}`, () => assert.equal(eventPayload({ ...call, disposition }).disposition, told))
  }
})
