// Long: bodies of some hundred thousand numbers are sent, and servers are killed.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { type Answer, exchange, head } from './support/http.ts'
import { Lox24Client, startLox24 } from './support/lox24.ts'
import { multipart, multipartType } from './support/multipart.ts'
import { startServer } from './support/server.ts'
import { Client as SimotelClient, sampleKey, startSimotel } from './support/simotel.ts'

/** Bytes from which on a body is read by another thread. */
const longBody = 1024 * 1024
const many = 300_000
const kills = 4

const { username, password, token } = sampleKey
const server = await startLox24({
  prepare: [['key', 'add', 'simotel', '--username', username, '--password', password, '--token', token]],
})
after(() => server.stop())
const simotel = new SimotelClient(server)
const lox24 = new Lox24Client(server)
let made = 0

interface BatchResult {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
}

function upload(filename: string, content: string): Promise<Answer> {
  const body = multipart({ name: 'file', filename, content })
  return simotel.call('autodialer/groups/upload', body, { headers: { 'Content-Type': multipartType } })
}

/** Phones of every kind, in no order. */
function phonesFrom(start: number, count = many): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = start + ((index * 7919) % 1_000_003)
    return index % 50_000 === 3 ? `*${number}#` : index % 3 === 0 ? `+98${number}` : `0${number}`
  })
}

function checksum(phones: readonly string[]): string {
  return createHash('sha256').update(phones.join()).digest('hex')
}

/** Adds a group. Returns its ids in both dialects. */
async function addGroup(): Promise<{ _id: string; id: number }> {
  const { id, name } = await lox24.addGroup({ name: `group ${++made}` })
  const conditions = { name }
  const { data } = await simotel.data<{ data: { _id: string }[] }>('autodialer/groups/search', {
    ...{ alike: false, conditions, pagination: { start: 0, count: 1, sorting: {} } },
  })
  return { _id: String(data[0]?._id), id }
}

async function storedIn(id: number): Promise<string[]> {
  const csv = await lox24.call<string>('GET', `/groups/${id}/file/csv`)
  return csv.text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[1] ?? '')
}

