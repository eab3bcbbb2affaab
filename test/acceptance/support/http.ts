import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { problemOf } from '../../openapi/documents.ts'
import type { Server } from './server.ts'

export interface Message {
  /** `POST` when absent. */
  readonly method?: string
  /** The path, sent as it is, also with doubled slashes. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Whether the client may see SIP secrets, so that the audit does not look for them in the answer. */
  readonly reveals?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly bytes: Buffer
}

/** Milliseconds of silence after which the server counts as hung. */
const patience = 60_000

/** Sends one request, of any method with any body, and returns the whole answer. */
export async function send(server: Server, message: Message): Promise<Answer> {
  const method = message.method ?? 'POST'
  const answer = await new Promise<Answer>((resolve, reject) => {
    const outgoing = request({
      host: server.host,
      port: server.port,
      agent: server.agent,
      method,
      path: message.path,
      headers: {
        ...message.headers,
        ...(message.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(message.body)) }),
      },
    })
    outgoing.on('error', reject)
    outgoing.setTimeout(patience, () =>
      outgoing.destroy(new Error(`no answer to ${method} ${message.path} in ${patience} ms`)),
    )
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const { statusCode: status = 0, headers } = incoming
        const bytes = Buffer.concat(chunks)
        resolve({ status, headers, bytes, text: bytes.toString(isWide(headers) ? 'utf16le' : 'utf8') })
      })
    })
    outgoing.end(message.body)
  })
  server.audit.see(`${method} ${message.path}`, answer, message.reveals ?? false)
  const problem = problemOf(method, message.path, answer)
  if (problem !== undefined) server.audit.addFault(`${method} ${message.path}: ${problem}`)
  return answer
}

function isWide(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.endsWith('; charset=utf-16') ?? false
}

/** The start of a request as bytes, for a client that does not keep to the protocol. */
export function head(server: Server, message: Message, length: number): string {
  const headers = { Host: `${server.host}:${server.port}`, ...message.headers, 'Content-Length': String(length) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `${message.method ?? 'POST'} ${message.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** Promises `length` bytes of body, sends only `part` of them and breaks the connection. */
export async function hangUp(server: Server, message: Message, part: Buffer, length: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server.port, server.host)
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.write(Buffer.concat([Buffer.from(head(server, message, length)), part]), () => socket.destroy())
  })
}

/** Sends bytes as they are, ends the sending side, and returns all that comes back. */
export async function exchange(server: Server, bytes: Buffer | string): Promise<string> {
  return await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(server.port, server.host)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? finish() : reject(error)))
    socket.once('close', () => finish())
    const finish = () => resolve(Buffer.concat(chunks).toString('utf8'))
    socket.end(bytes)
  })
}
