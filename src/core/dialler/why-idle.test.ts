import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TrunkManager } from '../trunk-manager/trunk-manager.ts'
import { isWithinHours, whyCampaignIdle, whyManagerIdle } from './why-idle.ts'

const manager: TrunkManager = {
  ...{ accountId: 1, id: 1, hexId: 'a', title: 'm', trunk: 'out', active: true, capacity: 1, interval: 0 },
  ...{ readyNumbers: 1, hours: null, timeZone: 'Asia/Tehran', createdAt: 1, updatedAt: 1 },
}

describe('the hours of a trunk manager', () => {
  const open = (timeZone: string, hours: TrunkManager['hours'], at: string) =>
    isWithinHours({ timeZone, hours }, Date.parse(at))

  it('are those of the weekday and the minute in their zone', () => {
    // 2026-03-20 is a Friday, and 2026-03-21, a Saturday, is the first day of the Persian year 1405.
    const saturday = { 6: [[0, 1440]] } as const
    assert.equal(open('Asia/Tehran', saturday, '2026-03-20T20:29:59.999Z'), false)
    assert.equal(open('Asia/Tehran', saturday, '2026-03-20T20:30:00Z'), true)
    assert.equal(open('Asia/Tehran', saturday, '2026-03-21T20:29:59.999Z'), true)
    assert.equal(open('Asia/Tehran', saturday, '2026-03-21T20:30:00Z'), false)
    assert.equal(open('UTC', saturday, '2026-03-20T20:30:00Z'), false)
    assert.equal(open('Pacific/Kiritimati', saturday, '2026-03-20T10:00:00Z'), true)
    assert.equal(open('Pacific/Kiritimati', saturday, '2026-03-20T09:59:00Z'), false)
  })

  it('follow summer time, which Tehran does not have', () => {
    const nine = { 1: [[540, 541]], 7: [[540, 541]] } as const
    assert.equal(open('Europe/Berlin', nine, '2026-03-23T08:00:30Z'), true)
    assert.equal(open('Europe/Berlin', nine, '2026-03-29T07:00:30Z'), true)
    assert.equal(open('Europe/Berlin', nine, '2026-03-29T08:00:30Z'), false)
    assert.equal(open('Europe/Berlin', nine, '2026-10-25T08:00:30Z'), true)
    assert.equal(open('Asia/Tehran', nine, '2026-03-23T05:30:30Z'), true)
    // The hour from 2 to 3 is not there on 29 March, and is there twice on 25 October.
    const night = { 7: [[120, 180]] } as const
    assert.equal(open('Europe/Berlin', night, '2026-03-29T01:00:00Z'), false)
    assert.equal(open('Europe/Berlin', night, '2026-10-25T00:30:00Z'), true)
    assert.equal(open('Europe/Berlin', night, '2026-10-25T01:30:00Z'), true)
  })

  it('are always where none are set, and never on a day without any', () => {
    assert.equal(open('Asia/Tehran', null, '2026-03-21T00:00:00Z'), true)
    assert.equal(open('Asia/Tehran', {}, '2026-03-21T00:00:00Z'), false)
  })
})

describe('the reason for which nothing is called', () => {
  const never = () => undefined

  it('is one: of the trunk manager, its trunk, its hours, or the quiet ones', () => {
    const trunk = { name: 'out', active: true }
    assert.equal(whyManagerIdle(manager, [trunk], never, 0), undefined)
    assert.equal(whyManagerIdle({ ...manager, active: false }, [], never, 0), 'manager_inactive')
    assert.equal(whyManagerIdle(manager, [{ ...trunk, name: 'other' }], never, 0), 'no_trunk')
    assert.equal(whyManagerIdle(manager, [{ ...trunk, active: false }], never, 0), 'trunk_inactive')
    assert.equal(whyManagerIdle({ ...manager, hours: {} }, [trunk], never, 0), 'outside_hours')
    assert.equal(
      whyManagerIdle(manager, [trunk], () => 5, 0),
      'quiet_hours',
    )
  })

  it('is one of the campaign: from its start on, up to its end, with its announcement', () => {
    const window = { start: 10, end: 20 }
    assert.deepEqual(
      [9, 10, 19, 20].map((at) => whyCampaignIdle(window, '', at)),
      ['before_start', undefined, undefined, 'after_end'],
    )
    assert.equal(whyCampaignIdle({ start: null, end: null }, null, 0), 'no_announcement')
  })
})
