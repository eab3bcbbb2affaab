import assert from 'node:assert/strict'
import { it } from 'node:test'
import { makePasswords } from '../../secrets/passwords.ts'
import { addressSubject, nameSubject } from './subject.ts'

it('an IPv4 address counts for itself, an IPv6 address for its network', () => {
  const subjects: readonly (readonly [string, string])[] = [
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:07::1', '2001:db8:0:7::/64'],
    ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ]
  for (const [address, subject] of subjects) assert.equal(addressSubject(address), subject)
})

it('a name that is long or strange is known by its hash', () => {
  const passwords = makePasswords()
  assert.equal(nameSubject(passwords, 'user', 'acme'), 'user:acme')
  for (const name of ['', 'x'.repeat(65), 'a b', '\u001b[2J']) {
    assert.match(nameSubject(passwords, 'user', name), /^user:#[0-9a-f]{16}$/)
  }
})
