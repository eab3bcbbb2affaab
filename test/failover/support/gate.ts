import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a port that can be closed without a word: what is sent then gets lost, as by a network that is cut. */
export interface Gate {
  readonly port: number
  close(): void
  open(): void
  stop(): void
}

/** Opens a gate to a port of a host. Its own port is on 127.0.0.1. */
export async function openGate(host: string, port: number): Promise<Gate> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let isOpen = true
  const server = createServer((outer) => {
    const inner = connect(port, host)
    const pair = [outer, inner] as const
    pairs.add(pair)
    for (const [socket, other] of [pair, [inner, outer] as const]) {
      socket.on('data', (bytes) => isOpen && !other.destroyed && other.write(bytes))
      socket.on('error', () => undefined)
      socket.on('close', () => {
        pairs.delete(pair)
        if (isOpen) other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cutOff = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      isOpen = false
    },
    /** What was connected meanwhile has lost bytes: it must connect anew. */
    open() {
      cutOff()
      isOpen = true
    },
    stop() {
      cutOff()
      server.close()
    },
  }
}
