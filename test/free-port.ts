import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * The range of ports to look at, from the first up to the end. Systems hand out higher ports by themselves, so nobody
 * gets one of these by chance between the look and the use.
 */
const [first, end] = [10_000, 16_000]

/** A TCP port of the loopback interface that nobody listens at. */
export function freePort(): Promise<number> {
  return firstFree(async (port) => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
  })
}

/** A UDP port of the loopback interface that nobody has bound. */
export function freeUdpPort(): Promise<number> {
  return firstFree(async (port) => {
    const socket = createSocket('udp4').bind(port, '127.0.0.1')
    await once(socket, 'listening')
    await new Promise<void>((closed) => socket.close(closed))
  })
}

async function firstFree(take: (port: number) => Promise<void>): Promise<number> {
  for (;;) {
    const port = randomInt(first, end)
    try {
      await take(port)
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}
