import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileHints } from '../../core/import/record-file.ts'
import { openRecordFile } from '../open-record-file.ts'

/** Reads cards that come in portions of a few bytes. Gives the records as `line: cell|cell`, without empty cells at the end. */
async function read(content: string | Buffer, cards?: FileHints['cards'], portion = 11): Promise<string[]> {
  const bytes = Buffer.from(content)
  async function* portions() {
    for (let start = 0; start < bytes.length; start += portion) yield bytes.subarray(start, start + portion)
  }
  const file = await openRecordFile(portions(), { filename: 'list.vcf', ...(cards && { cards }) })
  assert.equal(file.format, 'vcard')
  const records: string[] = []
  for await (const batch of file.batches())
    records.push(...batch.map(({ line, cells }) => `${line}: ${cells.join('|').replace(/\|+$/, '')}`))
  return records
}

/** A card of some lines. */
function card(version: string, ...lines: readonly string[]): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n')
}

describe('readVcard', () => {
  for (const [title, content, records] of [
    ['a number', card('3.0', 'FN:Ali', 'TEL:0912'), ['4: 0912||Ali']],
    [
      'all that a card says',
      card(
        '3.0',
        'N:Doe;John;Q.;Dr.;',
        'FN:Dr. John Doe',
        'ORG:ACME\\, Inc.;Sales',
        'EMAIL;type=INTERNET:a@example.org',
        'NOTE:one\\ntwo\\; three',
        'TEL;type=CELL;type=VOICE;type=pref:+49 30 1',
      ),
      ['8: +49 30 1|cell|Dr. John Doe|John|Doe|a@example.org|ACME, Inc., Sales|one\ntwo; three'],
    ],
    ['a name of its parts', card('3.0', 'N:Doe;John;Q.;Dr.;', 'TEL:1'), ['4: 1||John Q. Doe|John|Doe']],
    [
      'every number of a card',
      card('4.0', 'TEL;TYPE="voice,home":1', 'FN:A', 'TEL;TYPE=work,fax:2'),
      ['3: 1|home|A', '5: 2|work,fax|A'],
    ],
    ['a card without a number', card('3.0', 'FN:A', 'TEL;TYPE=HOME:'), ['1: ||A']],
    ['empty numbers beside one', card('3.0', 'TEL;TYPE=HOME:', 'TEL:1'), ['4: 1']],
    ['several cards', card('3.0', 'TEL:1') + card('4.0', 'TEL:2'), ['3: 1', '7: 2']],
    ['folded lines', card('3.0', 'TEL;TYPE=CELL:+98 21\r\n  88\r\n\t99', 'FN:A\r\n li'), ['3: +98 21 8899|cell|Ali']],
    ['a URI', card('4.0', 'TEL;VALUE=uri:tel:+1-555-555-0100;ext=55'), ['3: tel:+1-555-555-0100;ext=55']],
    [
      'a URI with types',
      card('4.0', 'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-0100;ext=5'),
      ['3: tel:+1-555-555-0100;ext=5|home'],
    ],
    [
      'groups and their labels',
      card('3.0', 'item1.TEL;type=pref:1', 'item1.X-ABLabel:_$!<Mobile>!$_', 'item2.TEL:2', 'item2.X-ABLabel:Büro'),
      ['3: 1|Mobile', '5: 2|Büro'],
    ],
    [
      'quoted-printable numbers',
      card('2.1', 'TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B=39=38=39=31=32'),
      ['3: +98912|cell'],
    ],
    [
      'soft line breaks',
      card('2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B9=D9=84=\r\n=DB=8C;;;;', 'TEL;CELL:1'),
      ['5: 1|cell|علی||علی'],
    ],
    ['a soft line break before the end', card('2.1', 'TEL;CELL:1', 'FN;QUOTED-PRINTABLE:A='), ['3: 1|cell|A']],
    [
      'soft line breaks of what is not read',
      card('2.1', 'LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Street=0D=0A=\r\nTEL:7', 'TEL:1'),
      ['5: 1'],
    ],
    [
      'other charsets',
      card('2.1', 'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller', 'TEL;WORK;VOICE:1'),
      ['4: 1|work|Müller'],
    ],
    [
      'a charset that nobody knows',
      card('2.1', 'FN;CHARSET=X-Y;QUOTED-PRINTABLE:M=FCller', 'TEL;VOICE:1'),
      ['4: 1|voice|Müller'],
    ],
    [
      'the escapes of 2.1',
      card('2.1', 'N:Doe\\;Smith;C:\\new', 'TEL:1'),
      ['4: 1||C:\\new Doe;Smith|C:\\new|Doe;Smith'],
    ],
    ['photos', card('3.0', 'PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n TEL:7\r\n BBBB', 'TEL:1'), ['6: 1']],
    ['photos without white space', card('2.1', 'PHOTO;JPEG;ENCODING=BASE64:AAAA\r\nBBBB\r\n', 'TEL:1'), ['6: 1']],
    ['the card of an agent', card('2.1', 'FN:A', 'AGENT:', card('2.1', 'FN:B', 'TEL:7').trim(), 'TEL:1'), ['10: 1||A']],
    ['an agent in one line', card('3.0', 'AGENT:BEGIN:VCARD\\nTEL:7\\nEND:VCARD\\n', 'TEL:1'), ['4: 1']],
    ['a quote that is not closed', card('3.0', 'TEL;TYPE="cell:1'), ['3: 1|cell']],
    [
      'small letters and blank lines',
      '\r\n\nbegin:vcard\nversion:3.0\n\ntel;type=cell:1\nend:vcard\n\n',
      ['6: 1|cell'],
    ],
    ['files that were put together', `\ufeff${card('3.0', 'TEL:1')}\ufeff${card('3.0', 'TEL:2')}`, ['3: 1', '7: 2']],
    ['a card without its end, before another', 'BEGIN:VCARD\nTEL:1\nBEGIN:VCARD\nTEL:2\nEND:VCARD\n', ['2: 1', '4: 2']],
  ] as const) {
    for (const portion of [1, 1000])
      it(`reads ${title}, in portions of ${portion}`, async () =>
        assert.deepEqual(await read(content, 'numbers', portion), records))
  }

  for (const lineEnd of ['\n', '\r', '\r\r\n'])
    it(`reads lines that end in ${JSON.stringify(lineEnd)}`, async () => {
      const content = card('3.0', 'FN:A\r\n li', 'TEL:1', 'TEL:2').replaceAll('\r\n', lineEnd)
      assert.deepEqual(await read(content), ['5: 1||Ali', '6: 2||Ali'])
    })

  it('reads UTF-16 LE with a mark, and a UTF-8 one with its', async () => {
    const content = `\ufeff${card('3.0', 'FN:علی', 'TEL:۰۹۱۲')}`
    assert.deepEqual(await read(Buffer.from(content, 'utf16le')), ['4: ۰۹۱۲||علی'])
    assert.deepEqual(await read(content), ['4: ۰۹۱۲||علی'])
  })

  it('gives one record for each card as a contact, with the number that it prefers', async () => {
    const cards =
      card('3.0', 'TEL:1', 'TEL;type=WORK;type=pref:2') + card('4.0', 'TEL:3', 'TEL:4') + card('4.0', 'FN:A')
    assert.deepEqual(await read(cards, 'contacts'), ['4: 2|work', '8: 3', '11: ||A'])
  })

  it('goes over a photo of megabytes in one line', async () => {
    const before = process.memoryUsage().rss
    const content = card('2.1', `PHOTO;ENCODING=BASE64:${'A'.repeat(8_000_000)}`, 'TEL:1')
    assert.deepEqual(await read(content, 'numbers', 65_536), ['4: 1'])
    assert.ok(process.memoryUsage().rss - before < 200 * 2 ** 20)
  })

  for (const [title, content, reason] of [
    [
      'a card that is cut off',
      `${card('3.0', 'TEL:1')}BEGIN:VCARD\nTEL:2\n`,
      /card that begins in line 5 has no END:VCARD/,
    ],
    ['a number in no card', `${card('3.0', 'TEL:1')}TEL:2\r\n`, /number in line 5 is in no card/],
    ['a name without end', card('3.0', `FN:${'A'.repeat(200_000)}`), /line 3 is longer than 100000/],
    ['the same, folded', card('3.0', 'TEL:1', `FN:${'A\r\n '.repeat(200_000)}`), /line 4 is longer than 100000/],
    ['a card without end', `BEGIN:VCARD\n${'TEL:1\n'.repeat(20_000)}`, /card that begins in line 1 is longer/],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(read(content, 'numbers', 1000), { code: 'invalid_value', field: 'file', message: reason })
    })
  }
})
