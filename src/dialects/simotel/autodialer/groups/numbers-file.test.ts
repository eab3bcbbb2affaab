import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { phonesOf } from '../../../../core/list/entry-list.ts'
import { recordFiles } from '../../../../files/record-files.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

/** Reads a file in pieces of a few bytes. */
async function read(filename: string, content: string | Buffer): Promise<string[]> {
  const bytes = Buffer.from(content)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += 3) yield bytes.subarray(start, start + 3)
  }
  return phonesOf((await readNumbersFile(recordFiles, filename, pieces())).entries)
}

describe('readNumbersFile', () => {
  for (const [title, content, numbers] of [
    ['the column with numbers', '0912,Ali\n0913,Sara\n', ['0912', '0913']],
    ['the column with numbers, wherever it is', 'name;phone\nAli;0912\nSara;0913\n', ['0912', '0913']],
    ['what stands under a title', 'Phone number\n0912\n', ['0912']],
    ['the first line where it has digits', '0912\n0913', ['0912', '0913']],
    ['texts with a byte order mark, CRLF, blank lines and quotes', '\ufeff"0912"\r\n\r\n"0913"\r\n', ['0912', '0913']],
    ['numbers with what people write between digits', '(021) 88-77.66\n', ['021887766']],
    ['Persian digits', '۰۹۱۲\n', ['0912']],
    ['codes that a PBX dials', 'n\n+98912\n*43#\n', ['+98912', '*43#']],
    ['each spelling once', '1\n2\n1\n', ['1', '2']],
  ] as const) {
    it(`takes from a csv ${title}`, async () => {
      assert.deepEqual(await read('a.CSV', content), numbers)
    })
  }

  it('takes every TEL of a vcf, of all versions, with folded lines and groups', async () => {
    const cards = [
      'BEGIN:VCARD\r\nVERSION:2.1\r\nTEL;CELL:0912-345\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nitem1.TEL;TYPE="cell,voice":+98 21\r\n  88\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:4.0\r\nTEL;VALUE=uri:tel:+1-555\r\nNOTE:TEL:1\r\nEND:VCARD',
    ]
    assert.deepEqual(await read('b.vcf', cards.join('\r\n')), ['0912345', '+982188', '+1555'])
  })

  it('refuses other files, files without a number, and the first line that is none', async () => {
    for (const [filename, content, reason] of [
      ['a.wav', '1', /csv or a vcf/],
      ['csv', '1', /csv or a vcf/],
      ['a.csv', '', /empty/],
      ['a.csv', 'phone\n', /nothing below/],
      ['a.csv', 'n\nx\ny\n', /no number found in/],
      ['a.csv', 'phone\n1\nabc\n', /^line 3: phone has no digit$/],
    ] as const) {
      await assert.rejects(read(filename, content), { code: 'invalid_value', field: 'file', message: reason }, content)
    }
  })
})

describe('uploadName', () => {
  const at = Date.UTC(2023, 9, 29, 7, 36, 36)
  for (const [given, slug] of [
    ['book1.csv', 'book1csv.csv'],
    ['/C:/Users/me/Desktop/Test File.CSV', 'test-filecsv.csv'],
    ['c:\\users\\a-very-long-name-of-a-file.vcf', 'a-very-long-name-of-.vcf'],
  ] as const) {
    it(`is made of ${given} as the vendor makes it`, () => {
      assert.match(uploadName(given, at), new RegExp(`^file-20231029073636-\\d{5}-${slug.replaceAll('.', '\\.')}$`))
    })
  }
})
