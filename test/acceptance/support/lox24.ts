import assert from 'node:assert/strict'
import { type Answer, type Message, send } from './http.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

/** The client id and the API key of the vendor's samples. */
export const sampleClientId = '1234567'
export const sampleToken = 'e3f3a759b6677959b6ebfcxxxxxxxxxx'

export const problemType = 'https://tools.ietf.org/html/rfc2616#section-10'

/** Starts a server whose book has the account `acme` with the credential of the vendor's samples. */
export async function startLox24(options: ServerOptions = {}): Promise<Server> {
  const server = await startServer({
    ...options,
    prepare: [
      ['account', 'add', 'acme'],
      ['key', 'add', 'lox24', '--account', 'acme', '--client-id', sampleClientId, '--token', sampleToken],
      ...(options.prepare ?? []),
    ],
  })
  server.audit.hide(sampleToken)
  return server
}

export type Json = 'application/json' | 'application/ld+json'
export type Fields = Readonly<Record<string, unknown>>

/** A group as JSON shows it. */
export interface Group extends Fields {
  readonly id: number
  readonly name: string
  readonly count_items: number
  readonly deleted_at: string | null
}

/** A phone as JSON shows it. */
export interface Phone extends Fields {
  readonly id: string
  readonly phone: string
}

/** An answer with its parsed body. */
export interface Parsed<T> extends Answer {
  readonly body: T
}

let serial = 0

/** A program that speaks LOX24 v2 with one credential, in plain JSON where nothing else is asked for. */
export class Lox24Client {
  readonly server: Server
  readonly auth: Readonly<Record<string, string>>

  constructor(server: Server, key = `${sampleClientId}:${sampleToken}`) {
    this.server = server
    this.auth = { 'X-LOX24-AUTH-TOKEN': key }
  }

  /** Sends a request; a text goes as it is. */
  async call<T = Fields>(
    method: string,
    path: string,
    body?: unknown,
    headers: Message['headers'] = {},
  ): Promise<Parsed<T>> {
    const answer = await send(this.server, {
      method,
      path,
      headers: {
        Accept: 'application/json',
        ...this.auth,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    })
    const isJson = /json/.test(String(answer.headers['content-type']))
    return { ...answer, body: (isJson && answer.text !== '' ? JSON.parse(answer.text) : answer.text) as T }
  }

  /** Calls, expects this status, and returns the body. */
  async ok<T = Fields>(status: number, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body)
    assert.equal(answer.status, status, answer.text.slice(0, 500))
    return answer.body
  }

  group(id: number | string): Promise<Group> {
    return this.ok<Group>(200, 'GET', `/groups/${id}`)
  }

  /** Makes a group. Its name is one that no other group has, where none is given. */
  async addGroup(fields: Fields = {}): Promise<Group> {
    serial += 1
    return this.ok<Group>(201, 'POST', '/groups', { name: `group ${serial}`, ...fields })
  }

  /** Reads every phone of a group, page by page. */
  async phones(groupId: number): Promise<Phone[]> {
    const all: Phone[] = []
    for (let page = 1; ; page++) {
      const part = await this.ok<Phone[]>(200, 'GET', `/groups/${groupId}/phones?page=${page}`)
      all.push(...part)
      if (part.length < 30) return all
    }
  }
}

/** Adds an account, with a credential, while the server runs. */
export async function addLox24Account(server: Server): Promise<{ name: string; keyId: string; client: Lox24Client }> {
  serial += 1
  const name = `tenant ${serial}`
  await server.cli('account', 'add', name)
  const made = JSON.parse(await server.cli('key', 'add', 'lox24', '--account', name, '--json')) as {
    id: number
    key: { clientId: string; token: string }
  }
  server.audit.hide(made.key.token)
  const client = new Lox24Client(server, `${made.key.clientId}:${made.key.token}`)
  return { name, keyId: String(made.id), client }
}

/** Expects exactly this problem document. */
export function assertProblem(answer: Parsed<unknown>, status: number, detail: string): void {
  assert.deepEqual(
    { status: answer.status, body: answer.body },
    {
      status,
      body: { type: problemType, title: 'An error occurred', detail },
    },
  )
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
}

export interface Violation {
  readonly propertyPath: string
  readonly message: string
  readonly code: string
}

/** The violation of a text that must not be blank. */
export const blank = (propertyPath: string): Violation => ({
  propertyPath,
  message: 'This value should not be blank.',
  code: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3',
})
export const tooLong = (propertyPath: string, limit: number): Violation => ({
  propertyPath,
  message: `This value is too long. It should have ${limit} characters or less.`,
  code: 'd94b19cc-114f-4f44-9cc4-4138e80a87b9',
})
export const notUtf8 = (propertyPath: string): Violation => ({
  propertyPath,
  message: 'This value does not match the expected UTF-8 charset.',
  code: '35e6a710-aa2e-4719-b58e-24b35749b767',
})
export const notValid = (propertyPath: string): Violation => ({
  propertyPath,
  message: 'This value is not valid.',
  code: 'de1e3db3-5ed4-4941-aae4-59f3667cc3a3',
})

/** Expects exactly these violations, with HTTP 400. */
export function assertViolations(answer: Parsed<unknown>, ...violations: readonly Violation[]): void {
  assert.deepEqual(
    { status: answer.status, body: answer.body },
    {
      status: 400,
      body: {
        type: problemType,
        title: 'An error occurred',
        detail: violations.map(({ propertyPath, message }) => `${propertyPath}: ${message}`).join('\n'),
        violations,
      },
    },
  )
}

export const wrongType = (attribute: string, given: string, expected = 'string'): string =>
  `The type of the "${attribute}" attribute must be "${expected}", "${given}" given.`
