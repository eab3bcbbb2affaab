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
  ]) {
    it(`knows ${address}`, () => assert.equal(isPrivate(address), true))
  }

  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
  ]) {
    it(`leaves ${address}`, () => assert.equal(isPrivate(address), false))
  }
})
