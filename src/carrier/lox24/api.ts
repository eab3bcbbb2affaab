import type { IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { getBuiltinModule } from 'node:process'

/** An `import` of values would load undici with it. */
const { Agent: HttpAgent, request: requestHttp } = getBuiltinModule('node:http')

const mostAnswerBytes = 1024 * 1024
const connections = 16
/** Shorter than what servers keep an idle connection for: a request on a closed one leaves open whether it arrived. */
const idleMs = 4000

/** An answer of the API. `body` is undefined where it is no JSON object and no list. */
export interface ApiAnswer {
  readonly status: number
  readonly retryAfterMs: number | undefined
  readonly body: object | undefined
}

/** A request that was not answered. */
export interface NoAnswer {
  readonly problem: string
  /** Whether nobody can have got it. */
  readonly isUnsent: boolean
}

/** The API of LOX24. */
export interface Lox24Api {
  call(method: string, path: string, body?: object): Promise<ApiAnswer | NoAnswer>
  close(): void
}

/** Whether a request was answered. */
export function isAnswered(answer: ApiAnswer | NoAnswer): answer is ApiAnswer {
  return 'status' in answer
}

/** Reaches the API with a key. Redirects are not followed: one could take the key anywhere. */
export function reachApi({ server, key, timeoutMs }: { server: string; key: string; timeoutMs: number }): Lox24Api {
  const isSecure = server.startsWith('https:')
  const kept = { keepAlive: true, maxSockets: connections, timeout: idleMs }
  const agent = isSecure ? new HttpsAgent(kept) : new HttpAgent(kept)
  const request = isSecure ? requestHttps : requestHttp
  return {
    call: (method, path, body) =>
      new Promise((resolve) => {
        const text = body && JSON.stringify(body)
        const headers = {
          Accept: 'application/json',
          'X-LOX24-AUTH-TOKEN': key,
          ...(text !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
        }
        let isConnected = false
        const outgoing = request(new URL(path, server), { method, headers, agent }, (answer) => {
          readBody(answer).then(
            (read) => done({ status: answer.statusCode ?? 0, retryAfterMs: retryAfterOf(answer), body: read }),
            (error: NodeJS.ErrnoException) => done({ problem: describe(error), isUnsent: false }),
          )
        })
        const timer = setTimeout(() => {
          done({ problem: `no answer in ${timeoutMs} ms`, isUnsent: !isConnected })
          outgoing.destroy()
        }, timeoutMs)
        const done = (answer: ApiAnswer | NoAnswer): void => {
          clearTimeout(timer)
          resolve(answer)
        }
        outgoing.on('socket', (socket) => {
          if (!socket.connecting) isConnected = true
          else socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnected = true))
        })
        outgoing.on('error', (error) => done({ problem: describe(error), isUnsent: !isConnected }))
        outgoing.end(text)
      }),
    close: () => agent.destroy(),
  }
}

async function readBody(answer: IncomingMessage): Promise<object | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostAnswerBytes) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function retryAfterOf({ headers }: IncomingMessage): number | undefined {
  const given = headers['retry-after'] ?? ''
  const ms = /^\d{1,6}$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  return `no answer (${code ?? message})`
}
