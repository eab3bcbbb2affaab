import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeLeaf, encodeLeaf, leafHas, type PhoneKey } from './leaf.ts'

describe('a leaf', () => {
  it('has what was put in, and nothing else', () => {
    const codes = [10, 11, 1_000, 198_912_000_000, 198_912_000_001, 2_999_999_999_999_999]
    const phones = ['*1', 'a']
    const leaf = encodeLeaf(codes, phones)
    assert.deepEqual(decodeLeaf(leaf), [...codes, ...phones])
    const others: PhoneKey[] = [0, 9, 12, 999, 198_912_000_002, 3_000_000_000_000_000, '*2', '']
    for (const key of [...codes, ...phones]) assert.ok(leafHas(leaf, key), String(key))
    for (const key of others) assert.ok(!leafHas(leaf, key), String(key))
    for (const key of [...codes, ...others]) assert.ok(!leafHas(encodeLeaf([], phones), key), String(key))
  })

  it('is not read in a format that is not known', () => {
    const leaf = encodeLeaf([10], [])
    leaf[0] = 9
    assert.throws(() => decodeLeaf(leaf), /leaf format 9/)
    assert.throws(() => leafHas(leaf, 10), /leaf format 9/)
  })
})
