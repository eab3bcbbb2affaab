import assert from 'node:assert/strict'
import { test } from 'node:test'
import { badSignInOf, rightSignInOf } from './security-events.ts'

test('a bad sign-in by SIP, and nothing else', () => {
  const event = {
    ...{ Event: 'ChallengeResponseFailed', Service: 'PJSIP', AccountID: '530' },
    RemoteAddress: 'IPV4/UDP/192.0.2.1/5060',
  }
  assert.deepEqual(badSignInOf(event), { address: '192.0.2.1', number: '530' })
  assert.deepEqual(badSignInOf({ ...event, AccountID: 'anonymous', RemoteAddress: 'IPV6/TLS/2001:db8::1/5060' }), {
    address: '2001:db8::1',
    number: undefined,
  })
  assert.equal(badSignInOf({ ...event, Service: 'AMI' }), undefined)
  assert.equal(badSignInOf({ ...event, Event: 'SuccessfulAuth' }), undefined)
  assert.equal(badSignInOf({ Event: 'Newchannel' }), undefined)
})

test('a sign-in by SIP, and nothing else', () => {
  const event = {
    Event: 'SuccessfulAuth',
    Service: 'PJSIP',
    AccountID: '500',
    RemoteAddress: 'IPV4/UDP/192.0.2.1/5060',
  }
  assert.deepEqual(rightSignInOf(event), { address: '192.0.2.1', number: '500' })
  assert.equal(rightSignInOf({ ...event, Service: 'AMI' }), undefined)
  assert.equal(rightSignInOf({ ...event, Event: 'ChallengeSent' }), undefined)
})
