import assert from 'node:assert/strict'
import { type Answer, send } from './http.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

/** The path below which the API answers. */
export const base = '/book/api/v1'

/** The token of the account `acme`. */
export const sampleToken = 'dialbook_SampleTokenOfTheAccountAcme0123456789'

export type Fields = Readonly<Record<string, unknown>>

/** Starts a server whose book has the account `acme` with a key. */
export async function startBook(options: ServerOptions = {}): Promise<Server> {
  const server = await startServer({
    ...options,
    prepare: [
      ['account', 'add', 'acme'],
      ['key', 'add', 'book', '--account', 'acme', '--name', 'sample', '--token', sampleToken],
      ...(options.prepare ?? []),
    ],
  })
  server.audit.hide(sampleToken)
  return server
}

/** An answer with its parsed body; an empty object where there is none. */
export interface Parsed<T> extends Answer {
  readonly body: T
}

let serial = 0

/** A name that nothing else has. */
export function unique(stem: string): string {
  serial += 1
  return `${stem} ${serial}`
}

/** A program that speaks the native API with one key. */
export class BookClient {
  readonly server: Server
  readonly token: string

  constructor(server: Server, token = sampleToken) {
    this.server = server
    this.token = token
  }

  /** Sends a request. A text and bytes go as they are, all else as JSON. */
  async call<T = Fields>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Parsed<T>> {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    const answer = await send(this.server, {
      method,
      path: path.startsWith('/book') ? path : `${base}${path}`,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && !isRaw && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    })
    const isJson = /^application\/(problem\+)?json\b/.test(String(answer.headers['content-type']))
    return { ...answer, body: (isJson && answer.text !== '' ? JSON.parse(answer.text) : {}) as T }
  }

  /** Calls, expects this status, and returns the body. */
  async ok<T = Fields>(status: number, method: string, path: string, body?: unknown, headers = {}): Promise<T> {
    const answer = await this.call<T>(method, path, body, headers)
    assert.equal(answer.status, status, answer.text.slice(0, 1000))
    if (status !== 204) assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    return answer.body
  }

  /** Calls and expects a problem of that kind. Returns the problem. */
  async refused(
    status: number,
    code: string,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Fields> {
    return assertProblem(await this.call(method, path, body, headers), status, code)
  }
}

/** Expects a problem by RFC 9457, with no members but those that are documented. */
export function assertProblem(answer: Parsed<Fields>, status: number, code: string): Fields {
  const context = answer.text.slice(0, 1000)
  assert.equal(answer.status, status, context)
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8', context)
  const { type, title, status: said, detail, field, line, ...more } = answer.body
  assert.deepEqual([type, said, more], [`urn:problem-type:dialbook:${code}`, status, {}], context)
  assert.ok(
    typeof title === 'string' && typeof detail === 'string' && detail.length > 5 && detail.length < 1000,
    context,
  )
  assert.ok(field === undefined || typeof field === 'string', context)
  assert.ok(line === undefined || typeof line === 'number', context)
  return answer.body
}

/** Adds a key of an account while the server runs. */
export async function addBookKey(
  server: Server,
  account: string,
  ...flags: readonly string[]
): Promise<BookClient & { keyId: string }> {
  const out = await server.cli('key', 'add', 'book', '--account', account, ...flags, '--json')
  const made = JSON.parse(out) as { id: number; key: { token: string } }
  server.audit.hide(made.key.token)
  return Object.assign(new BookClient(server, made.key.token), { keyId: String(made.id) })
}

/** Adds an account with a key of it while the server runs. */
export async function addBookAccount(
  server: Server,
): Promise<{ name: string; client: BookClient & { keyId: string } }> {
  const name = unique('tenant')
  await server.cli('account', 'add', name)
  return { name, client: await addBookKey(server, name) }
}
