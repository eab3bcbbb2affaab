import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuOf, cpuOfFamily, memoryPeakOf, parentOf } from '../../bench/processes.ts'
import { figuresOf, type Round, rateOf, ratioOf, timeOf } from '../../bench/row.ts'
import { quantile } from '../../bench/statistics.ts'

const round = (perSecond: number, ...times: number[]): Round => ({ perSecond, times, cpu: 10 * perSecond })

describe('figures', () => {
  it('are medians of rounds, and quantiles of all requests', () => {
    assert.deepEqual(figuresOf([round(1, 5, 6), round(3, 7, 8), round(2, 100)]), {
      ...{ perSecond: 2, p50: 7, p99: 100, cpu: 20 },
    })
    assert.equal(quantile([], 0.5), Number.NaN)
  })

  it('are compared round by round', () => {
    const [ours, theirs] = [
      [round(10, 1), round(40, 2), round(30, 3)],
      [round(20, 2), round(40, 2), round(10, 1)],
    ]
    assert.deepEqual(ratioOf(ours, theirs, rateOf), { median: 1, least: 0.5, most: 3 })
    assert.deepEqual(ratioOf(ours, theirs, timeOf), { median: 1, least: 0.5, most: 3 })
  })
})

describe('processes', () => {
  it('tell their processor time, memory and parent', () => {
    const { user, system } = process.cpuUsage()
    assert.ok(Math.abs(cpuOf(process.pid) - user - system) < 1_000_000)
    assert.ok(cpuOfFamily(process.ppid) >= cpuOf(process.pid))
    assert.ok(memoryPeakOf(process.pid) > 10)
    assert.equal(parentOf(process.pid), process.ppid)
  })

  it('that are gone have none', () => {
    assert.deepEqual([cpuOf(2 ** 30), memoryPeakOf(2 ** 30), parentOf(2 ** 30)], [0, 0, 0])
  })
})
