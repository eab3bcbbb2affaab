import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { addKeys, Client as CheckMarketClient } from './support/checkmarket.ts'
import { Lox24Client, startLox24 } from './support/lox24.ts'
import { multipart, multipartType } from './support/multipart.ts'
import { addKey, Client, invalid, success } from './support/simotel.ts'
import { add, contacts, groups, numbersOf, type Pages, type Row, read, users } from './support/things.ts'

const server = await startLox24()
after(() => server.stop())
const simotel = new Client(server, await addKey(server, 'acme'))
const lox24 = new Lox24Client(server)
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

const scripts = [...'٠۰०০๐０𝟎𝟘'].map((zero) => zero.codePointAt(0) ?? 0)

/** What may stand between two digits of a number and means nothing. */
const between = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(
    ' ',
    '\u00a0',
    '\u2009',
    '\u3000',
    '-',
    '\u2011',
    '\u2013',
    '.',
    '\u200b',
    '\u200e',
    '\u202c',
    '\u2066',
  ),
  fc.constantFrom('\u200c', '\u00ad', '\ufeff', '\ufe0f'),
)

/** A number, and a way to write it in at most 30 characters. */
const written = fc
  .record({
    number: fc.stringMatching(/^(\+[1-9]|0[1-9]|[1-9])[0-9]{5,11}$/),
    signs: fc.array(between, { minLength: 16, maxLength: 16 }),
    zeros: fc.array(fc.option(fc.constantFrom(...scripts), { freq: 3 }), { minLength: 16, maxLength: 16 }),
    around: fc.constantFrom(['', ''], [' ', ' '], ['\u200e', ''], ['\u202a', '\u202c'], ['\ufeff', ' '], ['tel:', '']),
  })
  .map(({ number, signs, zeros, around: [before = '', behind = ''] }) => {
    const plus = number.startsWith('+') ? '+' : ''
    const digits = [...number.slice(plus.length)].map((digit, index) => {
      const zero = zeros[index]
      const shown = typeof zero === 'number' ? String.fromCodePoint(zero + Number(digit)) : digit
      return index === 0 ? shown : `${signs[index]}${shown}`
    })
    return { number, given: `${before}${plus}${digits.join('')}${behind}` }
  })
  .filter(({ given }) => [...given].length <= 30 && !mayBeElse(given))

/** Whether a text may be a date, a fraction, an address, or two numbers of seven digits and more. */
function mayBeElse(given: string): boolean {
  const text = given.replace(/\p{Cf}|\p{Variation_Selector}/gu, '')
  const runs = text.match(/\p{Nd}+/gu) ?? []
  return (
    runs.filter((run) => [...run].length >= 7).length > 1 ||
    (/[-.\u2011\u2013]/.test(text) && runs.length > 1 && runs.length < 5)
  )
}

describe('a number is the same, however it is written', () => {
  test('in every dialect', { timeout: 300_000 }, () =>
    fc.assert(
      fc.asyncProperty(written, async ({ number, given }) => {
        const { _id } = await add(simotel, groups, { numbers: [number, given] })
        assert.deepEqual(await numbersOf(simotel, _id), [number])
        const contact = await add(simotel, contacts, { number: given })
        assert.equal((await read(simotel, contacts, contact._id))?.number, number)
        const group = await lox24.addGroup({ phones: [{ phone: given }, { phone: number }] })
        assert.deepEqual(
          (await lox24.phones(group.id)).map(({ phone }) => phone),
          [number],
        )
        if (given.length > 20) return
        const id = await checkmarket.addContact(undefined, { Phone: given })
        assert.equal((await checkmarket.data<{ Phone: string }>('GET', `contacts/${id}`)).Phone, number)
      }),
      { numRuns: 60 },
    ),
  )

  test('in a file, and in a body that is read in a thread', async () => {
    const [given, kept] = [
      ['0912 111 2233', '\u202a+98 (0) 912-111\u202c', '۰۲۱.۸۸.۷۷'],
      ['09121112233', '+98912111', '0218877'],
    ]
    const content = `number\n${given.map((each) => `"${each}"`).join('\n')}\n`
    const form = multipart({ name: 'file', filename: 'a.csv', content })
    const upload = await simotel.call('autodialer/groups/upload', form, { headers: { 'Content-Type': multipartType } })
    const { filename } = success<{ filename: string }>(upload).data
    const fromFile = await add(simotel, groups, { numbers: undefined, filename })
    assert.deepEqual(await numbersOf(simotel, fromFile._id), kept)

    const many = Array.from({ length: 90_000 }, (_, index) => `0935 ${1_000_000 + index}`)
    const stored = many.map((each) => each.replace(' ', ''))
    const long = await add(simotel, groups, { numbers: [...given, ...many, ...kept] })
    assert.deepEqual(await numbersOf(simotel, long._id), [...kept, ...stored])
    const phones = [...given, ...many, ...kept].map((phone) => ({ phone }))
    const group = await lox24.addGroup({ phones })
    assert.equal(group.count_items, many.length + kept.length)
    const { text } = await lox24.call('GET', `/groups/${group.id}/file/csv`)
    const csv = text.trim().split('\n').slice(1)
    assert.deepEqual(
      csv.map((line) => line.split(',')[1]),
      [...kept, ...stored],
    )
    const two = [...many, '09120000001/09120000002']
    await simotel.refused('autodialer/groups/add', { name: 'two', numbers: two }, invalid('numbers'))
  })
})

