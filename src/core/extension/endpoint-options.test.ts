import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readEndpointOptions } from './endpoint-options.ts'

const long = 'a'.repeat(63)

/** Values of options of the PBX: those that it takes, and those that would cost the extension its place. */
const rows: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  t38_udptl_ec: { good: ['none', 'fec', 'redundancy'], bad: ['', 'xnone', 'nonex', 'none,fec'] },
  from_domain: {
    good: ['a', 'example.com', `${long}.${long}.com`],
    bad: ['', '.com', 'a..b', `${long}a.com`, `${`${long}.`.repeat(4)}com`, 'a_b'],
  },
  timers_min_se: { good: ['90', '1800'], bad: ['89', '9', '180000', 'x'] },
  cos_audio: { good: ['0', '7'], bad: ['8', '00', '-1'] },
  rtp_timeout: { good: ['0', '9999'], bad: ['10000', '-1', ''] },
  language: { good: ['fa', 'en_GB'], bad: ['e', 'EN', 'en-GB'] },
}

describe('the options of an endpoint', () => {
  for (const [name, { good, bad }] of Object.entries(rows)) {
    it(`takes of ${name} what the PBX takes, and refuses the rest`, () => {
      for (const value of good) {
        const read = readEndpointOptions(`${name}=${value}`)
        assert.deepEqual('options' in read && read.options, { [name]: value }, value)
      }
      for (const value of bad) assert.ok('problem' in readEndpointOptions(`${name}=${value}`), value)
    })
  }
})
