import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Change } from '../../core/change/change.ts'
import { maskSecrets } from '../../core/change/mask-secrets.ts'
import { describeChange } from './describe-change.ts'

const change: Change = {
  number: 7,
  at: 0,
  accountId: 1,
  accountName: 'acme',
  credentialId: 2,
  name: null,
  origin: 'simotel',
  noun: 'group',
  verb: 'update',
  subject: 'customers',
  before: null,
  after: null,
}

function line(before: Change['before'], after: Change['after']): string {
  return describeChange({ ...change, before, after })
}

describe('describeChange', () => {
  it('tells who changed what, and only the fields that differ', () => {
    const before = { id: 1, accountId: 1, name: 'a', description: null, count: 3, listId: 'x', updatedAt: 1 }
    assert.equal(
      line(before, { ...before, description: 'b', count: 5, listId: 'y', updatedAt: 2 }),
      '#7  1970-01-01T00:00:00.000Z  acme  simotel key 2  group update "customers"  count: 3 → 5, description: – → "b"',
    )
  })

  it('tells that a list was replaced by one of the same length', () => {
    assert.match(line({ count: 3, listId: 'x' }, { count: 3, listId: 'y' }), /count: 3 → 3$/)
  })

  it('tells an import in words', () => {
    const told = { files: ['june.csv', 'a"b'], added: 20, updated: 3, removed: 1 }
    assert.match(
      line({ count: 3, listId: 'x' }, { count: 22, listId: 'y', import: told }),
      /"customers" {2}import of "june\.csv" and "a\\"b": 20 added, 3 updated, 1 removed, count: 3 → 22$/,
    )
  })

  it('names the fields inside of a field', () => {
    const [before, after] = [{ forward: { busy: '1', all: '2' } }, { forward: { busy: '1', all: '3' } }]
    assert.match(line(before, after), /"customers" {2}forward\.all: "2" → "3"$/)
  })

  it('never shows a secret, in whatever form', () => {
    const before = { sealedSecret: 'aaa', digest: 'bbb', revealsSecrets: false, deep: { token: 'ccc' } }
    const after = { sealedSecret: 'ddd', digest: 'eee', revealsSecrets: true, deep: { token: 'fff' } }
    assert.match(
      line(before, after),
      /sealedSecret: \*{6} → \*{6}, digest: .*, revealsSecrets: false → true, deep\.token/,
    )
    for (const text of [line(before, after), JSON.stringify(maskSecrets({ ...change, before, after }))]) {
      assert.doesNotMatch(text, /aaa|bbb|ccc|ddd|eee|fff/)
    }
  })

  it('stays one short line of harmless text', () => {
    const text = describeChange({
      ...change,
      subject: 'a\nb\u009b2J\u202e',
      before: {},
      after: { name: 'x'.repeat(1e6) },
    })
    assert.match(text, /"a\\nb\\u009b2J\\u202e"/)
    assert.ok(text.length < 300)
  })

  it('works for changes of nobody', () => {
    assert.match(
      describeChange({ ...change, accountName: null, credentialId: null, origin: 'cli' }),
      / {2}- {2}cli {2}group/,
    )
  })
})