test('two numbers are never one', { timeout: 300_000 }, () => {
  const number = fc.stringMatching(/^(\+[1-9]|0[1-9])[0-9]{7,9}$/)
  const sign = fc.constantFrom(
    ' ',
    '/',
    ' / ',
    ',',
    ';',
    '|',
    ' - ',
    '\n',
    '.',
    '-',
    '\u00a0',
    ' und ',
    '\u060c',
    '+',
    '&',
  )
  return fc.assert(
    fc.asyncProperty(number, sign, number, async (one, between, other) => {
      const given = `${one}${between}${other}`
      const numbers = ['1', given]
      const answer = await simotel.call('autodialer/groups/add', { name: 'two', numbers })
      assert.equal(JSON.parse(answer.text).message, invalid('numbers'))
      assert.match(String(answer.headers['dialbook-reason']), /^item 2 ./)
      await simotel.refused('autodialer/contacts/add', { name: 'two', number: given }, invalid('number'))
      const form = multipart({ name: 'file', filename: 'a.csv', content: `"${given}"\n` })
      const upload = await simotel.call('autodialer/groups/upload', form, {
        headers: { 'Content-Type': multipartType },
      })
      assert.equal(JSON.parse(upload.text).message, invalid('file'))
      const made = await lox24.call<{ id: number }>('POST', '/groups', { name: 'two', phones: [{ phone: given }] })
      if (made.status === 201) {
        const [entry] = await lox24.phones(made.body.id)
        assert.equal(entry?.phone, given)
      }
    }),
    { numRuns: 60 },
  )
})

test('a search finds a number however it is asked for', async () => {
  const { _id } = await add(simotel, contacts, { number: '0933 111 2233' })
  const other = await add(simotel, contacts, { number: '*933#' })
  const found = async (number: string, alike: boolean) => {
    const body = { alike, conditions: { number }, pagination: { start: 0, count: 10_000 } }
    const { data } = await simotel.data<Pages>('autodialer/contacts/search', body)
    // The tests above have made contacts with random numbers.
    return data.map((row) => row._id).filter((each) => each === _id || each === other._id)
  }
  for (const number of ['09331112233', '۰۹۳۳ ۱۱۱ ۲۲۳۳', '(0933) 111-22-33', 'tel:09331112233', '\u200e09331112233']) {
    assert.deepEqual(await found(number, false), [_id], number)
    assert.deepEqual(await found(number, true), [_id], number)
  }
  assert.deepEqual(await found('۰۹۳۳', true), [_id])
  assert.deepEqual(await found('۰۹۳۳', false), [])
  assert.deepEqual(await found('*۹۳۳#', false), [other._id])
  // Another spelling of the number is another text, as on the vendor's machine.
  assert.deepEqual(await found('+989331112233', false), [])

  const id = await checkmarket.addContact(undefined, { Phone: '0933 444 55 66' })
  const text = await checkmarket.addContact(undefined, { Phone: 'not 0933 444 55 66' })
  const ids = async (filter: string) => {
    const path = `contacts?top=1000&filter=${encodeURIComponent(filter)}`
    const found = await checkmarket.data<{ ContactId: number }[]>('GET', path)
    return found.map(({ ContactId }) => ContactId).filter((each) => each === id || each === text)
  }
  assert.deepEqual(await ids("Phone eq '۰۹۳۳ ۴۴۴-۵۵-۶۶'"), [id])
  assert.deepEqual(await ids("Phone eq 'not 0933 444 55 66'"), [text])
  assert.deepEqual(await ids("substringof('0933 444 55 66', Phone) eq true"), [id, text])
  assert.deepEqual(await ids("startswith(Phone, '(0933) 4')"), [id])
  const others = await ids("Phone ne '0933 444 55 66'")
  assert.ok(!others.includes(id) && others.includes(text))

  const { _id: user } = await add(simotel, users, { number: '93344' })
  const rows = await simotel.data<Row[]>('pbx/users/search', { alike: false, conditions: { number: '۹۳ ۳۴۴' } })
  assert.deepEqual(
    rows.map((row) => row._id),
    [user],
  )
})
