import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { table } from './table.ts'

const columns = ['ID', { title: 'NUMBERS', isCount: true }, { title: 'NAME', givesWay: true }] as const

describe('table', () => {
  it('puts counts at the right, and cuts nothing where there is no terminal', () => {
    const name = 'n'.repeat(300)
    assert.equal(
      table(columns, [
        ['1', '7', name],
        ['22', '1000000', 'b'],
      ]),
      `ID  NUMBERS  NAME\n1         7  ${name}\n22  1000000  b`,
    )
  })

  it('has the widest column give way first, with an ellipsis', () => {
    const two = ['ID', { title: 'NAME', givesWay: true }, { title: 'NOTE', givesWay: true }] as const
    assert.equal(
      table(two, [['1', 'a'.repeat(30), 'short note']], 30),
      'ID  NAME            NOTE\n1   aaaaaaaaaaaaa…  short note',
    )
  })

  it('leaves a column that does not give way whole, and none below what can be read', () => {
    assert.equal(
      table(['ID', { title: 'NAME', givesWay: true }], [['0'.repeat(30), 'abcdefghijkl']], 20),
      `ID${' '.repeat(30)}NAME\n${'0'.repeat(30)}  abcdefg…`,
    )
  })

  it('counts the places that wide letters, marks and emoji take', () => {
    const lines = table(
      ['A', 'B'],
      [
        ['日本', 'x'],
        ['e\u0301', 'x'],
        ['👨‍👩‍👧', 'x'],
        ['علی', 'x'],
      ],
    ).split('\n')
    assert.deepEqual(
      lines.slice(1).map((line) => stringWidth(line.slice(0, line.indexOf('x')))),
      [6, 6, 6, 6],
    )
    const family = '👨‍👩‍👧'.repeat(8)
    assert.equal(table([{ title: 'A', givesWay: true }], [[family]], 8), `A\n${'👨‍👩‍👧'.repeat(3)}…`)
  })

  it('prints one harmless line a row that fits, whatever stands in it', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 30, max: 120 }),
        (rows, width) => {
          const three = ['A', 'B', 'C'].map((title) => ({ title, givesWay: true }) as const)
          const lines = table(three, rows, width).split('\n')
          assert.equal(lines.length, rows.length + 1)
          for (const line of lines) {
            assert.ok(stringWidth(line) <= width, line)
            assert.doesNotMatch(line, /\p{Cc}/u)
          }
        },
      ),
    )
  })
})
