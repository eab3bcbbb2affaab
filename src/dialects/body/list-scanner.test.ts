import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isFastRun } from '../../../test/fast-run.ts'
import { phoneCode, phoneOfCode } from '../../core/list/phone-code.ts'
import { ListScanner, ScanProblem } from './list-scanner.ts'
import { takeNumbers } from './take-numbers.ts'

interface Scanned {
  readonly beside: unknown
  readonly lists: readonly { readonly name: string | undefined; readonly items: readonly unknown[] }[]
}

/** Scans a body in pieces of these sizes, one after another, again and again. */
function scan(bytes: Buffer, sizes: readonly number[], parsedAtOnce?: number): Scanned {
  const lists: { name: string | undefined; items: unknown[] }[] = []
  const scanner = new ListScanner((name, isObject) => {
    const items: unknown[] = []
    lists.push({ name, items })
    return {
      take: (some, key) => items.push(...(isObject ? some.map((item) => [key, item]) : some)),
      takePlain: (piece, at) => takeNumbers(piece, at, (code) => items.push(phoneOfCode(code))),
    }
  }, parsedAtOnce)
  let start = 0
  for (let turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] as number
    scanner.write(bytes.subarray(start, start + size))
    start += size
  }
  return { beside: JSON.parse(scanner.end().toString('utf8')), lists }
}

/** The same of a parsed body. Of members with one name only the last is left in it. */
function expected(value: unknown): Scanned {
  const itemsOf = (list: object): unknown[] => (Array.isArray(list) ? list : Object.entries(list))
  if (Array.isArray(value)) {
    return { beside: [], lists: [{ name: undefined, items: value }] }
  }
  if (typeof value !== 'object' || value === null) return { beside: value, lists: [] }
  const members = Object.entries(value)
  const isList = (member: unknown): member is object => typeof member === 'object' && member !== null
  return {
    beside: Object.fromEntries(
      members.map(([name, member]) => [name, isList(member) ? (Array.isArray(member) ? [] : {}) : member]),
    ),
    lists: members.flatMap(([name, member]) => (isList(member) ? [{ name, items: itemsOf(member) }] : [])),
  }
}

/** Puts members with integer keys first, as JavaScript does, so that the order of a text does not matter. */
function sorted({ beside, lists }: Scanned): Scanned {
  const order = (list: Scanned['lists'][number]): string => `${list.name}`
  return {
    beside,
    lists: lists
      .map(({ name, items }) => ({ name, items: [...items].sort((a, b) => (text(a) < text(b) ? -1 : 1)) }))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
  }
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 })
// A name of one letter and quotes in texts make a body that a careless scanner cuts at a wrong place.
const leaf = fc.oneof(
  fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', '1', 'é', '😀', ' ', '[', ',', '}') }),
  fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'é', '😀', ' ') }),
  fc.record({ phone: fc.string() }),
  fc.stringMatching(/^\+?\d{0,17}$/),
)
const numbers = fc.array(fc.oneof({ arbitrary: fc.stringMatching(/^\+?\d{1,15}$/), weight: 9 }, leaf))
// Node reads a name with an escape as another name that ends in a backslash: https://github.com/nodejs/node/issues/63785.
const plainName = fc.string({ maxLength: 3 }).filter((each) => JSON.stringify(each) === `"${each}"`)
const name = fc.oneof(plainName, fc.constantFrom('phones', 'numbers', '__proto__', '0', '1'))
const list = fc.oneof(fc.array(leaf), numbers, fc.dictionary(name, leaf))
const body = fc.oneof(
  fc.dictionary(
    name.filter((each) => each !== '__proto__'),
    fc.oneof(leaf, list),
  ),
  fc.array(leaf),
  numbers,
  leaf,
)
const space = fc.constantFrom(undefined, 1, '\t')
const batch = fc.integer({ min: 1, max: 60 })
const runs = isFastRun ? 3000 : 50_000

