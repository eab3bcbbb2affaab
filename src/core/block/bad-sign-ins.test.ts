import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BadSignIns } from './bad-sign-ins.ts'

const rule = { attempts: 2, within: 60, lasts: 600 }

describe('bad sign-ins', () => {
  it('are too many when more than the rule allows fall into its time; then the count begins anew', () => {
    const bad = new BadSignIns(rule)
    const at = (...times: readonly number[]) => times.map((now) => bad.isTooMany('a', now))
    assert.deepEqual(at(0, 59, 60, 61, 62, 63), [false, false, false, true, false, false])
    assert.equal(bad.isTooMany('b', 63), false)
  })

  it('of none at all are too many at once', () => {
    assert.equal(new BadSignIns({ ...rule, attempts: 0 }).isTooMany('a', 0), true)
  })

  it('of 100,000 made-up names take a bounded room, and those of the newest are still counted', () => {
    const bad = new BadSignIns(rule)
    for (let name = 0; name < 100_000; name++) bad.isTooMany(`user:${name}`, 0)
    assert.equal(bad.subjects, 50_000)
    assert.deepEqual(
      [1, 2].map((now) => bad.isTooMany('user:99999', now)),
      [false, true],
    )
  })
})
