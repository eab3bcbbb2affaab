import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPrivate } from './private-networks.ts'

describe('isPrivate', () => {
  for (const address of [
    '127.0.0.1',
    '127.255.255.254',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '::127.0.0.1',
    '::7f00:1',
    '0:0:0:0:0:0:0:1',
    '::ffff:7f00:1',
    '2002:7f00:1::',
    '2002:c0a8:1::1',
    '2001:0:7f00:1::',
    'fec0::1',
    'fe80::1%lo',
    'fdff:ffff::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ]) {
    it(`knows ${address}`, () => assert.equal(isPrivate(address), true))
  }

  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '192.0.3.1',
    '203.0.114.1',
    '2001:4860:4860::8888',
    '2001:200::1',
    '2003::1',
    '2606:4700:4700::1111',
    '::ffff:8.8.8.8',
  ]) {
    it(`leaves ${address}`, () => assert.equal(isPrivate(address), false))
  }
})
