import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Answer } from '../support/http.ts'
import { multipart, multipartType, type Part } from '../support/multipart.ts'
import { addAccount, assertRefused, Client, invalid, missing, startSimotel, success } from '../support/simotel.ts'
import { add, groups, numbersOf } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

function upload(by: Client, ...parts: readonly Part[]): Promise<Answer> {
  return by.call('autodialer/groups/upload', multipart(...parts), { headers: { 'Content-Type': multipartType } })
}

async function uploaded(by: Client, filename: string, content: string | Buffer): Promise<string> {
  const answer = await upload(by, { name: 'file', filename, content })
  return success<{ filename: string }>(answer).data.filename
}

/** Makes a group from a file. Returns its numbers. */
async function numbersIn(filename: string, content: string | Buffer): Promise<string[]> {
  const { _id } = await add(client, groups, { numbers: undefined, filename: await uploaded(client, filename, content) })
  return await numbersOf(client, _id)
}

const cards = [
  'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ali\r\nTEL;TYPE=CELL:+989121234567\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:2.1\r\nN:Sara\r\nTEL;HOME:2222\r\nitem1.TEL:3333\r\nEMAIL:5555@example.com\r\nEND:VCARD\r\n',
].join('')

describe('the answered filename', () => {
  const cases = [
    { filename: 'book1.csv', form: /^file-(\d{14})-\d{5}-book1csv\.csv$/ },
    { filename: 'test.csv', form: /^file-(\d{14})-\d{5}-testcsv\.csv$/ },
    { filename: '/C:/Users/me/Desktop/test.csv', form: /^file-(\d{14})-\d{5}-testcsv\.csv$/ },
    { filename: 'c:\\users\\users\\Desktop\\test.csv', form: /^file-(\d{14})-\d{5}-testcsv\.csv$/ },
    { filename: '../../../etc/passwd.csv', form: /^file-(\d{14})-\d{5}-passwdcsv\.csv$/ },
    { filename: 'WhatsApp Audio 2020-01-05 at.csv', form: /^file-(\d{14})-\d{5}-whatsapp-audio-2020-\.csv$/ },
    { filename: 'TEST.CSV', form: /^file-(\d{14})-\d{5}-testcsv\.csv$/ },
    { filename: 'people.vcf', form: /^file-(\d{14})-\d{5}-peoplevcf\.vcf$/ },
  ]
  for (const { filename, form } of cases) {
    test(`for ${filename} is like ${form}`, async () => {
      const from = Math.floor(Date.now() / 1000) * 1000
      const answer = await upload(client, { name: 'file', filename, content: filename.endsWith('vcf') ? cards : '1\n' })
      const { message, data } = success<{ filename: string }>(answer)
      assert.equal(message, '')
      assert.deepEqual(Object.keys(data), ['filename'])
      const stamp = String(form.exec(data.filename)?.[1] ?? assert.fail(data.filename))
      const at = Date.parse(stamp.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z'))
      assert.ok(at >= from && at <= Date.now(), `${stamp} is not now, in UTC`)
    })
  }
  test('is another one each time', async () => {
    const names = await Promise.all(Array.from({ length: 20 }, () => uploaded(client, 'same.csv', '1\n')))
    assert.equal(new Set(names).size, names.length)
  })
})

describe('the numbers in a file', () => {
  const cases = [
    { title: 'a header and numbers', content: 'number\n1111\n2222\n3333\n', numbers: ['1111', '2222', '3333'] },
    { title: 'no header', content: '1111\n2222\n', numbers: ['1111', '2222'] },
    { title: 'no last line break', content: 'phone\n1111\n2222', numbers: ['1111', '2222'] },
    {
      title: 'CRLF, a byte order mark, quotes',
      content: '\ufeffnumber\r\n"1111"\r\n"2222"\r\n',
      numbers: ['1111', '2222'],
    },
    { title: 'blanks, empty lines, repeats', content: 'n\n 1111 \n\n2222\n1111\n\n', numbers: ['1111', '2222'] },
    { title: 'a Persian header and digits', content: 'شماره\n۰۹۱۲\n٠٩١٣\n', numbers: ['0912', '0913'] },
    { title: '+, * and #', content: 'n\n+989121234567\n*43#\n', numbers: ['+989121234567', '*43#'] },
  ]
  for (const { title, content, numbers } of cases) {
    test(`csv: ${title}`, async () => assert.deepEqual(await numbersIn('book1.csv', content), numbers))
  }
  // The small inputs of real programs that once gave success and false numbers, or none.
  const card = (...lines: readonly string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', '']
  const small: readonly (readonly [
    title: string,
    filename: string,
    content: string | Buffer,
    numbers: readonly string[],
  ])[] = [
    ['a fraction of zeros', 'a.csv', '9120000001.0\n9120000002.0\n', ['9120000001', '9120000002']],
    [
      'LF and CR mixed in one file',
      'a.csv',
      'phone,name\n250788000382,A\r250788000383,B\r250788000385,C',
      ['250788000382', '250788000383', '250788000385'],
    ],
    ['lines that end in CR CR LF', 'a.vcf', card('FN:A', 'TEL:0912', 'TEL:0913').join('\r\r\n'), ['0912', '0913']],
    ['lines that end in CR', 'a.vcf', card('FN:A', 'TEL:0912', 'TEL:0913').join('\r'), ['0912', '0913']],
    ['a csv that is named vcf', 'a.vcf', 'phone,name\n09120000001,Ali\n', ['09120000001']],
    ['a vcf that is named csv', 'a.csv', card('TEL:09120000001').join('\r\n'), ['09120000001']],
    [
      'UTF-16 with a byte order mark',
      'a.vcf',
      Buffer.from(`\ufeff${card('FN:علی', 'TEL:09120000001').join('\r\n')}`, 'utf16le'),
      ['09120000001'],
    ],
    ['semicolons', 'a.csv', '09120000001;Ali\n09120000002;Sara\n', ['09120000001', '09120000002']],
    ['tabs', 'a.csv', '09120000001\tAli\n09120000002\tSara\n', ['09120000001', '09120000002']],
    ['a line that names the separator', 'a.csv', 'sep=;\nphone;name\n09120000001;Ali\n', ['09120000001']],
    [
      'the example of RFC 6350',
      'a.vcf',
      card('TEL;VALUE=uri:tel:+1-555-555-0100;ext=55').join('\r\n'),
      ['+15555550100'],
    ],
    [
      'quoted-printable',
      'a.vcf',
      ['BEGIN:VCARD', 'VERSION:2.1', 'TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B=39=38=39=31=32', 'END:VCARD', ''].join(
        '\r\n',
      ),
      ['+98912'],
    ],
    ['quotes within a cell', 'a.csv', '09120000001,Ali "Boss" R\n09120000002,Sara\n', ['09120000001', '09120000002']],
    ['marks of direction', 'a.csv', 'phone\n\u200e+98912\u202c\n\u202a+98912\u202c\n+98912\n', ['+98912']],
  ]
  for (const [title, filename, content, numbers] of small) {
    test(`${filename}: ${title}`, async () => assert.deepEqual(await numbersIn(filename, content), numbers))
  }
  const refusedFiles: readonly (readonly [
    title: string,
    filename: string,
    content: string | Buffer,
    reason: RegExp,
  ])[] = [
    [
      'two numbers in a cell',
      'a.csv',
      '09120000003\n09120000001/09120000002\n',
      /^line 2: A holds more than one number/,
    ],
    [
      'two lines in a cell',
      'a.csv',
      '09120000003\n"09120000001\n09120000002"\n',
      /^line 2: A holds more than one number/,
    ],
    [
      'a bad row of ten thousand under a title',
      'a.csv',
      `phone\n${Array.from({ length: 10_000 }, (_, index) => (index === 7341 ? 'no' : 9_000_000 + index)).join('\n')}\n`,
      /^line 7343: phone has no digit$/,
    ],
    ['HTML', 'a.csv', '<!DOCTYPE html>\n<html><body>Not found</body></html>\n', /HTML/],
    ['a title only', 'a.csv', 'phone\n', /nothing below it/],
    ['no byte', 'a.csv', ' ', /empty/],
    ['cards without a number', 'a.vcf', card('FN:Ali').join('\r\n'), /no number found/],
    [
      'a number that a spreadsheet rounded',
      'a.csv',
      'phone\n1\n9.1E+11\n',
      /^line 3: phone was rounded by a spreadsheet/,
    ],
    ['a date and an address', 'a.csv', 'phone\n1\n2026-11-26\n10.0.0.1\n', /^line 3: phone is a date/],
    ['two columns of numbers', 'a.csv', 'home,work\n0211234567,09120000001\n', /several columns/],
    ['a workbook', 'a.csv', Buffer.from('504b0304140000000800', 'hex'), /./],
  ]
  for (const [title, filename, content, reason] of refusedFiles) {
    test(`${filename}: ${title} is refused, with the line and why`, async () => {
      const answer = await upload(client, { name: 'file', filename, content })
      assertRefused(answer, 200, invalid('file'))
      assert.match(String(answer.headers['dialbook-reason']), reason)
    })
  }
  test('are in no line of the log, whatever is wrong with them', async () => {
    const secret = 'Never-in-the-log'
    server.audit.hide(secret)
    for (const content of [`phone\n1\n${secret}\n`, `${secret}\n`, `${secret},x\n1,2\n`, `phone\n"${secret}`]) {
      const body = multipart({ name: 'file', filename: `${secret}.csv`, content })
      const other = { headers: { 'Content-Type': multipartType }, reveals: true }
      assertRefused(await client.call('autodialer/groups/upload', body, other), 200, invalid('file'))
    }
  })
  test('csv: a hundred thousand numbers', async () => {
    const numbers = Array.from({ length: 100_000 }, (_, index) => String(9_000_000_000 + index))
    assert.deepEqual(await numbersIn('many.csv', `number\n${numbers.join('\n')}\n`), numbers)
  })
  test('vcf: every telephone of every card', async () =>
    assert.deepEqual(await numbersIn('people.vcf', cards), ['+989121234567', '2222', '3333']))
  for (const content of ['', '\u0000\u0001\u0002', 'PK\u0003\u0004', 'n\nabc\n', '"open', 'a,b,c\n1,2,3\n']) {
    test(`csv: ${JSON.stringify(content)} is accepted or refused, and breaks nothing`, async () => {
      const answer = await upload(client, { name: 'file', filename: 'x.csv', content })
      if (!answer.text.startsWith('{"success":1')) assertRefused(answer, 200, invalid('file'))
    })
  }
  test('csv: bytes that are no UTF-8 are accepted or refused, and break nothing', async () => {
    const answer = await upload(client, {
      name: 'file',
      filename: 'x.csv',
      content: Buffer.from([0x31, 0x0a, 0xff, 0xfe]),
    })
    if (!answer.text.startsWith('{"success":1')) assertRefused(answer, 200, invalid('file'))
  })
})

describe('forms that an upload refuses', () => {
  for (const filename of ['sound.wav', 'مخاطبین.wav', 'book1.xlsx', 'csv', 'x.csv.exe', '']) {
    test(`a file named "${filename}"`, async () => {
      const answer = await upload(client, { name: 'file', filename, content: '1\n' })
      const message = filename === '' ? missing('file') : invalid('file')
      if (filename !== '' || !answer.text.includes(invalid('file'))) assertRefused(answer, 200, message)
    })
  }
  test('no part at all', async () => assertRefused(await upload(client), 200, missing('file')))
  test('a part of another name', async () =>
    assertRefused(await upload(client, { name: 'data', filename: 'a.csv', content: '1' }), 200, missing('file')))
  test('a field beside no file', async () =>
    assertRefused(await upload(client, { name: 'x', content: '1' }), 200, missing('file')))
  const file = { name: 'file', filename: 'a.csv', content: '1\n2\n' }
  const field = { name: 'x', content: 'y' }
  const large = '5'.repeat(200_000)
  const forms: Readonly<Record<string, readonly Part[]>> = {
    'a field before the file': [field, file],
    'a field after the file': [file, field],
    'a large field before the file': [{ ...field, content: large }, file],
    'a large field after the file': [file, { ...field, content: large }],
    'another file before it': [{ ...file, name: 'data', content: large }, file],
    'another file after it': [file, { ...file, name: 'data', content: large }],
    'a hundred fields': [...Array.from({ length: 100 }, () => field), file],
    'a field of that name': [{ name: 'file', content: '1\n' }],
  }
  for (const [title, parts] of Object.entries(forms)) {
    test(`${title} is accepted or refused, and answered`, async () => {
      const answer = await upload(client, ...parts)
      assert.ok([200, 400, 413].includes(answer.status), `${answer.status} ${answer.text}`)
      assert.match(answer.text, /^{"success":[01],"message":"[^"]*","data":("file-|{"filename":"file-|"")/)
    })
  }
  test('two files, since one of them would be lost', async () => {
    for (const second of ['3\n', large]) {
      assertRefused(await upload(client, file, { ...file, content: second }), 200, invalid('file'))
      assertRefused(
        await upload(client, file, field, { ...file, filename: 'b.vcf', content: second }),
        200,
        invalid('file'),
      )
    }
  })
  test('json', async () => {
    const answer = await client.call('autodialer/groups/upload', { file: '1' })
    assertRefused(answer, 415, 'Unsupported Media Type')
  })
  const whole = multipart({ name: 'file', filename: 'a.csv', content: '1111\n2222\n' })
  for (const length of [1, 20, 60, 120, whole.length - 60, whole.length - 30]) {
    test(`a body cut at ${length} bytes`, async () => {
      const answer = await client.call('autodialer/groups/upload', whole.subarray(0, length), {
        headers: { 'Content-Type': multipartType },
      })
      assert.ok(answer.status === 400 || answer.status === 200, answer.text)
      assert.match(answer.text, /^{"success":0,"message":"[^"]+","data":""}$/)
    })
  }
  test('a form without a boundary', async () => {
    const answer = await client.call('autodialer/groups/upload', whole, {
      headers: { 'Content-Type': 'multipart/form-data' },
    })
    assert.ok([200, 400, 415].includes(answer.status), answer.text)
    assert.match(answer.text, /^{"success":0,"message":"[^"]+","data":""}$/)
  })
})

describe('groups/add with a filename', () => {
  test('puts the numbers that are given before those of the file, and drops repeats', async () => {
    const filename = await uploaded(client, 'book1.csv', 'number\n3\n4\n5\n')
    const { _id, count } = await add(client, groups, { numbers: ['9', '4', '1'], filename })
    assert.equal(count, 5)
    assert.deepEqual(await numbersOf(client, _id), ['9', '4', '1', '3', '5'])
  })
  test('may use the same file again', async () => {
    const filename = await uploaded(client, 'book1.csv', '1\n2\n')
    for (const _ of [1, 2]) assert.equal((await add(client, groups, { numbers: undefined, filename })).count, 2)
  })
  test("does not know another account's file", async () => {
    const { client: stranger } = await addAccount(server)
    const filename = await uploaded(stranger, 'theirs.csv', '1\n2\n')
    await client.refused('autodialer/groups/add', { name: 'n', filename }, invalid('filename'))
    await stranger.data('autodialer/groups/add', { name: 'n', filename })
  })
  for (const filename of ['file-20231029073840-53485-book1csv.csv', '../../etc/passwd', '', 'a\u0000b', 5, [], {}]) {
    test(`refuses ${JSON.stringify(filename)}`, async () => {
      const before = await groups.rows(client)
      await client.refused('autodialer/groups/add', { name: 'n', filename }, invalid('filename'))
      assert.deepEqual(await groups.rows(client), before)
    })
  }
})

describe('groups/update with a filename', () => {
  test('replaces the list by the numbers that are given and those of the file', async () => {
    const filename = await uploaded(client, 'book1.csv', 'number\n3\n4\n5\n')
    const { _id } = await add(client, groups, { numbers: ['1', '4'] })
    const updated = (fields: object) =>
      client.data<{ numbers: string[]; count: number; name: string }>('autodialer/groups/update', { _id, ...fields })
    const first = await updated({ filename, name: 'from a file' })
    assert.deepEqual([first.numbers, first.count, first.name], [['3', '4', '5'], 3, 'from a file'])
    assert.deepEqual(await numbersOf(client, _id), ['3', '4', '5'])
    assert.deepEqual((await updated({ filename, numbers: ['9', '4'] })).numbers, ['9', '4', '3', '5'])
    assert.deepEqual((await updated({ filename: null, name: 'kept' })).numbers, ['9', '4', '3', '5'])
  })
  test('takes a long file', async () => {
    const numbers = Array.from({ length: 50_000 }, (_, index) => String(9_000_000_000 + index))
    const filename = await uploaded(client, 'many.csv', numbers.join('\n'))
    const { _id } = await add(client, groups)
    const data = await client.data<{ numbers: string[] }>('autodialer/groups/update', { _id, filename })
    assert.deepEqual(data.numbers, numbers)
  })
  for (const filename of ['file-20231029073840-53485-book1csv.csv', '../../etc/passwd', '', 5, [], {}]) {
    test(`refuses ${JSON.stringify(filename)}`, async () => {
      const { _id } = await add(client, groups)
      const before = await groups.rows(client)
      await client.refused('autodialer/groups/update', { _id, name: 'n', filename }, invalid('filename'))
      await client.refused('autodialer/groups/update', { _id, numbers: ['1'], filename }, invalid('filename'))
      assert.deepEqual(await groups.rows(client), before)
    })
  }
})
