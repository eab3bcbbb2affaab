import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskUrl, presentedSecrets } from './mask-request.ts'
import { PresentedSecrets } from './presented-secrets.ts'

test('what requests present is the same whether it was seen before or not', () => {
  const presented = new PresentedSecrets()
  const headers = [
    { authorization: 'Basic dXNlcjpwYXNzd29yZA==', 'x-apikey': 'abcdefgh', accept: '*/*' },
    { authorization: 'Bearer abcdefgh', accept: '*/*' },
    { 'x-lox24-auth-token': '1234567:abcdef', cookie: ['a=b', 'c=d'] },
    { 'x-lox24-auth-token': '1234567:other', 'idempotency-key': 'not a secret' },
    { accept: '*/*', 'sec-websocket-key': 'not a secret' },
    {},
  ]
  for (let round = 0; round < 3; round++) {
    for (const each of headers) assert.deepEqual(presented.of(each), presentedSecrets(each))
    if (round === 1) presented.forget()
  }
  for (let at = 0; at < 2000; at++) presented.of({ [`x-secret-${at}`]: 'abcdef' })
  assert.deepEqual(presented.of({ 'x-secret-1999': 'ghijkl' }), ['ghijkl'])
})

test('a plain address is looked at as closely as any other', () => {
  const secrets = ['abcdef', 'xy']
  for (const [url, masked] of [
    ['/groups/12?page=2&limit=50', '/groups/12?page=2&limit=50'],
    ['/groups/abcdef', '/groups/******'],
    ['/groups?after=zabcdefz', '/groups?after=z******z'],
    ['/groups/xy', '/groups/******'],
    ['/proxy/12', '/proxy/12'],
    ['/groups?pin=1234', '/groups?pin=******'],
    ['/groups?Api.Key=1234', '/groups?Api.Key=******'],
    ['/groups?a=passwd=1234', '/groups?a=passwd=******'],
  ] as const) {
    assert.equal(maskUrl(url, secrets), masked)
  }
  assert.equal(maskUrl(`/${'a'.repeat(600)}`, secrets).length, 501)
})
