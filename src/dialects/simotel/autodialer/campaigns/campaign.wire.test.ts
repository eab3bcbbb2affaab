import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Campaign, type CampaignState, campaignStates, usualCampaign } from '../../../../core/campaign/campaign.ts'
import type { Run } from '../../../../core/campaign/run.ts'
import { campaignRow, statesOf } from './campaign.wire.ts'

const zone = 'Asia/Tehran'
const campaign: Campaign = {
  ...usualCampaign,
  ...{ accountId: 1, id: 1, hexId: 'a'.repeat(24), name: 'n', trunkManagerId: 7, listId: null, listCount: 0 },
  ...{ state: 'waiting', repeat: 0, createdAt: 0, updatedAt: 0 },
}
const names = { trunkManagers: new Map(), groups: new Map(), sounds: new Map() }

function run(repeat: number, startedAt: number, endedAt: number | null, counts: Partial<Run['counts']>): Run {
  return {
    ...{ accountId: 1, campaignId: 1, repeat, listIds: [], country: null, next: { list: 0, entry: 0 } },
    counts: {
      ...{ answered: 0, busy: 0, 'no-answer': 0, failed: 0, lost: 0, size: 0, skipped: 0, repeated: 0, calling: 0 },
      ...{ waiting: 0, left: 0, tries: 0, talk: 0, wait: 0 },
      ...counts,
    },
    ...{ startedAt, endedAt },
  }
}

type Shown = Readonly<Record<string, unknown>> & { readonly statistics: { all: object; sep: readonly object[] } }
const rowOf = (fields: Partial<Campaign>, runs: readonly Run[] = [], now = 0) =>
  campaignRow({ campaign: { ...campaign, ...fields }, runs, names, numbers: [] }, zone, now) as Shown

describe('a row of a campaign', () => {
  it('has three words for five states, and a condition finds by these', () => {
    const words = { waiting: 'waiting', running: 'running', paused: 'running', completed: 'completed' }
    for (const state of campaignStates) {
      assert.equal(rowOf({ state }).status, { ...words, stopped: 'completed' }[state])
    }
    const found = (text: string, alike: boolean): CampaignState[] => statesOf({ text, alike })
    assert.deepEqual(found('running', false), ['running', 'paused'])
    assert.deepEqual(found(' COMPLETED ', false), ['completed', 'stopped'])
    assert.deepEqual(found('ing', true), ['waiting', 'running', 'paused'])
    assert.deepEqual(found('ing', false), [])
    assert.deepEqual(found('paused', true), [])
  })

  it('names nothing that is gone', () => {
    const row = rowOf({ groupIds: [3], soundId: 4 })
    assert.deepEqual([row.trunk_manager_id, row.groups, row.announcement], ['', [], ''])
  })

  it("has the statistics of the vendor's sample", () => {
    const [at, end] = [1_697_545_548_007, 1_697_545_548_007]
    const moment = { $date: { $numberLong: String(at) } }
    const { repeat, hs, statistics } = rowOf({ repeat: 2 }, [run(2, at, end, { size: 1, lost: 1, tries: 3 })])
    const common = {
      ...{ sum: 0, avg: 0, wait: 0, wait_avg: 0, try: 3, try_avg: 3, min_date: moment, max_date: moment },
      ...{ count: 1, numbers: 1, disposition: { LOST: { count: 1 } } },
    }
    const sample = { all: { ...common, success: 0 }, sep: [{ _id: 2, ...common, answered: 0, success: 0 }] }
    assert.equal(JSON.stringify({ repeat, hs, statistics }), JSON.stringify({ repeat: 2, hs: 2, statistics: sample }))
  })

  it('adds its runs up, of which one goes on', () => {
    const first = run(1, 10_000, 20_000, {
      size: 4,
      repeated: 1,
      answered: 2,
      busy: 1,
      tries: 4,
      talk: 7000,
      wait: 5600,
    })
    const second = run(2, 30_000, null, { size: 3, skipped: 1, waiting: 1, left: 1, tries: 1 })
    const { statistics } = rowOf({ state: 'running', repeat: 2 }, [first, second], 40_000)
    const moment = (ms: number) => ({ $date: { $numberLong: String(ms) } })
    assert.deepEqual(statistics.all, {
      ...{ sum: 7, avg: 2.33, wait: 6, wait_avg: 2, try: 5, try_avg: 1.67, count: 3, numbers: 6, success: 66.67 },
      ...{ min_date: moment(10_000), max_date: moment(40_000) },
      disposition: { ANSWERED: { count: 2 }, BUSY: { count: 1 } },
    })
    assert.deepEqual(statistics.sep[1], {
      ...{ _id: 2, sum: 0, avg: 0, wait: 0, wait_avg: 0, try: 1, try_avg: 0, count: 0, numbers: 3 },
      ...{ min_date: moment(30_000), max_date: moment(40_000), disposition: {}, answered: 0, success: 0 },
    })
  })
})
