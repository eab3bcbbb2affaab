import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeIds } from './ids.ts'

describe('makeIds', () => {
  it('makes hex ids that differ and rise, also when the clock goes back', () => {
    let now = 1_700_000_000_000
    const ids = makeIds({ now: () => now })
    const made = Array.from({ length: 1000 }, () => {
      now -= 10
      return ids.hexId()
    })
    assert.ok(made.every((id) => /^[0-9a-f]{24}$/.test(id)))
    assert.deepEqual(made.toSorted(), made)
    assert.equal(new Set(made).size, made.length)
    assert.equal(Number.parseInt((made[0] as string).slice(0, 8), 16), 1_699_999_999)
  })

  it('makes secrets of the length that is asked for', () => {
    const ids = makeIds({ now: () => 0 })
    assert.match(ids.secret(50), /^[A-Za-z0-9]{50}$/)
    assert.notEqual(ids.secret(50), ids.secret(50))
  })
})
