import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertProblem, BookClient, type Fields, sampleToken, startBook, unique } from '../support/book.ts'
import { exchange, hangUp } from '../support/http.ts'
import { multipart, multipartType } from '../support/multipart.ts'

const limit = 2 * 1024 * 1024
const server = await startBook({ env: { DIALBOOK_BODY_LIMIT: String(limit) } })
after(() => server.stop())
const client = new BookClient(server)
const path = '/imports?group=hostile&create=true'
const headers = { Authorization: `Bearer ${sampleToken}`, 'Content-Type': 'text/csv' }

/** Lines of numbers of about so many bytes. */
const linesOf = (bytes: number) => Buffer.from('09120000001\n'.repeat(Math.ceil(bytes / 12)).slice(0, bytes))

/** Expects that nothing has come of what was sent, and that the server goes on. */
async function assertUntouched(): Promise<void> {
  assert.deepEqual((await client.ok(200, 'GET', '/groups?q=hostile')).groups, [])
  assert.deepEqual(JSON.parse(await server.cli('changes', 'list', '--json')).filter(isOfPreviews), [])
}

const isOfPreviews = ({ noun }: Fields) => noun === 'preview'

test('a file that is longer than the limit is refused, whatever its headers say of it', async () => {
  assertProblem(await client.call('POST', path, linesOf(limit + 1)), 413, 'too-large')
  const form = multipart({ name: 'file', filename: 'a.csv', content: linesOf(limit + 1) })
  assertProblem(await client.call('POST', path, form, { 'Content-Type': multipartType }), 413, 'too-large')
  const piece = linesOf(64 * 1024).toString()
  const chunks = `${piece.length.toString(16)}\r\n${piece}\r\n`.repeat(limit / piece.length + 1)
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const answer = await exchange(
    server,
    `POST /book/api/v1${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n${head.join('')}\r\n${chunks}0\r\n\r\n`,
  ).catch((error: NodeJS.ErrnoException) => String(error.code))
  // A server that hangs up while the client still sends is fair.
  assert.match(answer, /^HTTP\/1\.1 413 |^EPIPE$|^$/)
  await assertUntouched()
})

for (const [what, length] of [
  ['short', 1000],
  ['long', limit - 1000],
] as const) {
  test(`a ${what} file whose client hangs up leaves nothing`, async () => {
    const body = linesOf(length)
    for (const part of [0, 1, length >> 1, length - 1]) {
      await hangUp(server, { path: `/book/api/v1${path}`, headers }, body.subarray(0, part), length)
    }
    await assertUntouched()
  })
}

for (const [what, body] of [
  ['zeros', Buffer.alloc(200_000)],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['half a workbook', Buffer.from('504b030414000600080000002100', 'hex')],
  ['a portable document', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n')],
  ['an open quote of a megabyte', Buffer.from(`phone\n"${'1'.repeat(1_000_000)}`)],
  ['a line of a megabyte', Buffer.from(`phone\n${'1 '.repeat(500_000)}\n`)],
  ['ten thousand columns', Buffer.from(`${'x,'.repeat(10_000)}\n`.repeat(3))],
  ['a card that does not end', Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:x\n')],
] as const) {
  test(`${what} is no file of numbers`, async () => {
    const problem = await client.refused(422, 'invalid-value', 'POST', path, body)
    assert.ok(['file', 'number'].includes(String(problem.field)), JSON.stringify(problem))
  })
}

test('a form that breaks off is malformed', async () => {
  const whole = multipart({ name: 'file', filename: 'a.csv', content: '1111\n2222\n' })
  for (const length of [1, 60, 120, whole.length - 60, whole.length - 30]) {
    const answer = await client.call('POST', path, whole.subarray(0, length), { 'Content-Type': multipartType })
    assert.ok([400, 422].includes(answer.status), answer.text)
  }
  const noBoundary = await client.call('POST', path, whole, { 'Content-Type': 'multipart/form-data' })
  assert.ok([400, 415, 422].includes(noBoundary.status), noBoundary.text)
  await assertUntouched()
})

test('ids and parameters of any form are unknown or refused, and never a fault', async () => {
  for (const id of ['x', '%00', '..%2f..', 'a'.repeat(5000), '%F0%9F%98%80', '0'.repeat(24), "'or'1'='1"]) {
    await client.refused(404, 'not-found', 'GET', `/imports/${id}`)
    await client.refused(404, 'not-found', 'POST', `/imports/${id}/confirm`)
  }
  for (const [query, status] of [
    ['group[]=1', 422],
    ['group=1&group=2', 422],
    ['group=%00&create=true', 422],
    ['group=%F0%9F%98%80', 422],
    [`group=x&filename=${'y'.repeat(3000)}&create=true`, 201],
    ['group=x&create=true&sheet=nowhere', 201],
    ['group=x&create=true&filename=%07a%0A', 201],
    ['group=x&create=true&filename=%00a', 422],
    ['group=x&create=true&number=__proto__', 422],
    ['group=x&create=true&column.a=constructor', 422],
    ['group=x&create=true&mode=constructor', 422],
  ] as const) {
    const answer = await client.call('POST', `/imports?${query}`, '09120000001\n')
    assert.equal(answer.status, status, `${query.slice(0, 60)}: ${answer.text.slice(0, 300)}`)
  }
})

test('many files at a time are all answered, and others meanwhile', async () => {
  const file = linesOf(500_000)
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, () =>
      client.call('POST', `/imports?group=${encodeURIComponent(unique('many'))}&create=true`, file),
    ),
    ...Array.from({ length: 20 }, () => client.call('GET', '/groups')),
  ])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(20).fill(200), ...Array(8).fill(201)])
})
