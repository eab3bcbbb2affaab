import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { WrittenFormat } from '../core/import/record-file.ts'
import { recordFiles } from './record-files.ts'

const titles = ['number', 'name', 'a']

/** Texts that files get wrong: separators, quotes, line ends, formulas, apostrophes, blanks, numbers, escapes. */
const nasty = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'",;|\t\r\n\'=+-@ 0a_x5Fé۰\u{1f600}<&>\\:\u0007\ufeff'),
      maxLength: 8,
    }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '09120000001',
      '+4930123',
      "'0912",
      '="0912"',
      '9.1E+11',
      '_x000D_',
      '-5',
      '\n',
      'sep=;',
      '<b>',
      '\0',
    ),
  },
)
const row = fc.tuple(nasty, nasty, nasty).filter((cells) => cells.some((cell) => cell.trim() !== ''))

/** Writes rows, and gives the bytes. */
async function write(
  format: WrittenFormat,
  rows: readonly (readonly string[])[],
  columns: readonly string[] = titles,
): Promise<Buffer> {
  async function* batches() {
    for (let start = 0; start < rows.length; start += 2) yield rows.slice(start, start + 2)
  }
  const pieces: Uint8Array[] = []
  for await (const piece of recordFiles.write(format, { titles: columns, rows: batches() })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Reads the cells of a file. */
async function read(bytes: Buffer): Promise<{ cells: string[][]; titles: readonly string[] | null }> {
  async function* portions() {
    for (let start = 0; start < bytes.length; start += 50) yield bytes.subarray(start, start + 50)
  }
  const file = await recordFiles.open(portions(), { filename: 'file' })
  const cells: string[][] = []
  for await (const batch of file.batches()) cells.push(...batch.map((record) => [...record.cells]))
  return { cells, titles: file.titles }
}

describe('what is written', () => {
  for (const format of ['csv', 'xlsx'] as const)
    it(`as ${format} is read as it was`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 6 }), async (rows) => {
          const { cells } = await read(await write(format, rows))
          // A sheet does not keep empty cells at the end of a row.
          const filled = cells.map((each) => [...each, '', '', ''].slice(0, 3))
          assert.deepEqual(filled, [titles, ...rows])
        }),
        { numRuns: format === 'csv' ? 500 : 100 },
      )
    })

  it('as csv in one column is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nasty.filter((cell) => cell.trim() !== '')), async (texts) => {
        const { cells } = await read(
          await write(
            'csv',
            texts.map((text) => [text]),
            ['number'],
          ),
        )
        assert.deepEqual(cells, [['number'], ...texts.map((text) => [text])])
      }),
      { numRuns: 500 },
    )
  })

  it('as cards is read as it was, but for white space around texts, control characters and the kind of line breaks', async () => {
    const columns = ['number', 'type', 'name', 'first_name', 'last_name', 'email', 'organization', 'note', 'City "x"']
    const text = nasty.map((each) =>
      each
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\t\n])\p{Cc}/gu, '')
        .trim(),
    )
    const name = fc.tuple(text, text, text).map(([full, first, last]) => (full ? [full, first, last] : ['', '', '']))
    const rows = fc.array(fc.tuple(text, text, name, text, text, text, text))
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const written = given.map(([number, type, names, ...others]) => [
          number,
          number ? type : '',
          ...names,
          ...others,
        ])
        const { cells, titles: read8 } = await read(
          await write('vcf', [['1', ...Array(8).fill('')], ...written], columns),
        )
        assert.deepEqual(read8, columns.slice(0, 8))
        assert.deepEqual(cells, [['1', ...Array(7).fill('')], ...written.map((each) => each.slice(0, 8))])
      }),
      { numRuns: 500 },
    )
  })

  it('as JSON is what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), async (rows) => {
        const objects = JSON.parse((await write('json', rows, ['a', '__proto__', 'a'])).toString())
        assert.deepEqual(
          objects.map((object: object) => Object.entries(object)),
          rows.map(([one, two, three]) => [
            ['a', one],
            ['__proto__', two],
            ['a 2', three],
          ]),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('as csv begins with a byte order mark, and runs no formula', async () => {
    const text = (await write('csv', [['+49 30 1', '=1+2', '@x']])).toString()
    assert.equal(text, "\ufeffnumber,name,a\r\n+49 30 1,'=1+2,'@x\r\n")
  })

  it('as a card is vCard 4.0, in lines of 75 octets', async () => {
    const text = (
      await write('vcf', [['+49 30 1', 'cell', 'Ä'.repeat(40), 'Köln']], ['number', 'type', 'name', 'Ort'])
    ).toString()
    assert.equal(
      text,
      `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${'Ä'.repeat(36)}\r\n ${'Ä'.repeat(4)}\r\nTEL;TYPE="cell":+49 30 1\r\nX-DIALBOOK-COLUMN;TITLE="Ort":Köln\r\nEND:VCARD\r\n`,
    )
  })

  for (const format of ['csv', 'xlsx', 'vcf', 'json'] as const) {
    it(`as ${format} is made as it is read, and ends when nobody reads on`, { timeout: 60_000 }, async ({ signal }) => {
      let made = 0
      let isClosed = false
      async function* rows() {
        try {
          for (;;) yield Array.from({ length: 100 }, () => [`0912${made++}`, 'name', 'a'])
        } finally {
          isClosed = true
        }
      }
      let bytes = 0
      for await (const piece of recordFiles.write(format, { titles, rows: rows() })) {
        bytes += piece.length
        if (bytes > 100_000) break
      }
      assert.ok(made < 200_000, `${made} rows were made`)
      while (!isClosed) {
        signal.throwIfAborted()
        await new Promise(setImmediate)
      }
    })

    it(`as ${format} fails when its rows do`, async () => {
      async function* rows() {
        yield [['1', '2', '3']]
        throw new Error('the book is away')
      }
      await assert.rejects(async () => {
        for await (const _ of recordFiles.write(format, { titles, rows: rows() }));
      }, /the book is away/)
    })
  }
})
