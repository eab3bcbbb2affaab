import { once } from 'node:events'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net'
import { getBuiltinModule } from 'node:process'

/** An `import` of values would load undici with it, which takes 60 ms. */
const { createServer } = getBuiltinModule('node:http')

/** Milliseconds in which a whole request must arrive: 64 MiB at 2 Mbit/s take 270 s. */
const requestTimeoutMs = 300_000
const headersTimeoutMs = 20_000
/**
 * Milliseconds after which an idle connection is closed. Usual proxies close theirs after 60 s: the proxy has to be the
 * first, or it may send a request into a connection that is gone.
 */
const keepAliveTimeoutMs = 72_000

/** A listening server. */
export interface HttpServer {
  /** The address, with the port that was given where 0 was asked for. */
  readonly url: string
  /** Accepts nothing more, lets running requests finish for at most `graceMs` milliseconds, then cuts off the rest. */
  stop(graceMs: number): Promise<void>
}

/**
 * Binds a port, so that nobody else can. Returns the function that lets it go again.
 *
 * @throws Error of the system
 */
export async function holdPort(host: string, port: number): Promise<() => Promise<void>> {
  const server = createPlainServer().listen(port, host)
  await once(server, 'listening')
  return async () => {
    server.close()
    await once(server, 'close')
  }
}

/** Listens, and resolves as soon as requests are answered. */
export async function listen(handle: RequestListener, host: string, port: number): Promise<HttpServer> {
  const running = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  let isStopping = false

  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs },
    (request, response) => {
      running.add(response)
      if (isStopping) response.setHeader('connection', 'close')
      response.on('close', () => {
        running.delete(response)
        if (isStopping) closeIdle()
      })
      handle(request, response)
    },
  )
  // A client that ends its side after its request still waits for the answer; Node would hang up.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  function closeIdle(): void {
    const busy = new Set([...running].map((response) => response.socket))
    for (const socket of sockets) if (!busy.has(socket)) socket.destroySoon()
  }
  // Node's own function takes a connection for idle while the answer is still on its way, and cuts the answer off.
  server.closeIdleConnections = closeIdle

  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: urlOf(server),
    async stop(graceMs) {
      isStopping = true
      for (const response of running) {
        if (!response.headersSent) response.setHeader('connection', 'close')
        // An answer without an end, as a stream of events, ends now: it listens to this.
        response.emit('stopping')
      }
      const closed = once(server, 'close')
      server.close()
      const timer = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(timer)
      await Promise.all([...running].map((response) => once(response, 'close')))
    },
  }
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
