import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readPrefix } from './prefix.ts'

it('a prefix is the beginning of a number as it is dialled', () => {
  for (const right of ['0', '0912', '+', '+49', '1'.repeat(20)]) assert.equal(readPrefix(right), right)
  for (const wrong of ['', 'x', '09 12', '0912*', '1'.repeat(21), '49+', '*43', '٠٩']) {
    assert.throws(() => readPrefix(wrong), /1 to 20 digits/, wrong)
  }
})