describe('a long body', { timeout: 600_000 }, () => {
  it('is a list like any other: Simotel groups/update, its answer, groups/add and groups/upload', async () => {
    const { _id, id } = await addGroup()
    const phones = phonesFrom(1_000_000)
    const given = [...phones, ...phones.slice(0, 5), ' 0912 ', '۰۹۱۲']
    const data = await simotel.data<{ name: string; numbers: string[]; description: string; count: number }>(
      'autodialer/groups/update',
      { _id, numbers: given, description: 'd "numbers":[] ' },
    )
    const stored = [...phones, '0912']
    assert.deepEqual(Object.keys(data), ['name', 'numbers', 'description', 'date', 'count'])
    assert.deepEqual([data.count, data.description], [stored.length, 'd "numbers":[] '])
    assert.equal(checksum(data.numbers), checksum(stored))
    assert.equal(checksum(await storedIn(id)), checksum(stored))
    const again = await simotel.data<{ numbers: string[] }>('autodialer/groups/update', { _id })
    assert.equal(checksum(again.numbers), checksum(stored))

    const added = await simotel.data<{ _id: string }>('autodialer/groups/add', { name: 'added', numbers: phones })
    const read = await simotel.data<{ numbers: string[] }>('autodialer/groups/update', { _id: added._id })
    assert.equal(checksum(read.numbers), checksum(phones))

    const { text } = await upload('a.csv', `number\n${phones.join('\n')}\n`)
    const { filename } = JSON.parse(text).data
    const used = await simotel.data<{ _id: string }>('autodialer/groups/add', { name: 'uploaded', filename })
    const fromFile = await simotel.data<{ numbers: string[] }>('autodialer/groups/update', { _id: used._id })
    assert.equal(checksum(fromFile.numbers), checksum(phones))
  })

  it('keeps what LOX24 says of each phone', async () => {
    const { id } = await addGroup()
    const phones = phonesFrom(2_000_000, 40_000).map((phone, index) => ({
      phone,
      ...(index % 2 === 0 && { a: `name ${index}` }),
      ...(index % 7 === 0 && { callback_data: `${index}` }),
    }))
    const { count_items } = await lox24.ok<{ count_items: number }>(200, 'PUT', `/groups/${id}`, { phones })
    assert.equal(count_items, phones.length)
    for (const page of [1, 134, 700, 1334]) {
      const entries = await lox24.ok<Record<string, unknown>[]>(200, 'GET', `/groups/${id}/phones?page=${page}`)
      const wanted = phones.slice((page - 1) * 30, page * 30)
      assert.deepEqual(
        entries.map(({ phone, a, callback_data }) => ({ phone, a, callback_data })),
        wanted.map((each) => ({ a: null, callback_data: null, ...each })),
      )
    }
  })

  it('is a batch like any other, in a group that is empty, has some of it, or ends in a short chunk', async () => {
    const { id } = await addGroup()
    const added = phonesFrom(5_000_000, 40_000)
    const items = added.map((phone, index): object =>
      index === 20_001 ? { a: 'no phone' } : { phone, a: `name ${index}`, callback_data: `${index}` },
    )
    const good = added.filter((_, index) => index !== 20_001)
    assert.ok(JSON.stringify(items).length > longBody)
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '+7' })
    for (const _ of ['new', 'there already']) {
      const results = await lox24.ok<BatchResult[]>(201, 'POST', `/groups/${id}/phones/batch`, items)
      assert.equal(results.length, items.length)
      assert.deepEqual(results[20_001], {
        status: 400,
        body: {
          type: 'https://tools.ietf.org/html/rfc2616#section-10',
          title: 'An error occurred',
          detail: 'phone: This value should not be blank.',
        },
      })
      const right = results.filter(({ status }) => status === 201)
      assert.equal(checksum(right.map(({ body }) => String(body.phone))), checksum(good))
      assert.equal(new Set(right.map(({ body }) => body.id)).size, good.length)
      assert.deepEqual([right[30_000]?.body.a, right.at(-1)?.body.callback_data], ['name 30001', '39999'])
      assert.equal(checksum(await storedIn(id)), checksum(['+7', ...good]))
      const { body } = right[30_000] as BatchResult
      assert.deepEqual(await lox24.ok(200, 'GET', `/phones/${body.id}`), body)
    }
    const linked = await lox24.call<Record<string, unknown>>(
      'POST',
      `/groups/${id}/phones/batch`,
      items.slice(0, 1500),
      {
        Accept: 'application/ld+json',
      },
    )
    assert.equal(linked.status, 201)
    assert.deepEqual(Object.keys(linked.body), ['@context', '@id', '@type', 'hydra:member', 'hydra:totalItems'])
    assert.equal((linked.body['hydra:member'] as unknown[]).length, 1500)
  })

  it('that holds no list is refused when it has no reason to be long', async () => {
    const { _id, id } = await addGroup()
    // The length alone has the body refused. Only the head is sent: a client that still sends often misses the answer.
    const headers = { ...lox24.auth, 'Content-Type': 'application/json' }
    const phone = await exchange(server, head(server, { path: `/groups/${id}/phones`, headers }, longBody + 1))
    assert.match(phone, /^HTTP\/1\.1 413 /)
    const many = await simotel.call('autodialer/groups/remove', { _id, more: new Array(longBody).fill(0) })
    assert.equal(many.status, 413)
    await simotel.data('autodialer/groups/remove', { _id, more: 'x'.repeat(longBody) })
  })

  it('keeps nobody waiting: small reads and writes are answered while it is read and written', async () => {
    const { _id } = await addGroup()
    const small = await addGroup()
    const long = { isAnswered: false }
    const answered = simotel
      .data('autodialer/groups/update', { _id, numbers: phonesFrom(3_000_000, 1_000_000) })
      .then(() => {
        long.isAnswered = true
      })
    let written = 0
    while (!long.isAnswered) {
      const numbers = [String(written)]
      const data = await simotel.data<{ numbers: string[] }>('autodialer/groups/update', { _id: small._id, numbers })
      assert.deepEqual(data.numbers, numbers)
      if (!long.isAnswered) written++
    }
    await answered
    assert.ok(written >= 10, `only ${written} small writes were answered during a long one`)
  })
})

