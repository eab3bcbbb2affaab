import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileNameOf } from './file-name.ts'

describe('fileNameOf', () => {
  const nameOf = (name: string) => fileNameOf({ id: 17, name }, 'csv')

  it('keeps letters and digits of every script, and nothing that a file system takes for something else', () => {
    assert.equal(nameOf('Kunden / Süd'), '17-Kunden-Süd.csv')
    assert.equal(nameOf('مشتریان ۱۴۰۲'), '17-مشتریان-۱۴۰۲.csv')
    assert.equal(nameOf('../../etc/passwd'), '17-etc-passwd.csv')
    assert.equal(nameOf('a\u0000b\n\u202ec:d*e?.'), '17-a-b-c-d-e.csv')
    assert.equal(nameOf('-rf'), '17-rf.csv')
  })

  it('is the id alone where nothing of the name is left', () => {
    assert.equal(nameOf('...'), '17.csv')
  })

  it('stays below the limit of file systems', () => {
    for (const letter of ['x', 'ü', '字', '𝔘']) {
      assert.ok(Buffer.byteLength(fileNameOf({ id: 999_999_999_999_999, name: letter.repeat(255) }, 'xlsx')) < 255)
    }
  })
})
