import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { SentAnswer } from '../core/retry/retry-port.ts'

/** Headers that belong to one sending of an answer. */
const ownOfSending = new Set(['date', 'connection', 'content-length', 'transfer-encoding', 'x-lox24-request-id'])

/**
 * Has an answer made, and returns it in the place of sending it. `make` gets a reply that keeps what is sent by it, and returns that
 * reply or a payload.
 */
export async function catchAnswer(
  reply: FastifyReply,
  make: (reply: FastifyReply) => Promise<unknown>,
): Promise<SentAnswer> {
  const kept: { payload?: unknown } = {}
  let toText: (payload: unknown) => string = JSON.stringify
  const catching: FastifyReply = Object.create(reply, {
    send: {
      value(payload?: unknown) {
        kept.payload = payload
        return catching
      },
    },
    serializer: {
      value(serialize: typeof toText) {
        toText = serialize
        return catching
      },
    },
  })
  // A reply can be waited for until it is sent: this one never is.
  Object.defineProperty(catching, 'then', { value: undefined })
  const made = await make(catching)
  const payload = made === catching ? kept.payload : made
  if (typeof payload === 'object' && payload !== null && !isBytes(payload) && !reply.hasHeader('content-type')) {
    reply.type('application/json; charset=utf-8')
  }
  const headers = Object.entries(reply.getHeaders()).filter(([name]) => !ownOfSending.has(name))
  return {
    status: catching.statusCode,
    headers: Object.fromEntries(headers) as SentAnswer['headers'],
    body: await bytesOf(payload, toText),
  }
}

/** Sends an answer that was caught. */
export function sendCaught(reply: FastifyReply, { status, headers, body }: SentAnswer): FastifyReply {
  reply.code(status)
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  return body.length === 0 ? reply.send() : reply.send(Buffer.from(body))
}

async function bytesOf(payload: unknown, toText: (payload: unknown) => string): Promise<Uint8Array> {
  if (payload === undefined || payload === null) return new Uint8Array()
  if (payload instanceof Uint8Array) return payload
  if (payload instanceof Readable) {
    const chunks: Uint8Array[] = []
    for await (const chunk of payload) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    return Buffer.concat(chunks)
  }
  return Buffer.from(typeof payload === 'string' ? payload : toText(payload))
}

function isBytes(payload: object): boolean {
  return payload instanceof Uint8Array || payload instanceof Readable
}
