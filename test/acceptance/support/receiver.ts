import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A message as it arrived. */
export interface Received {
  readonly method: string
  /** The path with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** The function that answers one message. */
export type Reply = (message: Received, response: ServerResponse) => void

/** An HTTP server that receives the messages of webhooks and keeps them. */
export interface Receiver {
  readonly port: number
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly received: Received[]
  /** Has these answer the next messages, one each. Every message after them is answered with 200. */
  replyWith(...replies: readonly Reply[]): void
  /** Waits until `count` messages that fit have come, also before the call. Returns all that fit. */
  until(count: number, fits?: (message: Received) => boolean): Promise<Received[]>
  close(): Promise<void>
}

const patience = 60_000

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const replies: Reply[] = []
  const arrivals = new EventTarget()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const message = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    received.push(message)
    const reply = replies.shift()
    if (reply) reply(message, response)
    else response.end()
    arrivals.dispatchEvent(new Event('arrival'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    received,
    replyWith: (...more) => replies.push(...more),
    async until(count, fits = () => true) {
      const signal = AbortSignal.timeout(patience)
      for (;;) {
        const found = received.filter(fits)
        if (found.length >= count) return found
        await once(arrivals, 'arrival', { signal }).catch(() => {
          throw new Error(`${found.length} of ${count} messages came in ${patience} ms: ${JSON.stringify(received)}`)
        })
      }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers with a status and nothing else. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return (_message, response) => response.writeHead(code, headers).end()
}
