import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isJsonNumber, type JsonNumber, JsonProblem, type JsonValue, numberIn, readJson } from './json.ts'

/** A value as JavaScript's own reader would give it. */
function plainOf(value: JsonValue): unknown {
  if (isJsonNumber(value)) return numberIn(value)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, plainOf(each)]))
  return Array.isArray(value) ? value.map(plainOf) : value
}

describe('the JSON reader', () => {
  it('reads all JSON as JavaScript does', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', ' // x', '}'), (text, rest) => {
        assert.deepEqual(plainOf(readJson(text + (rest === '}' && /\d$/.test(text) ? ' ' : rest))), JSON.parse(text))
      }),
    )
  })

  const numbers: Readonly<Record<string, number>> = {
    '01': 1,
    '010': 8,
    '0x1F': 31,
    '-01': -1,
    '.5': 0.5,
    '5.': 5,
    '1e3': 1000,
    '-0': -0,
    '12345678901234567890': 12345678901234567000,
    '-Infinity': Number.NEGATIVE_INFINITY,
  }
  for (const [source, value] of Object.entries(numbers)) {
    it(`reads the number ${source}, and keeps its digits`, () => {
      const [first] = readJson(`[${source}]`) as readonly JsonNumber[]
      assert.deepEqual([first?.source, first && numberIn(first)], [source, value])
    })
  }

  for (const text of [
    '08',
    '0x',
    '1.2.3',
    '1-1',
    '--1',
    '+1',
    '1a',
    '5e',
    '[1',
    '{"a"}',
    '{"a":}',
    '"a',
    "'\\x41'",
    '/*',
  ]) {
    it(`refuses ${text}`, () => {
      assert.throws(() => readJson(text), JsonProblem)
    })
  }

  it('reads a mebibyte of the worst without going over it again and again', () => {
    const mebibyte = 1024 * 1024
    for (const text of ['{a:1,', '/**/', '//\n', '"\\u0041', "'\\n", '[', ' ', '-', '{"a":[', '1,']) {
      const begun = process.cpuUsage()
      const body = `[${text.repeat(mebibyte / text.length)}`
      assert.throws(() => readJson(body), JsonProblem)
      // Reading each part anew would take minutes.
      assert.ok(process.cpuUsage(begun).user < 5e6, text)
    }
  })
})
