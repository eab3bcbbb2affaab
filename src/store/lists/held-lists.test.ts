import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HeldLists } from './held-lists.ts'

describe('lists that are held', () => {
  it('are found by account and list, until all is forgotten', () => {
    const held = new HeldLists()
    held.hold(1, 'a', Float64Array.of(1, 2))
    assert.deepEqual(held.find(1, 'a'), Float64Array.of(1, 2))
    assert.equal(held.find(2, 'a'), undefined)
    assert.equal(held.find(1, 'b'), undefined)
    held.forget()
    assert.equal(held.find(1, 'a'), undefined)
  })

  it('are held without the memory of which their codes are a view', () => {
    const held = new HeldLists()
    held.hold(1, 'a', new Float64Array(100_000).subarray(0, 2))
    assert.equal(held.find(1, 'a')?.buffer.byteLength, 16)
  })

  it('are two generations of 2,000, of 64 entries at the most', () => {
    const held = new HeldLists()
    held.hold(1, 'long', new Float64Array(65))
    assert.equal(held.find(1, 'long'), undefined)
    for (let at = 0; at < 4001; at++) held.hold(1, String(at), new Float64Array(64))
    assert.equal(held.find(1, '1999'), undefined)
    assert.equal(held.find(1, '2000')?.length, 64)
    assert.equal(held.find(1, '4000')?.length, 64)
  })
})
