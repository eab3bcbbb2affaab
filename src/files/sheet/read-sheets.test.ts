import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { ZipFile } from 'yazl'
import { openRecordFile } from '../open-record-file.ts'

/** Packs the parts of a file. A part may be a stream. */
async function pack(parts: Readonly<Record<string, string | Iterable<string>>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts))
    zip.addReadStream(Readable.from(typeof text === 'string' ? [text] : text, { objectMode: false }), name)
  zip.end()
  return buffer(zip.outputStream)
}

/** A workbook of one sheet. */
function workbook(rows: string | Iterable<string>): Promise<Buffer> {
  const relationship = (type: string, target: string) =>
    `<Relationships><Relationship Id="r" Type="http://x/${type}" Target="${target}"/></Relationships>`
  return pack({
    '_rels/.rels': relationship('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': '<workbook><sheets><sheet name="A" r:id="r"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationship('worksheet', 'sheet.xml'),
    'xl/sheet.xml': rows,
  })
}

function document(rows: string): Promise<Buffer> {
  const table = `<table:table table:name="A">${rows}</table:table>`
  return pack({ 'content.xml': `<office:document-content>${table}</office:document-content>` })
}

async function read(bytes: Buffer): Promise<string[]> {
  const file = await openRecordFile(Readable.from([bytes]), { filename: 'list' })
  const records: string[] = []
  for await (const batch of file.batches())
    records.push(...batch.map(({ line, cells }) => `${line}: ${cells.join('|')}`))
  return records
}

function* spaces(mebibytes: number): Generator<string> {
  const piece = ' '.repeat(2 ** 20)
  yield '<worksheet>'
  for (let count = 0; count < mebibytes; count++) yield piece
  yield '</worksheet>'
}

describe('readSheets', () => {
  it('puts cells and rows without references behind those before', async () => {
    const rows =
      '<row><c t="str"><v>a</v></c><c r="C1"><v>1</v></c><c><v>2</v></c></row><row/><row r="9"><c><v>3</v></c></row><row><c><v>4</v></c></row>'
    assert.deepEqual(await read(await workbook(`<worksheet>${rows}</worksheet>`)), ['1: a||1|2', '9: 3', '10: 4'])
  })

  it('counts the rows of a document that stand in it several times', async () => {
    const cell = '<table:table-cell table:number-columns-repeated="2"><text:p>1</text:p></table:table-cell>'
    const rows = `<table:table-row table:number-rows-repeated="2">${cell}</table:table-row><table:table-row/><table:table-row>${cell}</table:table-row>`
    assert.deepEqual(await read(await document(rows)), ['1: 1|1', '2: 1|1', '4: 1|1'])
  })

  it('finds the only sheet with a text, of a document whose other sheets are empty', async () => {
    const cell = '<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>'
    const next = (rows: string) => `</table:table><table:table table:name="B">${rows}`
    assert.deepEqual(await read(await document(cell + next(''))), ['1: 1'])
    assert.deepEqual(await read(await document(`<table:table-row/>${next(cell)}`)), ['1: 1'])
    await assert.rejects(read(await document(cell + next(cell))), { field: 'sheet', message: /2 sheets, "A" and "B"/ })
    await assert.rejects(read(await document('<table:table-row/>')), { field: 'file', message: /empty/ })
  })

  for (const [title, bytes, reason] of [
    ['a sheet that is packed too hard', () => workbook(spaces(100)), /too long when it is unpacked/],
    ['a text without end', () => workbook(spaces(10)), /a text that is too long/],
    ['a sheet that is no XML', () => workbook('<worksheet><row></worksheet>'), /no XML/],
    [
      'entities',
      () => workbook('<!DOCTYPE w [<!ENTITY a "b">]><worksheet><row><c t="str"><v>&a;</v></c></row></worksheet>'),
      /no XML/,
    ],
    [
      'too many columns',
      () => workbook('<worksheet><row><c r="ZZZ1"><v>1</v></c></row></worksheet>'),
      /more than 1000 columns/,
    ],
    [
      'too many rows',
      () => workbook('<worksheet><row r="1048577"><c><v>1</v></c></row></worksheet>'),
      /more than 1048576 rows/,
    ],
    [
      'a cell without end',
      () => workbook(`<worksheet><row><c t="str"><v>${'a'.repeat(100_001)}</v></c></row></worksheet>`),
      /longer than 100000/,
    ],
    [
      'a row that stands too many times in a document',
      () =>
        document(
          '<table:table-row table:number-rows-repeated="9999999"><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>',
        ),
      /more than 1048576 rows/,
    ],
    [
      'cells that stand too many times in it',
      () =>
        document(
          '<table:table-row><table:table-cell table:number-columns-repeated="9999999"><text:p>1</text:p></table:table-cell></table:table-row>',
        ),
      /more than 1000 columns/,
    ],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(read(await bytes()), { name: 'Refusal', field: 'file', message: reason })
    })
  }
})
