import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MayContact } from '../../core/opt-out/contact-checks.ts'
import { describeAnswer, showAnswer } from './show-opt-out.ts'

describe('the answer to whether somebody may be contacted', () => {
  it('is told in a line and for programs, with its one reason', () => {
    const until = Date.UTC(2026, 2, 21, 4, 30)
    const answers: readonly (readonly [MayContact, string, object])[] = [
      [{ may: true }, 'yes', { may: true }],
      [
        { may: false, reason: { code: 'quiet_hours', until } },
        'no, not before 2026-03-21T04:30:00.000Z: quiet hours',
        { may: false, reason: 'quiet_hours', until: '2026-03-21T04:30:00.000Z' },
      ],
      [
        { may: false, reason: { code: 'contact_limit', contacts: 3 } },
        'no, it had 3 calls and messages within 24 hours',
        { may: false, reason: 'contact_limit', contacts: 3 },
      ],
      [
        { may: false, reason: { code: 'not_a_number', problem: 'has no digit' } },
        'no, not a number: it has no digit',
        { may: false, reason: 'not_a_number', problem: 'has no digit' },
      ],
    ]
    for (const [answer, line, shown] of answers) {
      assert.equal(describeAnswer(answer), line)
      assert.deepEqual(showAnswer(answer), shown)
    }
  })
})
