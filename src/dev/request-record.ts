import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { RecordedRequest } from './test-book.ts'

/** Requests that are kept at the most, and the bytes of all their bodies. */
const requestsAtMost = 1000
const bytesAtMost = 16 * 1024 * 1024

/** Bytes of a body that are kept at the most. */
const bodyAtMost = 256 * 1024

/** Headers whose values let somebody in. */
const secretHeaders: ReadonlySet<string> = new Set([
  ...['authorization', 'proxy-authorization', 'cookie', 'x-apikey', 'x-key', 'x-master-key', 'x-lox24-auth-token'],
])

/** Parameters of an address that do. */
const secretParameters = /([?&](?:key|masterkey|token|apikey)=)[^&]*/gi

type Headers = RecordedRequest['headers']

/** A body as it is collected. */
class Collected {
  readonly #chunks: Buffer[] = []
  bytes = 0
  isCut = false

  add(chunk: unknown, encoding?: unknown): void {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(chunk)
    const room = bodyAtMost - this.bytes
    if (bytes.length > room) this.isCut = true
    if (room <= 0) return
    this.#chunks.push(bytes.subarray(0, room))
    this.bytes += Math.min(bytes.length, room)
  }

  value(): unknown {
    if (this.bytes === 0) return null
    const bytes = Buffer.concat(this.#chunks)
    const text = bytes.toString('utf8')
    if (text.includes('\u0000') || text.includes('\ufffd')) return bytes.toString('base64')
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
}

interface Kept {
  readonly record: RecordedRequest
  readonly bytes: number
}

/** The record of what was called. Its size is bounded: of very many calls the oldest are forgotten. */
export class RequestRecord {
  readonly #now: () => number
  readonly #dialectOf: (path: string) => string | null
  #kept: Kept[] = []
  #bytes = 0

  constructor(now: () => number, dialectOf: (path: string) => string | null) {
    this.#now = now
    this.#dialectOf = dialectOf
  }

  /** Watches a request until its answer has ended. Nothing of either is changed. */
  watch(request: IncomingMessage, response: ServerResponse, weatherOf: () => string | null): void {
    const at = new Date(this.#now()).toISOString()
    const { method = '', url = '' } = request
    const sent = new Collected()
    const answered = new Collected()
    // Who reads the body, and how, makes no difference here.
    const push = request.push.bind(request)
    request.push = (chunk, encoding) => {
      sent.add(chunk, encoding)
      return push(chunk, encoding)
    }
    const write = response.write.bind(response) as (...args: unknown[]) => boolean
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse
    response.write = (...args: unknown[]) => {
      answered.add(args[0], args[1])
      return write(...args)
    }
    response.end = (...args: unknown[]) => {
      answered.add(args[0], args[1])
      return end(...args)
    }
    let headers: OutgoingHttpHeaders = {}
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
    response.writeHead = (...args: unknown[]) => {
      const own = args.at(-1)
      headers = { ...response.getHeaders(), ...(typeof own === 'object' && (Array.isArray(own) ? pairsOf(own) : own)) }
      return writeHead(...args)
    }
    response.once('close', () => {
      this.#keep(
        {
          at,
          dialect: this.#dialectOf(url),
          method,
          url: url.replace(secretParameters, '$1******'),
          headers: masked(request.headers),
          body: sent.value(),
          status: response.headersSent ? response.statusCode : null,
          answer: { headers: masked(headers), body: answered.value() },
          weather: weatherOf(),
          cut: sent.isCut || answered.isCut,
        },
        sent.bytes + answered.bytes,
      )
    })
  }

  /** All calls that are kept, the oldest first. */
  all(): readonly RecordedRequest[] {
    return this.#kept.map(({ record }) => record)
  }

  forget(): void {
    this.#kept = []
    this.#bytes = 0
  }

  #keep(record: RecordedRequest, bytes: number): void {
    this.#kept.push({ record, bytes })
    this.#bytes += bytes
    while (this.#kept.length > requestsAtMost || this.#bytes > bytesAtMost) {
      this.#bytes -= this.#kept.shift()?.bytes ?? 0
    }
  }
}

/** Headers that come as a list of names and values. */
function pairsOf(list: readonly unknown[]): OutgoingHttpHeaders {
  const pairs: OutgoingHttpHeaders = {}
  for (let at = 0; at < list.length; at += 2) pairs[String(list[at]).toLowerCase()] = String(list[at + 1])
  return pairs
}

function masked(headers: IncomingMessage['headers'] | OutgoingHttpHeaders): Headers {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return []
      return [[name, secretHeaders.has(name) ? '******' : typeof value === 'number' ? String(value) : value]]
    }),
  )
}
