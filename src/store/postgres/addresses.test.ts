import assert from 'node:assert/strict'
import { it } from 'node:test'
import { addressesOf, wantsLeader } from './addresses.ts'

it('an address of several hosts is an address for each', () => {
  const cases: readonly (readonly [url: string, ...addresses: string[]])[] = [
    ['postgres://h/b', 'postgres://h/b'],
    [
      'postgres://u:p%40@a:1,b/b?sslmode=require',
      'postgres://u:p%40@a:1/b?sslmode=require',
      'postgres://u:p%40@b/b?sslmode=require',
    ],
    ['postgres://u@[::1]:1,c:2/b?target_session_attrs=read-write', 'postgres://u@[::1]:1/b', 'postgres://u@c:2/b'],
    [
      'postgres://a,b/d?target_session_attrs=read-write&sslmode=x',
      'postgres://a/d?sslmode=x',
      'postgres://b/d?sslmode=x',
    ],
    ['postgres://a/d?sslcert=/u@v&target_session_attrs=read-write', 'postgres://a/d?sslcert=/u@v'],
  ]
  for (const [url, ...addresses] of cases) assert.deepEqual(addressesOf(url), addresses)
})

it('a leader is looked for among several hosts, and where it is asked for', () => {
  const asked = ['postgres://a/d', 'postgres://a,b/d', 'postgres://a/d?target_session_attrs=read-write']
  assert.deepEqual(asked.map(wantsLeader), [false, true, true])
})
