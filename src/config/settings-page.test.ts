import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { settingKeys, settingOf } from './config.ts'

describe('docs/settings.md', () => {
  it('has a row for each setting, and no other', () => {
    const text = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
    const rows = text.split('\n').filter((line) => line.startsWith('| `'))
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    const wanted = settingKeys.map((key) => {
      const { env, flag, type, default: usual, help } = settingOf(key)
      return [`\`${key}\``, `\`${env}\``, `\`${flag}\``, type.rule, usual === '' ? 'none' : `\`${usual}\``, help]
    })
    assert.deepEqual(cells, wanted)
  })
})
