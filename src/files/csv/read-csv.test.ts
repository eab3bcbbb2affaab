import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openRecordFile } from '../open-record-file.ts'
import { parseSample } from './parse-sample.ts'
import { splitLine } from './split-line.ts'

/** Reads a file that comes in portions of `portion` bytes. Gives its records as `line: cell|cell`. */
async function read(content: string | Buffer, portion = 7): Promise<string[]> {
  const bytes = Buffer.from(content)
  async function* portions() {
    for (let start = 0; start < bytes.length; start += portion) yield bytes.subarray(start, start + portion)
  }
  const file = await openRecordFile(portions(), { filename: 'list.csv' })
  const records: string[] = []
  for await (const batch of file.batches())
    records.push(...batch.map(({ line, cells }) => `${line}: ${cells.join('|')}`))
  return records
}

describe('readCsv', () => {
  for (const [title, content, records] of [
    ['commas', 'phone,name\n0912,Ali\n', ['1: phone|name', '2: 0912|Ali']],
    ['semicolons, though names have commas', '"Müller, Hans";030 1234\n', ['1: Müller, Hans|030 1234']],
    [
      'semicolons, without quotes',
      'Müller, Hans;030 1234\nMaier, Eva;030 12',
      ['1: Müller, Hans|030 1234', '2: Maier, Eva|030 12'],
    ],
    ['tabs', '09120000001\tAli, the boss\n', ['1: 09120000001|Ali, the boss']],
    ['bars', '09120000001|Ali\n', ['1: 09120000001|Ali']],
    ['a line that tells the separator', 'sep=;\n0912;a,b\n', ['2: 0912|a,b']],
    ['the same in quotes', '"sep=;"\r\n"0912";"a,b"\r\n', ['2: 0912|a,b']],
    ['plain lines', '09120000001\n09120000002', ['1: 09120000001', '2: 09120000002']],
    [
      'LF and CR mixed',
      'phone,name\n250788000382,A\r250788000383,B\r250788000385,C',
      ['1: phone|name', '2: 250788000382|A', '3: 250788000383|B', '4: 250788000385|C'],
    ],
    ['CR CR LF as one line end', '0912,a\r\r\n0913,b\r\r\n', ['1: 0912|a', '2: 0913|b']],
    ['the same with quotes', '"0912","a"""\r\r\n0913,b\r\r\n', ['1: 0912|a"', '2: 0913|b']],
    ['blank lines, which are counted', '\n\n0912,a\r\n\r\n,\n  \n0913,b', ['3: 0912|a', '7: 0913|b']],
    ['the same with quotes', '\n\n"0912",a""\r\n\r\n,\n  \n"0913","b"""', ['3: 0912|a""', '7: 0913|b"']],
    ['ragged lines', '0912,a\n0913\n0914,b,c', ['1: 0912|a', '2: 0913', '3: 0914|b|c']],
    [
      'line breaks in quotes',
      'a,b\r\n"09120000001\r\n09120000002",x\r\n0913,y',
      ['1: a|b', '2: 09120000001\r\n09120000002|x', '4: 0913|y'],
    ],
    [
      'other line breaks in quotes',
      '"a\rb",c\r\n"d\r\r\ne\n\n"\r\n\r\nf\n"g"',
      ['1: a\rb|c', '3: d\r\r\ne\n\n', '8: f', '9: g'],
    ],
    ['quotes in a cell', '09120000001,Ali "Boss" R\n', ['1: 09120000001|Ali "Boss" R']],
    ['quotes before other text', '09120000001,"Ali" R\n0912,"a ""b"""\n', ['1: 09120000001|"Ali" R', '2: 0912|a "b"']],
    [
      'texts of spreadsheets',
      '="09120000001",\'0912,"=""0913""",\'t Hooft,\'\'1\n',
      ["1: 09120000001|0912|0913|'t Hooft|'1"],
    ],
    ['numbers as they stand', '9.1E+11,9120000001.0\n', ['1: 9.1E+11|9120000001.0']],
    ['a byte order mark', '\ufeff0912,a\n', ['1: 0912|a']],
    ['a byte order mark before a quote', '\ufeff"0912","a"\n', ['1: 0912|a']],
  ] as const) {
    for (const portion of [1, 1000])
      it(`reads ${title}, in portions of ${portion}`, async () =>
        assert.deepEqual(await read(content, portion), records))
  }

  for (const [encoding, bytes] of [
    ['UTF-16 LE', Buffer.from('\ufeffنام\t۰۹۱۲\r\nعلی\t0912\r\n', 'utf16le')],
    ['UTF-16 LE without a mark', Buffer.from('نام\t۰۹۱۲\r\nعلی\t0912\r\n', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\ufeffنام\t۰۹۱۲\r\nعلی\t0912\r\n', 'utf16le').swap16()],
    ['UTF-16 BE without a mark', Buffer.from('نام\t۰۹۱۲\r\nعلی\t0912\r\n', 'utf16le').swap16()],
  ] as const) {
    it(`reads ${encoding}`, async () => assert.deepEqual(await read(bytes), ['1: نام|۰۹۱۲', '2: علی|0912']))
  }

  it('reads Windows-1252 and Windows-1256', async () => {
    assert.deepEqual(await read(Buffer.from('0912;M\xfcller\n0913;\x80uro Caf\xe9', 'latin1')), [
      '1: 0912|Müller',
      '2: 0913|€uro Café',
    ])
    assert.deepEqual(await read(Buffer.from('0912,\xda\xe1\xed\n0913,\xe3\x98', 'latin1')), [
      '1: 0912|علي',
      '2: 0913|مک',
    ])
  })

  it('reads a text with a zero in it', async () => {
    const filledUp = ['09120000001,Ali\0\0\0\0\0\0\0', '09120000002,A\0', '0,\0']
    for (const end of ['\r\n', '\n']) {
      assert.deepEqual(
        (await read(filledUp.map((row) => row + end).join(''))).map((record) => record.replaceAll('\0', '')),
        ['1: 09120000001|Ali', '2: 09120000002|A', '3: 0|'],
      )
    }
    assert.deepEqual(await read('phone,name\n09120000001,A\0li\n09120000002,Sara\n'), [
      '1: phone|name',
      '2: 09120000001|A\0li',
      '3: 09120000002|Sara',
    ])
  })

  it('reads the lines that are not UTF-8 in a file that is', async () => {
    const lines = ['0912;Zoë', '0913;Jürgen', '0914;Bäcker'].join('\n')
    const records = ['1: 0912|Zoë', '2: 0913|Jürgen', '3: 0914|Bäcker', '4: 0915|Müller']
    assert.deepEqual(
      await read(Buffer.concat([Buffer.from(`${lines}\n`), Buffer.from('0915;M\xfcller', 'latin1')])),
      records,
    )
  })

  it('counts the lines of long files as an editor does', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `0912${index},n`)
    lines[7341] = 'bad,"n ""x"""'
    const records = await read(['phone,name', ...lines].join('\r\n'), 5000)
    assert.equal(records.length, 10_001)
    assert.equal(records[7342], '7343: bad|n "x"')
    assert.equal(records[10_000], '10001: 09129999|n')
  })

  it('counts the lines of cells of several lines, wherever the pieces of a file end', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [
      'x'.repeat(index % 50),
      index % 3 ? 'y' : `a\r\n"${'b\n'.repeat(index % 40)}`,
    ])
    const texts = rows.map(([one, other]) => `${one},"${other?.replaceAll('"', '""')}"\r\n`)
    let line = 1
    const records = rows.map(([one, other], index) => {
      const record = `${line}: ${one}|${other}`
      line += texts[index]?.match(/\r?\n/g)?.length ?? 0
      return record
    })
    assert.deepEqual(await read(texts.join(''), 1000), records)
  })

  for (const [title, content, reason] of [
    ['an empty file', '', /empty/],
    ['blank lines', ' \r\n\t\n', /empty/],
    ['a quote that is never closed', '0912,a\n\n0913,"b\n0914,c\n', /quote that opens in line 3 is never closed/],
    [
      'a quote that goes on and on',
      `0912,a\n0913,"b\n${'0914,c\n'.repeat(50_000)}`,
      /begins in line 2 is longer than 262144 characters/,
    ],
    ['a line that is too long', `0912,a\n${'0'.repeat(300_000)}\n`, /line 2 is longer than 100000 characters/],
    ['the same behind quotes', `0912,"a"""\n${'0'.repeat(300_000)}\n`, /line 2 is longer/],
    ['a web page', '<!DOCTYPE html><html><body>0912</body></html>', /web page.*save the list as CSV/],
    ['JSON', '[{"phone":"0912"}]', /JSON/],
    ['other bytes', Buffer.from([1, 0, 0, 7, 0, 0, 9, 0]), /no text/],
    ['packed bytes', Buffer.from('\x01\x9f\x02\xee'.repeat(50), 'latin1'), /no text/],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x30, 0, 0, 0]), /UTF-32/],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(read(content, 1000), {
        name: 'Refusal',
        code: 'invalid_value',
        field: 'file',
        message: reason,
      })
    })
  }
})