describe('a server that is killed while it writes a long list', { timeout: 600_000 }, () => {
  it(`has the old one or the new one afterwards, whole, ${kills} times`, async () => {
    let killed = await startSimotel()
    const { data } = killed
    const { _id } = await new SimotelClient(killed).data<{ _id: string }>('autodialer/groups/add', { name: 'g' })
    let possible = [checksum([])]
    for (let life = 0; life < kills; life++) {
      const client = new SimotelClient(killed)
      const phones = phonesFrom(4_000_000 + life * 1_000_000)
      const body = { _id, numbers: phones }
      const answer = client.call('autodialer/groups/update', body).catch(() => undefined)
      // Small writes measure time while the long one runs: the kill comes somewhere within it.
      for (let count = 0; count < 5 + life * 15; count++) await client.data('autodialer/groups/add', { name: 'small' })
      await killed.kill()
      const isAcknowledged = (await answer)?.text.startsWith('{"success":1,') ?? false
      possible = isAcknowledged ? [checksum(phones)] : [...possible, checksum(phones)]
      killed = await startServer({ data })
      const stored = await new SimotelClient(killed).data<{ numbers: string[]; count: number }>(
        'autodialer/groups/update',
        { _id },
      )
      assert.equal(stored.count, stored.numbers.length)
      assert.ok(possible.includes(checksum(stored.numbers)), `life ${life}`)
      possible = [checksum(stored.numbers)]
    }
    await killed.stop()
  })
})

interface Bad {
  readonly title: string
  /** A body with one mistake behind so many good items. */
  readonly body: (items: number) => string
}

const goodNumbers = (items: number): string => '"09121234567",'.repeat(items)
const badSimotel: readonly Bad[] = [
  { title: 'no JSON', body: (items) => `{"_id":"%","numbers":[${goodNumbers(items)}` },
  { title: 'an array', body: (items) => `[${goodNumbers(items)}"1"]` },
  { title: 'a text', body: (items) => `"${'x'.repeat(items * 14)}"` },
  { title: 'no UTF-8', body: (items) => `{"_id":"%","numbers":[${goodNumbers(items)}"\xff"]}` },
  { title: 'no _id', body: (items) => `{"numbers":[${goodNumbers(items)}"1"]}` },
  { title: 'a malformed _id', body: (items) => `{"_id":"x","numbers":[${goodNumbers(items)}"1"]}` },
  { title: 'an unknown _id', body: (items) => `{"_id":"${'f'.repeat(24)}","numbers":[${goodNumbers(items)}"1"]}` },
  { title: 'a broken number first', body: (items) => `{"_id":"%","numbers":[1.5,${goodNumbers(items)}"1"]}` },
  { title: 'a letter second', body: (items) => `{"_id":"%","numbers":["1","x",${goodNumbers(items)}"1"]}` },
  { title: 'numbers that are none', body: (items) => `{"_id":"%","numbers":{},"more":[${goodNumbers(items)}"1"]}` },
  { title: 'an empty name', body: (items) => `{"_id":"%","name":"","numbers":[${goodNumbers(items)}"1"]}` },
]

