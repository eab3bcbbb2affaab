import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Format, negotiate, suffixOf } from './negotiate.ts'

describe('negotiate', () => {
  const cases: readonly (readonly [accept: string | undefined, expected: Format | undefined, suffix?: Format])[] = [
    [undefined, 'jsonld'],
    ['', 'jsonld'],
    ['*/*', 'jsonld'],
    ['application/*', 'jsonld'],
    ['application/json', 'json'],
    ['APPLICATION/JSON', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['application/ld+json', 'jsonld'],
    ['application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', 'jsonld'],
    ['application/json, application/ld+json', 'jsonld'],
    ['application/json, text/plain, */*', 'jsonld'],
    ['application/ld+json;q=0.5, application/json;q=0.9', 'json'],
    ['application/ld+json;q=0, */*', 'json'],
    ['application/json;q=0, application/ld+json;q=0', undefined],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'jsonld'],
    ['text/html, application/json;q=0.1', 'json'],
    ['text/plain', undefined],
    ['application/json;q=nonsense', undefined],
    [undefined, 'json', 'json'],
    ['*/*', 'json', 'json'],
    ['application/json', undefined, 'jsonld'],
    ['application/json, */*;q=0.1', 'jsonld', 'jsonld'],
  ]
  for (const [accept, expected, suffix] of cases) {
    it(`answers ${accept ?? 'nothing'}${suffix ? ` at .${suffix}` : ''} with ${expected ?? 'a refusal'}`, () => {
      assert.equal(negotiate(accept, suffix), expected)
    })
  }

  it('knows a suffix by its dot', () => {
    assert.deepEqual(['/groups', '/groups.json', '/groups/1.jsonld', '/groups.json/1', '/', '/index.'].map(suffixOf), [
      undefined,
      'json',
      'jsonld',
      undefined,
      undefined,
      undefined,
    ])
  })
})