describe('a file', () => {
  /** A file that tells when its reading has ended. */
  function watched(content: string) {
    const state = { isClosed: false }
    async function* bytes() {
      try {
        for (;;) yield Buffer.from(content)
      } finally {
        state.isClosed = true
      }
    }
    return { bytes: bytes(), state }
  }

  it('is closed when it is refused', async () => {
    const { bytes, state } = watched('<html>')
    await assert.rejects(openRecordFile(bytes, { filename: 'a' }), { name: 'Refusal' })
    assert.equal(state.isClosed, true)
  })

  it('is closed when nobody reads on, and when a line is refused', async () => {
    for (const content of ['0912,a\n', `0912,a\n"`, `0912,a\n${'0'.repeat(90_000)}`]) {
      const { bytes, state } = watched(content)
      const file = await openRecordFile(bytes, { filename: 'a' })
      let count = 0
      const reading = async () => {
        for await (const batch of file.batches()) {
          count += batch.length
          if (count > 10_000) break
        }
      }
      await reading().catch((error) => assert.equal(error.name, 'Refusal'))
      assert.equal(state.isClosed, true)
    }
  })
})

describe('splitLine', () => {
  it('cuts a line as the parser does, or leaves it to the parser', () => {
    const line = fc.string({ unit: fc.constantFrom('"', ',', 'a', ' '), minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(line, (text) => {
        const cells = splitLine(text, ',')
        if (cells === null || cells.every((cell) => cell.trim() === '')) return
        assert.deepEqual([cells], parseSample(text, ',').rows)
      }),
      { numRuns: 5000 },
    )
  })
})