const goodPhones = (items: number): string => '{"phone":"+4917663804817"},'.repeat(items)
const last = '{"phone":"1"}'
const badLox24: readonly Bad[] = [
  { title: 'no JSON', body: (items) => `{"phones":[${goodPhones(items)}` },
  { title: 'a text', body: (items) => `"${'x'.repeat(items * 27)}"` },
  { title: 'a phone that is none', body: (items) => `{"phones":[{"phone":"1"},7,${goodPhones(items)}${last}]}` },
  { title: 'an empty phone', body: (items) => `{"phones":[{"phone":""},${goodPhones(items)}${last}]}` },
  { title: 'a phone without one', body: (items) => `{"phones":[{"a":"x"},{},${goodPhones(items)}${last}]}` },
  {
    title: 'a column of a wrong type',
    body: (items) => `{"phones":[{"phone":"1","a":1},${goodPhones(items)}${last}]}`,
  },
  { title: 'a key that is no index', body: (items) => `{"phones":{"x":{"phone":5}},"more":[${goodPhones(items)}1]}` },
  { title: 'a long name', body: (items) => `{"name":"${'x'.repeat(51)}","phones":[${goodPhones(items)}${last}]}` },
  { title: 'a past date', body: (items) => `{"deleted_at":"2001-01-01","phones":[${goodPhones(items)}${last}]}` },
  { title: 'no date', body: (items) => `{"deleted_at":"x","phones":[${goodPhones(items)}${last}]}` },
]

describe('a bad body is refused in the same words, long or short', { timeout: 600_000 }, () => {
  /** The part of an answer that must be equal: the times and the request's id are left out. */
  const seen = ({ status, headers, text }: Answer): object => {
    const { date: _date, 'x-lox24-request-id': _id, ...others } = headers
    return { status, headers: others, text }
  }

  for (const { title, body } of badSimotel) {
    it(`Simotel: ${title}`, async () => {
      const { _id } = await addGroup()
      const answers = [1, 100_000].map((items) =>
        simotel.call('autodialer/groups/update', Buffer.from(body(items).replace('%', _id), 'latin1')),
      )
      const [short, long] = await Promise.all(answers)
      assert.ok(body(100_000).length > longBody)
      assert.deepEqual(seen(long as Answer), seen(short as Answer))
      assert.match((short as Answer).text, /"success":0/)
    })
  }

  for (const { title, body } of badLox24) {
    for (const accept of ['application/json', 'application/ld+json']) {
      it(`LOX24 in ${accept}: ${title}`, async () => {
        const { id } = await addGroup()
        const answers = [1, 50_000].map((items) => lox24.call('PUT', `/groups/${id}`, body(items), { Accept: accept }))
        const [short, long] = await Promise.all(answers)
        assert.ok(body(50_000).length > longBody)
        assert.deepEqual(seen(long as Answer), seen(short as Answer))
        assert.ok((short as Answer).status >= 400)
      })
    }
  }

  it('LOX24: an identifier where a new group has none', async () => {
    const bodies = [1, 50_000].map((items) => `{"@id":"/groups/1","name":"n","phones":[${goodPhones(items)}${last}]}`)
    const headers = { 'Content-Type': 'application/ld+json' }
    const [short, long] = await Promise.all(bodies.map((body) => lox24.call('POST', '/groups', body, headers)))
    assert.equal(short?.status, 400)
    assert.deepEqual(seen(long as Answer), seen(short as Answer))
  })

  it('Simotel: files that are none', async () => {
    for (const [filename, start, end] of [
      ['a.wav', '', ''],
      ['a.csv', '', '"1'],
      ['a.csv', '1\nx\n', ''],
    ] as const) {
      const files = [1, 120_000].map((lines) => `${start}${'9121234567\n'.repeat(lines)}${end}`)
      const [short, long] = await Promise.all(files.map((content) => upload(filename, content)))
      // The line at fault is another one in the longer file.
      const words = (answer: Answer) => JSON.stringify(seen(answer)).replace(/\bline \d+/, 'line N')
      assert.equal(words(long as Answer), words(short as Answer))
      assert.match(String(short?.text), /"success":0/)
    }
  })
})
