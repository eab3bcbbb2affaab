import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isSame } from './same-value.ts'

const same: readonly [attribute: string, given: string, shown: string][] = [
  ['context', 'main_routing', 'main_routing'],
  ['direct_media', 'yes', 'true'],
  ['timers', 'forced', 'always'],
  ['connected_line_method', 'reinvite', 'invite'],
  ['call_group', '1,3-5', '1, 3, 4, 5'],
  ['call_group', '5-3,2', '2'],
  ['pickup_group', '', ''],
  ['named_call_group', 'b,a', 'a, b'],
  ['allow', 'ulaw,alaw', '(ulaw|alaw)'],
  ['tos_audio', 'ef', '184'],
  ['tos_audio', 'af31', '104'],
  ['tos_audio', 'cs7', '224'],
  ['tos_audio', '0', '0'],
  ['qualify_timeout', '2.0', '2.000000'],
  ['contact', '', 'sip:1@127.0.0.1:5060'],
  ['contact', 'sip:1@10.0.0.1:5060', 'sip:1@10.0.0.1:5060,sip:1@10.0.0.2:5060'],
]
const other: readonly [attribute: string, given: string, shown: string][] = [
  ['context', 'main_routing', 'main'],
  ['direct_media', 'yes', 'false'],
  ['call_group', '1,3-5', '1, 3, 4'],
  ['allow', 'ulaw,alaw', '(alaw|ulaw)'],
  ['tos_audio', 'ef', '0'],
  ['contact', 'sip:1@10.0.0.1:5060', ''],
]

it('tells a value that Asterisk words in its own way from another value', () => {
  for (const [attribute, given, shown] of same)
    assert.ok(isSame(attribute, given, shown), `${attribute} ${given} ${shown}`)
  for (const [attribute, given, shown] of other)
    assert.ok(!isSame(attribute, given, shown), `${attribute} ${given} ${shown}`)
})
