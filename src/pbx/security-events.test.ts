import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOfBadSignIn, isSignIn } from './security-events.ts'

test('the address of a bad sign-in by SIP, and of nothing else', () => {
  const event = { Event: 'InvalidPassword', Service: 'PJSIP', RemoteAddress: 'IPV4/UDP/192.0.2.1/5060' }
  assert.equal(addressOfBadSignIn(event), '192.0.2.1')
  assert.equal(addressOfBadSignIn({ ...event, RemoteAddress: 'IPV6/UDP/2001:db8::1/5060' }), '2001:db8::1')
  assert.equal(addressOfBadSignIn({ ...event, Service: 'AMI' }), undefined)
  assert.equal(addressOfBadSignIn({ ...event, Event: 'SuccessfulAuth' }), undefined)
  assert.equal(addressOfBadSignIn({ Event: 'Newchannel' }), undefined)
})

test('a sign-in by SIP, and nothing else', () => {
  const event = { Event: 'SuccessfulAuth', Service: 'PJSIP', AccountID: '500' }
  assert.equal(isSignIn(event), true)
  assert.equal(isSignIn({ ...event, Service: 'AMI' }), false)
  assert.equal(isSignIn({ ...event, Event: 'ChallengeSent' }), false)
})
