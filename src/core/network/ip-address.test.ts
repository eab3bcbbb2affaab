import assert from 'node:assert/strict'
import { isIPv4, isIPv6 } from 'node:net'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isIpv4, isIpv6 } from './ip-address.ts'

const pieces = fc.array(
  fc.constantFrom('::', ':', '.', '0', '1', '255', '256', '01', 'ffff', 'fe80', 'g', '12345', '10.0.0.1', '%', ' '),
  { maxLength: 17 },
)
const texts = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  pieces.map((parts) => parts.join('')),
)

describe('addresses of networks', () => {
  it('are those that Node takes, but for zones', () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.equal(isIpv4(text), isIPv4(text), text)
        assert.equal(isIpv6(text), isIPv6(text) && !text.includes('%'), text)
      }),
      { numRuns: 20_000 },
    )
  })
})