describe('the scanner of long bodies', () => {
  it('reads what JSON.parse reads, in pieces of any size', () => {
    fc.assert(
      fc.property(body, space, sizes, batch, (value, indent, pieces, parsedAtOnce) => {
        const bytes = Buffer.from(JSON.stringify(value, undefined, indent))
        const parsed: unknown = JSON.parse(bytes.toString())
        assert.deepEqual(sorted(scan(bytes, pieces, parsedAtOnce)), sorted(expected(parsed)))
      }),
      { numRuns: runs },
    )
  })

  it('refuses what JSON.parse refuses, and nothing else', () => {
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat(2),
      add: fc.constantFrom('', ',', '[', ']', '{', '}', '"', '\\', ':', '1', ' ', ',,', '\u000b', 'x', '"a":'),
    })
    let bad = 0
    fc.assert(
      fc.property(
        body,
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        sizes,
        batch,
        (value, edits, pieces, parsedAtOnce) => {
          let text = JSON.stringify(value)
          for (const { at, cut, add } of edits) {
            const place = at % (text.length + 1)
            text = text.slice(0, place) + add + text.slice(place + cut)
          }
          // Half of a character is U+FFFD in bytes.
          const bytes = Buffer.from(text)
          const problem = problemOf(() => JSON.parse(bytes.toString()))
          const found = problemOf(() => scan(bytes, pieces, parsedAtOnce))
          assert.equal(found === undefined, problem === undefined, text)
          if (problem) bad++
        },
      ),
      { numRuns: runs },
    )
    assert.ok(bad > runs / 10, 'the edits break bodies')
  })

  it('parses the items of a long list some at a time', () => {
    const items = Array.from({ length: 30_000 }, (_, index) => (index % 3 ? `+49${index}` : { phone: `é${index}` }))
    const bytes = Buffer.from(JSON.stringify({ a: 1, phones: items, b: { c: items.slice(0, 2000) } }))
    const { beside, lists } = scan(bytes, [65_536, 1000])
    assert.deepEqual(beside, { a: 1, phones: [], b: {} })
    assert.deepEqual(lists, [
      { name: 'phones', items },
      { name: 'b', items: [['c', items.slice(0, 2000)]] },
    ])
  })

  it('parses no number of a list of numbers, but those at the end of a piece', () => {
    const numbers = Array.from({ length: 30_000 }, (_, index) => `${index % 3 ? '' : '+'}49${index}`)
    let parsed = 0
    const codes: number[] = []
    const scanner = new ListScanner(() => ({
      take(some) {
        parsed += some.length
        codes.push(...some.map((each) => phoneCode(String(each))))
      },
      takePlain: (piece, at) => takeNumbers(piece, at, (code) => codes.push(code)),
    }))
    const bytes = Buffer.from(JSON.stringify({ numbers }, undefined, ' '))
    for (let start = 0; start < bytes.length; start += 10_000) scanner.write(bytes.subarray(start, start + 10_000))
    assert.deepEqual(JSON.parse(scanner.end().toString()), { numbers: [] })
    assert.deepEqual(codes.map(phoneOfCode), numbers)
    assert.ok(parsed <= bytes.length / 10_000 + 1, `${parsed} were parsed`)
  })

  const limits: Readonly<Record<string, readonly [body: string | Buffer, kind: ScanProblem['kind']]>> = {
    'a list within a list, 65 levels deep': [`{"a":${'['.repeat(64)}`, 'depth'],
    'an item of more than 16 MiB': [`["${'x'.repeat(17_000_000)}"]`, 'size'],
    'more than 16 MiB beside the list': [`{"a":"${'x'.repeat(16 * 1024 * 1024)}"}`, 'size'],
    'an item that is no UTF-8': [Buffer.from('["\xff"]', 'latin1'), 'encoding'],
    'a bracket of another kind': ['{"a":[1}', 'syntax'],
    'the end in a list': ['{"a":[1', 'syntax'],
    'a comma before the end of a list, where it is cut': [`[${'"09121234567",'.repeat(5000)}]`, 'syntax'],
  }
  for (const [title, [given, kind]] of Object.entries(limits)) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => scan(Buffer.from(given), [100_000]),
        (error) => error instanceof ScanProblem && error.kind === kind,
      )
    })
  }
})

function problemOf(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}
