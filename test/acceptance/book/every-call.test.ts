import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addBookAccount, addBookKey, BookClient, type Fields, startBook } from '../support/book.ts'
import { type BookSample, bookExamples, runCommands, SampleIds, sampleArgs } from '../support/book-samples.ts'

// Walks through all calls of the native API, each by its sample, in an order in which all of them work.

const server = await startBook({ args: sampleArgs })
after(() => server.stop())
const client = new BookClient(server)
const nobody = new BookClient(server, '')
const { client: stranger } = await addBookAccount(server)
const ids = new SampleIds()

interface Described {
  readonly summary: string
  readonly parameters?: readonly { readonly name?: string; readonly $ref?: string }[]
}
const { paths } = await client.ok<{ paths: Record<string, Record<string, Described>> }>(
  200,
  'GET',
  '/book/openapi/book.json',
)
/** The description of a call: `GET /book/api/v1/groups/:id` is `get` of `/groups/{id}`. */
function describedCall(operation: string): Described {
  const [method = '', url = ''] = operation.split(' ')
  const path = url.replace('/book/api/v1', '').replace(/:(\w+)/g, '{$1}')
  const found = paths[path]?.[method.toLowerCase()]
  assert.ok(found, `${operation} is not described`)
  return found
}
const needsOf = (operation: string) => (/\(needs (.*)\)$/.exec(describedCall(operation).summary)?.[1] ?? '').split(', ')

const words = new Set(bookExamples.flatMap(({ operation }) => needsOf(operation)).filter((word) => word !== ''))
const finds = [...words].filter((word) => word.endsWith('.find'))
const reader = await addBookKey(server, 'acme', ...finds.flatMap((word) => ['--allow', word]))
const careful = await addBookKey(server, 'acme', '--require-match')

/** What the book knows of changes: a refused request adds none. */
async function newest(): Promise<unknown> {
  const last = (each: BookClient) => each.ok<{ changes: Fields[] }>(200, 'GET', '/history?limit=1')
  return [(await last(client)).changes[0], (await last(stranger)).changes[0]]
}

/** Changes that the samples do not count: those by which the accounts and keys came that no sample has. */
const sampleChanges = 2
const { changes } = await client.ok<{ changes: { change: { number: number } }[] }>(200, 'GET', '/history?limit=1')
const shift = (changes[0]?.change.number ?? 0) - sampleChanges

/** Keys that were made beside that of the samples. */
const otherKeys = 3

/** Calls that write nothing of their own: each is carried out. */
const writesNothing = /(?:dryrun|ping)$/

/** A text of a sample with the ids of this server, and the numbers of its changes and keys. */
function here(text: string): string {
  return ids
    .here(text)
    .replace(/(keys\/)(\d+)/g, (_, lead, number) => `${lead}${Number(number) + otherKeys}`)
    .replace(/((?:changes|trash)\/|"since":|[?]at=)(\d+)/g, (_, lead, number) => `${lead}${Number(number) + shift}`)
}

/** Sends the request of a sample, with parts of it replaced. */
function ask(as: BookClient, { method, path, headers, body }: BookSample, instead: Partial<BookSample> = {}) {
  const { Authorization: _, ...others } = { ...headers, ...instead.headers }
  const sent = 'body' in instead ? instead.body : body
  return as.call(method, here(instead.path ?? path), sent === undefined ? undefined : here(sent), others)
}

/** What was shown once is not shown again. */
const withoutSecrets = (text: string) => text.replace(/"(secret|token)":"[^"]*"/g, '"$1":"******"')

const withParameter = (path: string) => `${path}${path.includes('?') ? '&' : '?'}strange=1`

/** Bodies that are no JSON object. */
const unreadable = (body: string): readonly string[] => [
  body.slice(0, -1),
  `${body}x`,
  `[${body}]`,
  'null',
  '['.repeat(100_000),
  `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
]

for (const { operation, commands = [], samples } of bookExamples) {
  const needs = needsOf(operation)
  const isRead = operation.startsWith('GET ')
  const takesFile = samples.some(({ headers }) => !/json/.test(headers['Content-Type'] ?? 'json'))
  const { parameters = [] } = describedCall(operation)
  const isGuarded = parameters.some(({ name, $ref = name }) => /if-?match/i.test($ref ?? ''))

  test(`${operation} refuses whom it should and what it cannot read, and changes nothing`, async () => {
    await runCommands(server, { commands })
    const [sample] = samples as [BookSample, ...BookSample[]]
    const before = await newest()
    const refused = async (status: number, code: string, as: BookClient, instead?: Partial<BookSample>) => {
      const { body, status: got, text } = await ask(as, sample, instead)
      assert.deepEqual([got, body.type], [status, `urn:problem-type:dialbook:${code}`], text)
      return body.field
    }
    await refused(401, 'not-signed-in', nobody)
    if (needs.some((need) => need !== '' && !finds.includes(need))) await refused(403, 'forbidden', reader)
    if (operation.includes('/:')) await refused(404, 'not-found', stranger)
    assert.equal(await refused(422, 'invalid-value', client, { path: withParameter(sample.path) }), 'strange')
    if (isGuarded) {
      await refused(428, 'unconditional', careful)
      await refused(412, 'stale', careful, { headers: { ...sample.headers, 'If-Match': '"0123456789abcdef"' } })
    }
    if (sample.body !== undefined && !takesFile) {
      for (const body of unreadable(sample.body)) await refused(400, 'malformed-request', client, { body })
      await refused(415, 'unsupported-media-type', client, { headers: { 'Content-Type': 'text/plain' } })
      const members = JSON.parse(sample.body) as Fields
      const strange = JSON.stringify({ ...members, strange: 1 })
      assert.equal(await refused(422, 'invalid-value', client, { body: strange }), 'strange')
      for (const member of Object.keys(members)) {
        const body = JSON.stringify({ ...members, [member]: [[[]]] })
        assert.equal(await refused(422, 'invalid-value', client, { body }), member)
      }
    }
    assert.deepEqual(await newest(), before)
  })

  test(`${operation} answers its samples, and is done once with one Idempotency-Key`, async () => {
    for (const [at, sample] of samples.entries()) {
      const headers = { ...sample.headers, ...(!isRead && { 'Idempotency-Key': `"${operation} ${at}"` }) }
      const first = await ask(client, sample, { headers })
      assert.equal(first.status, sample.response.status, first.text)
      ids.learn(sample.response.body, first.text === '' ? null : first.body)
      if (isRead || first.status >= 300 || writesNothing.test(operation)) continue
      const again = await ask(client, sample, { headers })
      assert.equal(again.headers['idempotency-replayed'], 'true', again.text)
      assert.equal(again.text, withoutSecrets(first.text))
    }
  })
}

test('every call that is described has an example', () => {
  const described = Object.entries(paths).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} /book/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  assert.deepEqual(described.sort(), bookExamples.map(({ operation }) => operation).sort())
})
