import type { IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { getBuiltinModule } from 'node:process'
import type { Clock } from '../core/environment.ts'
import type { Courier, Message } from '../core/webhook/courier.ts'
import { isPrivate } from './private-networks.ts'
import { PrivateTarget, publicLookup } from './public-lookup.ts'

/** An `import` of values would load undici with it, as in `http-server.ts`. */
const { Agent: HttpAgent, request: requestHttp } = getBuiltinModule('node:http')

/**
 * Bytes of an answer that are read at the most. Nobody needs the answer, but a connection can be used again only when
 * the answer on it was read to its end.
 */
const answerBytes = 64 * 1024

export interface CourierOptions {
  readonly timeoutMs: number
  readonly denyPrivate: boolean
  readonly clock: Clock
}

/**
 * Sends messages over HTTP and HTTPS. Redirects are not followed: one could take the password of the webhook anywhere.
 */
export function makeHttpCourier({ timeoutMs, denyPrivate, clock }: CourierOptions): Courier {
  const kept = { keepAlive: true, maxFreeSockets: 16, timeout: 60_000 }
  const plain = new HttpAgent(kept)
  const secure = new HttpsAgent(kept)

  const statusOf = (message: Message, signal: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = new URL(message.url)
      const literal = url.hostname.replace(/^\[(.*)\]$/, '$1')
      if (denyPrivate && isIP(literal) !== 0 && isPrivate(literal)) return reject(new PrivateTarget())
      const options = {
        method: message.method,
        headers: message.headers,
        signal,
        ...(denyPrivate && { lookup: publicLookup }),
      }
      const isSecure = url.protocol === 'https:'
      const answered = (answer: IncomingMessage): void => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > answerBytes) answer.destroy()
        })
        // An answer that breaks off after its status changes nothing.
        answer.on('error', () => undefined)
        resolve(answer.statusCode ?? 0)
      }
      const outgoing = isSecure
        ? requestHttps(url, { ...options, agent: secure }, answered)
        : requestHttp(url, { ...options, agent: plain }, answered)
      outgoing.on('error', reject)
      outgoing.end(message.body)
    })

  return {
    async send(message, signal) {
      const at = clock.now()
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        const status = await statusOf(message, AbortSignal.any([timeout, signal]))
        return { at, ms: clock.now() - at, status, problem: problemOf(status) }
      } catch (error) {
        signal.throwIfAborted()
        const problem = timeout.aborted ? `no answer in ${timeoutMs} ms` : describe(error)
        return { at, ms: clock.now() - at, status: null, problem }
      }
    },
  }
}

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `it answered ${status}: redirects are not followed`
  return `it answered ${status}`
}

/** The problem of a try, by the kind of its error: the error's text may hold the address, with a token in its query. */
function describe(error: unknown): string {
  if (error instanceof PrivateTarget) return error.message
  const { code, name } = error as NodeJS.ErrnoException
  return `no answer (${code ?? name})`
}
