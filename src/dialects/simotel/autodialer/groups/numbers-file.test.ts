import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

/** Reads a file in pieces of a few bytes. */
async function read(filename: string, content: string | Buffer): Promise<string[]> {
  const numbers: string[] = []
  const file = readNumbersFile(filename, (number) => numbers.push(number))
  const bytes = Buffer.from(content)
  for (let start = 0; start < bytes.length; start += 3) await file.write(bytes.subarray(start, start + 3))
  await file.end()
  return numbers
}

describe('readNumbersFile', () => {
  for (const [title, content, numbers] of [
    ['the first column', '0912,Ali\n0913,Sara\n', ['0912', '0913']],
    ['a title, and none', 'Phone number\n0912\n', ['0912']],
    ['no title where the first line has digits', '0912\n0913', ['0912', '0913']],
    ['a byte order mark, CRLF, blank lines and quotes', '\ufeff"0912"\r\n\r\n"0913"\r\n', ['0912', '0913']],
    ['each as it stands there', '(021) 88-77.66\n', ['(021) 88-77.66']],
    ['Persian digits in the first line', '۰۹۱۲\n', ['۰۹۱۲']],
    ['nothing', '', []],
  ] as const) {
    it(`takes from a csv ${title}`, async () => {
      assert.deepEqual(await read('a.CSV', content), numbers)
    })
  }

  it('takes every TEL of a vcf, of all versions, with folded lines and groups', async () => {
    const cards = [
      'BEGIN:VCARD\r\nVERSION:2.1\r\nTEL;CELL:0912-345\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nitem1.TEL;TYPE="cell,voice":+98 21\r\n  88\r\nTEL;TYPE=HOME:\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:4.0\r\nTEL;VALUE=uri:tel:+1-555\r\nNOTE:TEL:1\r\nEND:VCARD',
    ]
    assert.deepEqual(await read('b.vcf', cards.join('\r\n')), ['0912-345', '+98 21 88', 'tel:+1-555'])
  })

  it('refuses other files and broken ones', async () => {
    await assert.rejects(read('a.wav', '1'), { code: 'invalid_value', field: 'file' })
    await assert.rejects(read('csv', '1'), { code: 'invalid_value', field: 'file' })
    await assert.rejects(read('a.csv', '"1'), { code: 'invalid_value', field: 'file' })
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
