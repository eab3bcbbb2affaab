import { Agent, request } from 'node:http'

/** A request, as every server gets it. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const agent = new Agent({ keepAlive: true })

/** Sends a request once, to prepare something, and returns the body of the answer. */
export function send(url: string, { method, path, headers, body }: BenchRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body)
    const options = { method, agent, headers: { ...headers, 'content-length': bytes.length } }
    const outgoing = request(url + path, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const answer = Buffer.concat(parts)
        const isSuccess = Math.floor((response.statusCode ?? 0) / 100) === 2
        if (isSuccess) resolve(answer)
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer.toString().slice(0, 300)}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

const encoded = new WeakMap<BenchRequest, Buffer>()

/** The bytes of a request. A request that is sent again is not encoded again. */
export function bytesOf(what: BenchRequest): Buffer {
  let bytes = encoded.get(what)
  if (!bytes) {
    const body = Buffer.from(what.body)
    const headers = { host: '127.0.0.1', ...what.headers, 'content-length': String(body.length) }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    bytes = Buffer.concat([Buffer.from(`${what.method} ${what.path} HTTP/1.1\r\n${lines.join('')}\r\n`), body])
    encoded.set(what, bytes)
  }
  return bytes
}
