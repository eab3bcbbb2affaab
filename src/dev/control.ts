import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { TestBook } from './test-book.ts'

/** The address below which a book for tests is controlled, and the one of its weather. */
const base = '/book/api/v1/dev'
const weatherPath = '/book/api/v1/weather'

/** Answers the calls by which a test controls its book from another process or in another language. */
export interface Control {
  isFor(request: IncomingMessage): boolean
  handle(request: IncomingMessage, response: ServerResponse): void
}

/** A call that cannot be understood. */
class Misunderstood extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Act = (book: TestBook, body: Readonly<Record<string, unknown>>) => Promise<unknown>

const acts: Readonly<Record<string, Act>> = {
  [`GET ${base}`]: async ({ url, keys, clock }) => ({ url, keys, clock: await clock.now() }),
  [`POST ${base}/reset`]: (book) => book.reset(),
  [`GET ${base}/requests`]: async (book) => ({ requests: await book.requests() }),
  [`GET ${weatherPath}`]: (book) => book.weather(),
  [`PUT ${weatherPath}`]: (book, { scenario }) => {
    // A path would let whoever reaches the port have files of this machine read.
    const isKnown = typeof scenario === 'string' ? !/[/\\.]/.test(scenario) : typeof scenario === 'object'
    if (!isKnown) throw new Misunderstood(422, 'scenario must be the name of one, one itself, or null')
    return book.weather(scenario as string | object | null)
  },
  [`DELETE ${weatherPath}`]: (book) => book.weather(null),
  [`GET ${base}/clock`]: async ({ clock }) => ({ now: await clock.now() }),
  [`POST ${base}/clock`]: async ({ clock }, { advance }) => ({ now: await clock.advance(advance as string) }),
}

/** Makes the control of a book. It wants no key: the book is for tests, and has nothing that anybody must not see. */
export function makeControl(book: () => TestBook): Control {
  return {
    isFor: ({ url = '' }) => url.startsWith(base) || url.split('?')[0] === weatherPath,
    handle(request, response) {
      answer(book, request).then(
        (body) => send(response, body === undefined ? 204 : 200, body),
        (error: Error) => {
          const status = error instanceof Misunderstood ? error.status : 422
          send(response, status, { type: 'about:blank', title: 'The call was refused', status, detail: error.message })
        },
      )
    },
  }
}

async function answer(book: () => TestBook, request: IncomingMessage): Promise<unknown> {
  const path = request.url?.split('?')[0] ?? ''
  const act = acts[`${request.method} ${path}`]
  if (!act) throw new Misunderstood(404, `nothing answers ${request.method} at ${path}`)
  return act(book(), await bodyOf(request))
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const { 'content-length': length = '0', 'content-type': type = '' } = request.headers
  if (length === '0' && request.headers['transfer-encoding'] === undefined) return {}
  // A page of the web cannot send this type to another origin without being let in first.
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    throw new Misunderstood(415, 'send the body as application/json')
  const body = await json(request).catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Misunderstood(400, 'the body must be an object of JSON')
  return body as Readonly<Record<string, unknown>>
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response
    .writeHead(
      status,
      body === undefined ? {} : { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) },
    )
    .end(text)
}
