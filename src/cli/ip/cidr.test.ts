import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalCidr } from './cidr.ts'

describe('canonicalCidr', () => {
  for (const [given, written] of [
    ['192.0.2.7', '192.0.2.7/32'],
    [' 192.0.2.7/32 ', '192.0.2.7/32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.255.3/17', '10.1.128.0/17'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::1', '2001:db8::1/128'],
    ['2001:db8:ffff::1/33', '2001:db8:8000::/33'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['fe80::1/10', 'fe80::/10'],
    ['::ffff:192.0.2.7', '::ffff:c000:207/128'],
  ] as const) {
    it(`writes ${given} as ${written}`, () => assert.equal(canonicalCidr(given), written))
  }

  for (const wrong of [
    '',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    'fe80::1%eth0',
    'host',
  ]) {
    it(`refuses '${wrong}'`, () => assert.throws(() => canonicalCidr(wrong), /address or a network/))
  }
})
