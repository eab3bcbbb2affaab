import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isGateway } from './gateway.ts'

describe('isGateway', () => {
  const gateway = { host: '192.0.2.1', permit: '192.0.2.1', trunk: true }
  for (const [what, change, wanted] of [
    ['its address in permit', {}, true],
    ['with a mask for one', { permit: '10.0.0.0/8,192.0.2.1/255.255.255.255' }, true],
    ['with a prefix for one', { permit: '192.0.2.1/32' }, true],
    ['an IPv6 address', { host: '2001:db8::1', permit: '2001:db8::1/128' }, true],
    ['a network around it', { permit: '192.0.2.0/24' }, false],
    ['everybody', { permit: '0.0.0.0/0.0.0.0' }, false],
    ['nobody', { permit: '' }, false],
    ['another address that ends so', { permit: '192.0.2.11' }, false],
    ['no trunk', { trunk: false }, false],
    ['nothing said of trunk', { trunk: null }, false],
    ['a phone that registers', { host: 'dynamic', permit: 'dynamic' }, false],
    ['a name', { host: 'gate.example', permit: '192.0.2.1' }, false],
  ] as const) {
    it(`${what}: ${wanted}`, () => assert.equal(isGateway({ ...gateway, ...change }), wanted))
  }
})
