import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CallEnded, CampaignTargetEnded } from '../../../core/event/event.ts'
import { eventPayload } from './event.wire.ts'
import { webhooks } from './webhooks.ts'

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

/** The sample of the vendor's page on the event, as the book has it. */
const report: CampaignTargetEnded = {
  kind: 'campaign-target',
  extension: '',
  campaign: {
    ...{ id: '63e24b3e3ba6c708b7612152', name: 'test12', context: '1111', text: '2222', trunkManager: 'f'.repeat(24) },
    ...{ sound: '', start: Date.UTC(2023, 1, 7, 19, 9, 34, 201), end: Date.UTC(2023, 1, 10, 19, 9) },
  },
  target: {
    ...{ id: 7, repeat: 27, phone: '09153012312', outcome: 'answered', skipped: '', firstAt: 1, lastAt: 2 },
    ...{ talk: 5400, wait: 1600, digits: '5' },
    tries: [
      {
        ...{ place: 1, callId: 'orig.call.1675766374.000000', startedAt: Date.UTC(2023, 1, 7, 10, 39, 34, 999) },
        ...{ endedAt: 2, outcome: 'answered', cause: 16, talk: 5400, wait: 1600 },
      },
    ],
  },
}

const told = {
  ...{ event_name: 'AutoDialerReport', start: '2023-02-07 19:09:34.201000', end: '2023-02-10 19:09:00.000000' },
  ...{ campaign_id: '63e24b3e3ba6c708b7612152', campaign: 'test12', interface_context: '1111', interface_text: '2222' },
  ...{ trunk_manager_id: 'f'.repeat(24), announcement: '', number: '09153012312', disposition: 'ANSWERED', try: 1 },
  ...{ repeat: 27, billsec: 5, wait: 2, input: '5' },
  tries: [
    {
      ...{ cdr_id: '63e22a660000000000000701', cause: '16', 'cause-txt': 'Normal Clearing' },
      ...{ starttime: '2023-02-07 10:39:34', disposition: 'ANSWERED', wait: 2 },
    },
  ],
}

describe('AutoDialerReport', () => {
  it("is the vendor's sample", () => assert.equal(JSON.stringify(eventPayload(report)), JSON.stringify(told)))

  it('tells a number that is lost, and one that was not called', () => {
    const { target, campaign } = report
    const tries = target.tries.map((each) => ({ ...each, outcome: 'lost' as const, cause: null }))
    const lost = eventPayload({
      ...report,
      campaign: { ...campaign, start: null, end: null },
      target: { ...target, outcome: 'lost', tries },
    })
    const [each] = lost.tries as typeof told.tries
    assert.deepEqual(
      [lost.disposition, lost.start, lost.end, each?.disposition, each?.cause, each?.['cause-txt']],
      ['LOST', '', '', 'LOST', null, null],
    )
    const skipped = eventPayload({ ...report, target: { ...target, outcome: null, skipped: 'opted_out', tries: [] } })
    assert.deepEqual([skipped.disposition, skipped.skipped, skipped.tries], ['SKIPPED', 'opted_out', []])
  })

  it('has its tries as JSON in a query', () => {
    const webhook = { url: 'http://127.0.0.1/call', format: 'g4', method: 'GET' } as Parameters<
      typeof webhooks.shape
    >[0]
    const { url, body } = webhooks.shape(webhook, report, {
      delivery: { id: 1, createdAt: 0 },
      attempt: 1,
      attempts: 1,
    })
    assert.equal(body, null)
    assert.deepEqual(JSON.parse(new URL(url).searchParams.get('tries') ?? ''), told.tries)
  })
})
