import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Imports, type Report, startImports } from '../support/imports.ts'

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const card = (tel: string, version = '3.0'): string[] => [
  'BEGIN:VCARD',
  `VERSION:${version}`,
  'FN:Ali',
  tel,
  'END:VCARD',
  '',
]

/** Files that systems like this one have read wrongly, with the rows that the group must have. */
const taken: readonly (readonly [
  title: string,
  name: string,
  content: string | Uint8Array,
  rows: readonly (readonly string[])[],
])[] = [
  ['a number that a spreadsheet wrote as a fraction', 'a.csv', '9120000001.0\n', [['9120000001']]],
  [
    'LF and CR in one file',
    'b.csv',
    'phone,name\n250788000382,A\r250788000383,B\r250788000385,C',
    [
      ['250788000382', 'A'],
      ['250788000383', 'B'],
      ['250788000385', 'C'],
    ],
  ],
  ['a vCard whose lines end in CR CR LF', 'c.vcf', card('TEL:09120000001').join('\r\r\n'), [['09120000001', 'Ali']]],
  ['a vCard whose lines end in CR', 'd.vcf', card('TEL:09120000001').join('\r'), [['09120000001', 'Ali']]],
  ['a csv that is named .vcf', 'e.vcf', 'phone,name\n09120000001,Ali\n', [['09120000001', 'Ali']]],
  ['a vCard in UTF-16 LE', 'f.vcf', utf16(card('TEL:09120000001').join('\r\n')), [['09120000001', 'Ali']]],
  ['cells behind a semicolon', 'g.csv', '09120000001;Ali\n', [['09120000001', 'Ali']]],
  ['cells behind a tab', 'h.csv', '09120000001\tAli\n', [['09120000001', 'Ali']]],
  ['the separator in a line of its own', 'i.csv', 'sep=;\r\n09120000001;Ali\r\n', [['09120000001', 'Ali']]],
  [
    "RFC 6350's own example",
    'j.vcf',
    card('TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-0100;ext=55', '4.0').join('\r\n'),
    [['+15555550100', 'Ali', 'home']],
  ],
  [
    'a number in quoted-printable',
    'k.vcf',
    card('TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B=39=38=39=31=32=30=30=30=30=30=30=31', '2.1').join('\r\n'),
    [['+989120000001', 'Ali', 'cell']],
  ],
  ['quotes within a cell', 'l.csv', '09120000001,Ali "Boss" R\n', [['09120000001', 'Ali "Boss" R']]],
]

const two = 'holds more than one number: write each into a field of its own'

/** Files of which nothing may be taken, with what the refusal says. */
const refused: readonly (readonly [title: string, name: string, content: string, message: RegExp])[] = [
  [
    'two numbers in one cell',
    'a.csv',
    '09120000001/09120000002\n',
    /no number found in 1 line; line 1 has "09120000001\/09120000002"/,
  ],
  [
    'two lines in one cell',
    'b.csv',
    '"09120000001\n09120000002"\n',
    /no number found in 1 line; line 1 has "09120000001\\n09120000002"/,
  ],
  ['HTML', 'c.csv', '<!DOCTYPE html><html><body>09120000001</body></html>\n', /web page \(HTML\)/],
  ['a title only', 'd.csv', 'phone,name\n', /"d\.csv" has a line of titles and nothing below it/],
  ['an empty file', 'e.csv', '', /the file is empty/],
  ['a rounded number', 'f.csv', 'phone\n9.1E+11\n', /no number found in 1 line; line 2 has "9\.1E\+11"/],
  ['a date and an address', 'g.csv', '2026-11-26\n10.0.0.1\n', /no number found in 2 lines; line 1 has "2026-11-26"/],
]

describe('small inputs that failed elsewhere', () => {
  let imports: Imports
  const ends: (() => unknown)[] = []
  before(async () => {
    imports = await startImports({ after: (end) => ends.push(end) })
  })
  after(async () => {
    for (const end of ends.reverse()) await end()
  })

  for (const [title, name, content, rows] of taken) {
    it(`${title} is taken`, async () => {
      const file = await imports.file(name, content)
      const { group, ...counts } = await imports.report(0, file, '--group', title, '--create')
      assert.deepEqual(await imports.rows(group?.id ?? 0), rows)
      assert.deepEqual([counts.lines, counts.added], [rows.length, rows.length])
    })
  }

  for (const [title, name, content, message] of refused) {
    it(`${title} is refused, and makes no group`, async () => {
      const file = await imports.file(name, content)
      const ran = await imports.dialbook('import', file, '--group', 'none', '--create', '--bad', 'skip')
      assert.equal(ran.code, 1)
      assert.match(ran.stderr, message)
      assert.match((await imports.dialbook('import', file, '--group', 'none')).stderr, /there is no group 'none'/)
    })
  }

  it('two numbers in a cell are a reject that says so, and the line is that of an editor', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) =>
      index === 7341 ? '0911/09120000002' : `0912${index + 1_000_000}`,
    )
    const file = await imports.file('long.csv', `phone\n${rows.join('\n')}\n`)
    const ran = await imports.dialbook('import', file, '--group', 'long', '--create')
    assert.match(
      ran.stderr,
      /^dialbook: nothing was imported, since 1 of 10000 lines cannot be: line 7343, phone: "0911\/09120000002" holds/,
    )
    const skipped: Report = await imports.report(3, file, '--group', 'long', '--create', '--bad', 'skip')
    assert.deepEqual(skipped.rejects, [
      {
        file: 'long.csv',
        line: 7343,
        column: 'phone',
        value: '0911/09120000002',
        reason: two,
        cells: ['0911/09120000002'],
      },
    ])
    assert.equal(skipped.added, 9999)
  })

  it('characters that nobody sees make no other number', async () => {
    const file = await imports.file('marks.txt', '+98912000001\n\u200e+98912000001\n\u202a+98912000001\u202c\n')
    const { lines, added, repeated, group } = await imports.report(0, file, '--group', 'marks', '--create')
    assert.deepEqual([lines, added, repeated], [3, 1, 2])
    assert.deepEqual(await imports.rows(group?.id ?? 0), [['+98912000001']])
  })
})
