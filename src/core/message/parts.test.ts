import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isGsm, septetsOf, toGsm } from './gsm-alphabet.ts'
import { countParts, partsOf, write } from './parts.ts'

const gsm = (text: string) => ({ text, alphabet: 'gsm' }) as const
const unicode = (text: string) => ({ text, alphabet: 'unicode' }) as const

describe('the alphabet of GSM 03.38', () => {
  it('has its characters at their places', () => {
    const places: readonly (readonly [string, readonly number[]])[] = [
      ...([
        ['@', [0]],
        ['Δ', [0x10]],
        [' ', [0x20]],
        ['¤', [0x24]],
        ['0', [0x30]],
        ['¡', [0x40]],
      ] as const),
      ...([
        ['A', [0x41]],
        ['Z', [0x5a]],
        ['§', [0x5f]],
        ['¿', [0x60]],
        ['a', [0x61]],
        ['à', [0x7f]],
      ] as const),
      ...([
        ['€', [0x1b, 0x65]],
        ['^', [0x1b, 0x14]],
        ['|', [0x1b, 0x40]],
        ['~', [0x1b, 0x3d]],
      ] as const),
    ]
    for (const [character, septets] of places) assert.deepEqual(septetsOf(character), septets, character)
    for (const other of ['\u001b', 'á', '`', '–', '😀', 'ç']) assert.equal(septetsOf(other), undefined, other)
  })

  it('takes other texts as well as it can', () => {
    // The sample of docs/wire/lox24.md §3.3.
    assert.equal(toGsm('Max`s Haus. André, Háns, länger: –'), "Max's Haus. André, Hans, länger: -")
    assert.equal(toGsm('Łódź “x” … 😀 سلام\u00a0ﬁ'), 'Lodz "x" ... ? ???? fi')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => isGsm(toGsm(text))))
    fc.assert(
      fc.property(fc.string(), (text) => !isGsm(text.normalize('NFC')) || toGsm(text) === text.normalize('NFC')),
    )
  })
})

describe('the parts of a message', () => {
  it('are as many as its text needs', () => {
    const counted = (text: string, alphabet: 'gsm' | 'unicode' = 'gsm') => countParts({ text, alphabet })
    assert.deepEqual(
      [0, 1, 160, 161, 306, 307, 1530, 1531].map((length) => counted('a'.repeat(length))),
      [1, 1, 1, 2, 2, 3, 10, 11],
    )
    assert.deepEqual(
      [70, 71, 134, 135, 670, 671].map((length) => counted('ش'.repeat(length), 'unicode')),
      [1, 2, 2, 3, 10, 11],
    )
    assert.deepEqual(
      [80, 81].map((length) => counted('€'.repeat(length))),
      [1, 2],
    )
    assert.deepEqual(
      [35, 36].map((length) => counted('😀'.repeat(length), 'unicode')),
      [1, 2],
    )
  })

  it('are never cut through a character', () => {
    const [first, second] = partsOf(gsm(`${'a'.repeat(152)}€${'b'.repeat(20)}`), 7)
    assert.deepEqual([first?.text.length, second?.text[0]], [152, '€'])
    const [one, other] = partsOf(unicode(`${'ش'.repeat(66)}😀${'ش'.repeat(20)}`), 7)
    assert.deepEqual([one?.text.length, other?.text.slice(0, 2)], [66, '😀'])
  })

  it('have a header that puts them together, and a single one has none', () => {
    const parts = partsOf(gsm('x'.repeat(200)), 0x1ff)
    assert.deepEqual(
      parts.map(({ header }) => [...header]),
      [
        [5, 0, 3, 0xff, 2, 1],
        [5, 0, 3, 0xff, 2, 2],
      ],
    )
    const [alone] = partsOf(unicode('aش'), 1)
    assert.deepEqual([[...(alone?.header ?? [1])], [...(alone?.body ?? [])]], [[], [0, 0x61, 0x06, 0x34]])
    assert.deepEqual([...(partsOf(gsm('@{'), 1)[0]?.body ?? [])], [0, 0x1b, 0x28])
  })

  it('hold the whole text, and no part too much', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.constantFrom('gsm', 'unicode', null),
        (text, alphabet) => {
          const written = write(text.toWellFormed(), alphabet)
          const parts = partsOf(written, 3)
          assert.equal(parts.map((part) => part.text).join(''), written.text)
          const most = written.alphabet === 'gsm' ? (parts.length === 1 ? 160 : 153) : parts.length === 1 ? 140 : 134
          for (const { body } of parts) assert.ok(body.length <= most)
        },
      ),
    )
  })
})
