import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { showImport } from './show-import.ts'

describe('the progress of an import', () => {
  const show = (errIsTerminal: boolean): string => {
    let said = ''
    const err = (text: string): void => {
      said += text
    }
    const progress = showImport({ errIsTerminal, err }, 0)
    progress.report({ step: 'reading', lines: 120_000, rejected: 3 })
    progress.report({ step: 'writing', lines: 1_000_000, rejected: 3 })
    progress.end()
    return said
  }

  it('is one line on a terminal, which goes at the end', () => {
    const [, reading, writing, end, ...more] = show(true).split('\r\x1b[K')
    assert.match(reading ?? '', /^reading: 120,000 rows, [\d,]+ rows\/s, 3 rejected$/)
    assert.equal(writing, 'writing: 1,000,000 rows, 3 rejected')
    assert.deepEqual([end, more], ['', []])
  })

  it('is nothing elsewhere', () => assert.equal(show(false), ''))
})
