import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { BookEvent } from '../core/event/event.ts'
import { CallTracker } from './call-tracker.ts'

const nowMs = 1_795_242_600_000

function track(): { tracker: CallTracker; told: BookEvent[] } {
  const told: BookEvent[] = []
  return {
    tracker: new CallTracker(
      (event) => told.push(event),
      () => nowMs,
      true,
    ),
    told,
  }
}

const device = (number: string, State: string) => ({ Event: 'DeviceStateChange', Device: `PJSIP/${number}`, State })
const state = (extension: string, name: string) => ({ kind: 'extension-state', extension, state: name })

describe('CallTracker', () => {
  it('tells no state that was so when it began, and after that what has changed, also while it was away', () => {
    const { tracker, told } = track()
    tracker.learn([device('500', 'NOT_INUSE'), device('530', 'UNAVAILABLE')], new Set(['500']))
    assert.deepEqual(told, [])
    tracker.handle(device('530', 'NOT_INUSE'))
    tracker.handle(device('530', 'NOT_INUSE'))
    tracker.learn([device('500', 'INUSE'), device('530', 'NOT_INUSE')], new Set(['500', '530']))
    assert.deepEqual(told, [state('530', 'idle'), state('500', 'in-use')])
  })

  it('takes an extension that has registered for idle, whatever Asterisk thinks of its device', () => {
    const { tracker, told } = track()
    tracker.learn([], new Set())
    tracker.registeredAre(new Set(['530']))
    tracker.handle(device('530', 'RINGING'))
    tracker.handle(device('530', 'UNAVAILABLE'))
    tracker.registeredAre(new Set(['530']))
    tracker.registeredAre(new Set())
    const states = ['idle', 'ringing', 'idle', 'unavailable']
    assert.deepEqual(
      told,
      states.map((name) => state('530', name)),
    )
  })

  it('tells nothing of devices that are no extension, and of states that say nothing', () => {
    const { tracker, told } = track()
    tracker.learn([], new Set())
    tracker.handle(device('trunk', 'INUSE'))
    tracker.handle({ Event: 'DeviceStateChange', Device: 'Local/530@x', State: 'INUSE' })
    tracker.handle(device('530', 'UNKNOWN'))
    assert.deepEqual(told, [])
  })

  it('counts back from now where the configuration gives no exact times', () => {
    const { tracker, told } = track()
    const cdr = {
      Channel: 'PJSIP/500-00000000',
      DestinationChannel: 'PJSIP/530-00000001',
      Source: '500',
      Destination: '530',
    }
    const times = { StartTime: '2026-11-21 06:29:54', Duration: '12', BillableSeconds: '9' }
    tracker.handle({ Event: 'Cdr', ...cdr, ...times, Disposition: 'ANSWERED', UniqueID: '1.2' })
    assert.deepEqual(told, [
      {
        ...{ kind: 'call-ended', extension: '500', callId: '1.2', from: '500', to: '530', way: 'local', trunk: '' },
        ...{ disposition: 'ANSWERED', endedAt: nowMs * 1000 },
        ...{ startedAt: nowMs * 1000 - 12e6, answeredAt: nowMs * 1000 - 9e6 },
      },
    ])
  })
})
