import type { StartOptions, TestBook } from '../../src/dialbook.ts'
import { start } from '../../src/dialbook.ts'

/** A suite or a test, which ends what was begun for it. */
interface Lasting {
  after(end: () => unknown): unknown
}

/** A book that is gone after the test. */
export async function bookFor(t: Lasting, options: StartOptions = {}): Promise<TestBook> {
  const book = await start(options)
  t.after(() => book.stop())
  return book
}

/** The headers by which clients sign in with the known keys. */
export const signedIn = {
  simotel: { authorization: `Basic ${btoa('dev:dev')}`, 'x-apikey': 'dev' },
  lox24: { 'x-lox24-auth-token': '1000001:dev', accept: 'application/json' },
  checkmarket: { 'x-master-key': 'dev-master', 'x-key': 'dev' },
  book: { authorization: 'Bearer dialbook-dev-token' },
} as const

export type Vendor = keyof typeof signedIn

/** An answer as a test looks at it. */
export interface Seen {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: the test says which members it looks for
  readonly body: any
  readonly text: string
}

/** Calls a vendor's API with its known key. */
export async function call(
  { url }: Pick<TestBook, 'url'>,
  vendor: Vendor,
  target: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const [method = 'GET', path = ''] = target.split(' ')
  const answer = await fetch(url + path, {
    method,
    headers: { ...signedIn[vendor], ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
